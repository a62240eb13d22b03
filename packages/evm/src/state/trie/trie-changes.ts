import { nibbleAt } from "./hex-prefix.js";

/** Keys to change, ascending and all different, and what becomes of them. */
export interface TrieChanges {
	readonly keys: readonly Uint8Array[];
	/** By the same index: the new value; empty removes the key. */
	readonly values: Uint8Array[];
	/**
	 * Makes the value at this index when the key's old one is found, for values that depend on it. What stands in `values`
	 * then tells no more than whether the key is removed.
	 *
	 * @param old empty when the key was absent
	 */
	readonly resolve?: (index: number, old: Uint8Array) => Uint8Array;
}

/**
 * Of sorted keys that agree in their first `depth` nibbles: the index behind `first` and those after it, before `last`, that
 * share its next nibble, too.
 */
export function findGroupEnd(keys: readonly Uint8Array[], first: number, last: number, depth: number): number {
	const nibble = nibbleAt(keys[first]!, depth);
	let end = first + 1;
	while (end < last && nibbleAt(keys[end]!, depth) === nibble) end++;
	return end;
}
