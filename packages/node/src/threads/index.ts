export { prepareNodeThread } from "./node-thread-start.js";
