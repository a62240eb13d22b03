export type { AccountChange, AccountState, MaybePromise, StateChanges, StateDatabase } from "./database.js";
export { type AccountInput, MemoryState } from "./memory-state.js";
export { MemoryStateStore, type StateStore } from "./state-store.js";
export * from "./trie/index.js";
export { TrieState } from "./trie-state.js";
export { createWitnessState, RecordingStore, type Witness } from "./witness.js";
