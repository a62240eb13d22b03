export type { AccountChange, AccountState, MaybePromise, StateChanges, StateDatabase } from "./database.js";
export { type AccountInput, MemoryState } from "./memory-state.js";
export * from "./trie/index.js";
