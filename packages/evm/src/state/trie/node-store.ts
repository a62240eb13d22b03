/**
 * Where the nodes of tries are kept: the RLP of each under its keccak256. A trie needs no more of a database. Reads answer
 * at once: a root is computed by walking, and a promise per node would cost more than the walk.
 *
 * Nodes shorter than 32 bytes stand inside their parents and never come here, but for the root of a trie that small. The
 * node of the empty trie is never asked for.
 */
export interface NodeStore {
	/**
	 * The node with this hash, undefined when it is not there. The answer is only read; its bytes never change.
	 *
	 * @param hash 32 bytes, which hold this hash during the call only
	 */
	getNode(hash: Uint8Array): Uint8Array | undefined;
	/**
	 * Keeps a node; one that is there already stays. What was put is found from then on.
	 *
	 * @param hash 32 bytes, keccak256 of the node
	 * @param node its RLP; both hold these bytes during the call only: copy them
	 */
	putNode(hash: Uint8Array, node: Uint8Array): void;
}
