export type { AccountLeaf } from "./account-codec.js";
export {
	type AccountProof,
	createAccountProof,
	parseAccountProof,
	type StorageProof,
	verifyAccountProof,
} from "./account-proof.js";
export { copyStateTrie } from "./copy-state-trie.js";
export { encodeHexPrefix } from "./hex-prefix.js";
export { MemoryNodeStore } from "./memory-node-store.js";
export type { NodeStore } from "./node-store.js";
export { InvalidProofError, type ProofFault, verifyProof } from "./proof.js";
export {
	computeStateRoot,
	computeStorageRoot,
	encodeAccount,
	hashAddress,
	hashSlot,
	type TrieAccount,
} from "./state-root.js";
export { DuplicateChangeError, StateTrie } from "./state-trie.js";
export { Trie } from "./trie.js";
export { InvalidNodeError, MissingCodeError, MissingNodeError, type NodePlace } from "./trie-error.js";
export { computeIndexedRoot, computeTrieRoot, type TrieEntry } from "./trie-root.js";
export { walkAccounts, walkStorage } from "./walk-trie.js";
