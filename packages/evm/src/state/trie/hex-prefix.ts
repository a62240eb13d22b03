import type { RlpWriter } from "../../rlp/rlp-writer.js";

/**
 * Packs nibbles into bytes, two each, behind a nibble of flags: 2 when the path ends in a value (a leaf), 1 when the
 * number of nibbles is odd; an even number is preceded by a zero nibble (Yellow Paper, appendix C).
 *
 * @param nibbles values from 0 to 15
 * @param isLeaf whether the path ends in a value; false for an extension node
 */
export function encodeHexPrefix(nibbles: Uint8Array, isLeaf: boolean): Uint8Array {
	const count = nibbles.length;
	const isOdd = count % 2 === 1;
	const packed = new Uint8Array((count >> 1) + 1);
	packed[0] = (isLeaf ? 0x20 : 0) + (isOdd ? 0x10 + nibbles[0]! : 0);
	for (let i = isOdd ? 1 : 0, at = 1; i < count; i += 2, at++) packed[at] = (nibbles[i]! << 4) | nibbles[i + 1]!;
	return packed;
}

/** Nibble `index` of a key: the high half of byte `index / 2` when even, the low half when odd. */
export function nibbleAt(key: Uint8Array, index: number): number {
	const byte = key[index >> 1]!;
	return (index & 1) === 0 ? byte >> 4 : byte & 15;
}

/** Writes the hex-prefix encoding of a key's nibbles `from` to `to` (exclusive) as an RLP string. */
export function writeKeyPath(writer: RlpWriter, key: Uint8Array, from: number, to: number, isLeaf: boolean): void {
	const end = writer.written;
	let at = to;
	for (; at - from >= 2; at -= 2) writer.writeByte((nibbleAt(key, at - 2) << 4) | nibbleAt(key, at - 1));
	const flags = isLeaf ? 0x20 : 0;
	writer.writeByte(at > from ? flags + 0x10 + nibbleAt(key, from) : flags);
	writer.closeString(end);
}
