export { encodeHexPrefix } from "./hex-prefix.js";
export {
	computeStateRoot,
	computeStorageRoot,
	encodeAccount,
	hashAddress,
	hashSlot,
	type TrieAccount,
} from "./state-root.js";
export { computeIndexedRoot, computeTrieRoot, type TrieEntry } from "./trie-root.js";
