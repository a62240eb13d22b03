import { compareBytes } from "../../bytes/bytes.js";
import { bigIntToMinimalBytes } from "../../bytes/integer.js";
import { keccak256 } from "../../crypto/keccak256.js";
import { encodeRlp } from "../../rlp/rlp.js";
import { RlpWriter } from "../../rlp/rlp-writer.js";
import { nibbleAt, writeKeyPath } from "./hex-prefix.js";

/** A key and its value. */
export type TrieEntry = readonly [key: Uint8Array, value: Uint8Array];

/** The RLP of an empty string: an empty place in a node, and the whole of an empty trie. */
const emptyItem = 0x80;

/** An RLP header of 32 bytes: what stands in front of a hash. */
const hashHeader = 0xa0;

/** Kept between calls: nodes are encoded in its one buffer, none is stored. */
const writer = new RlpWriter();

/**
 * The root of the Merkle Patricia trie with these entries (Yellow Paper, appendix D), 32 bytes. Keys are used as they
 * are: where a trie is keyed by hashes, the caller hashes. They come in any order; of entries with equal keys the last
 * one counts, and an empty value means that the key is absent.
 *
 * Depth of native recursion is at most the number of a key's nibbles.
 */
export function computeTrieRoot(entries: Iterable<TrieEntry>): Uint8Array {
	return computeSortedRoot(sortEntries(entries));
}

/**
 * The root of the trie that maps RLP(0), RLP(1), … to the items: the roots of a block's transactions, receipts and
 * withdrawals (Yellow Paper, section 4.3).
 *
 * @param items encoded as they enter the trie (EIP-2718 form for transactions and receipts), none of them empty
 */
export function computeIndexedRoot(items: readonly Uint8Array[]): Uint8Array {
	const entries: TrieEntry[] = [];
	const add = (index: number): void => {
		if (index < items.length) entries.push([indexKey(index), items[index]!]);
	};
	// In the order of the keys: RLP(0) is a byte above those of 1 to 127, and below the first of longer ones.
	for (let index = 1; index < 0x80; index++) add(index);
	add(0);
	for (let index = 0x80; index < items.length; index++) add(index);
	return computeSortedRoot(entries);
}

/** RLP of an index. */
function indexKey(index: number): Uint8Array {
	if (index === 0) return Uint8Array.of(emptyItem);
	if (index < 0x80) return Uint8Array.of(index);
	if (index < 0x100) return Uint8Array.of(0x81, index);
	if (index < 0x1_0000) return Uint8Array.of(0x82, index >> 8, index & 0xff);
	return encodeRlp(bigIntToMinimalBytes(BigInt(index)));
}

/** In order of keys, each key once, no empty values. */
function sortEntries(entries: Iterable<TrieEntry>): TrieEntry[] {
	const sorted = [...entries];
	// Sorting is stable: of equal keys the later entry stays behind the earlier.
	sorted.sort((a, b) => compareBytes(a[0], b[0]));
	let kept = 0;
	for (let i = 0; i < sorted.length; i++) {
		const entry = sorted[i]!;
		const next = sorted[i + 1];
		if (next !== undefined && compareBytes(entry[0], next[0]) === 0) continue;
		if (entry[1].length > 0) sorted[kept++] = entry;
	}
	sorted.length = kept;
	return sorted;
}

function computeSortedRoot(entries: readonly TrieEntry[]): Uint8Array {
	writer.reset();
	if (entries.length === 0) writer.writeByte(emptyItem);
	else writeNode(entries, 0, entries.length, 0);
	const root = keccak256(writer.viewSince(0));
	writer.reset();
	return root;
}

/**
 * Writes the node of the entries `first` to `last` (exclusive, at least one), whose keys agree in their first `depth`
 * nibbles.
 */
function writeNode(entries: readonly TrieEntry[], first: number, last: number, depth: number): void {
	const end = writer.written;
	const [key, value] = entries[first]!;
	if (last - first === 1) {
		writer.writeString(value);
		writeKeyPath(writer, key, depth, key.length * 2, true);
		writer.closeList(end);
		return;
	}
	// In sorted order, what the first and the last key share all between them share too.
	const branchDepth = findBranchDepth(key, entries[last - 1]![0], depth);
	if (branchDepth === depth) {
		writeBranch(entries, first, last, depth);
		return;
	}
	writeBranch(entries, first, last, branchDepth);
	makeReference(end);
	writeKeyPath(writer, key, depth, branchDepth, false);
	writer.closeList(end);
}

/** Writes the branch at `depth`: sixteen references by the next nibble, and the value of the key that ends here. */
function writeBranch(entries: readonly TrieEntry[], first: number, last: number, depth: number): void {
	const end = writer.written;
	const [key, value] = entries[first]!;
	let begin = first;
	if (key.length * 2 === depth) {
		writer.writeString(value);
		begin++;
	} else {
		writer.writeByte(emptyItem);
	}
	let childEnd = last;
	for (let nibble = 15; nibble >= 0; nibble--) {
		let childBegin = childEnd;
		while (childBegin > begin && nibbleAt(entries[childBegin - 1]![0], depth) === nibble) childBegin--;
		if (childBegin === childEnd) {
			writer.writeByte(emptyItem);
			continue;
		}
		const nodeEnd = writer.written;
		writeNode(entries, childBegin, childEnd, depth + 1);
		makeReference(nodeEnd);
		childEnd = childBegin;
	}
	writer.closeList(end);
}

/** Replaces the node written since `end` by its hash, unless it is shorter than that (Yellow Paper, equation 195). */
function makeReference(end: number): void {
	if (writer.written - end < 32) return;
	const hash = keccak256(writer.viewSince(end));
	writer.dropSince(end);
	writer.writeEncoded(hash);
	writer.writeByte(hashHeader);
}

/** The first nibble from `depth` on in which the keys differ or the shorter, which is `low`, ends. */
function findBranchDepth(low: Uint8Array, high: Uint8Array, depth: number): number {
	const limit = Math.min(low.length, high.length) * 2;
	let at = depth;
	while (at < limit && nibbleAt(low, at) === nibbleAt(high, at)) at++;
	return at;
}
