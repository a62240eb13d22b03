export { createNode, type EvmoreNode } from "./create-node.js";
export type { Commit, Database, StateWrites, StoredBlock, TransactionPlace } from "./database/database.js";
export { MemoryDatabase } from "./database/memory-database.js";
export { type ErrorName, errorCodes, RpcError } from "./errors/rpc-error.js";
export type { NodeOptions } from "./node/node-options.js";
export { NodeProvider, type ProviderMessage, ProviderRpcError, type RequestArguments } from "./provider/provider.js";
export { methodNames } from "./rpc/method-table.js";
