export { HttpServer, type HttpServerOptions } from "./http-server.js";
export { NodeServer, type NodeServerOptions } from "./node-server.js";
export { defaultLimits, type ServerLimits } from "./server-limits.js";
export { NodeStartError } from "./thread-backend.js";
export type { NodeFacts, PlainForkOptions } from "./thread-messages.js";
