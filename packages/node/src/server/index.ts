export { HttpServer, type HttpServerOptions } from "./http-server.js";
export { type NodeRequest, NodeServer, type NodeServerOptions } from "./node-server.js";
export { defaultLimits, type ServerLimits } from "./server-limits.js";
export { NodeRequestError, NodeStartError } from "./thread-backend.js";
export type { NodeFacts, PlainForkOptions } from "./thread-messages.js";
