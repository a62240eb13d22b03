import { InvalidBlockError } from "./block-exception.js";

/**
 * The blocks of a file that holds their RLP one after another, as go-ethereum exports and imports chains. They are views of
 * the input, not decoded yet.
 *
 * @throws {InvalidBlockError} what follows the blocks so far does not begin a list, or ends within it
 */
export function* splitBlocks(bytes: Uint8Array): Generator<Uint8Array> {
	for (let at = 0; at < bytes.length; ) {
		const end = at + listSize(bytes, at);
		if (end > bytes.length) refuse(`the block at byte ${at} ends after byte ${end}, the file at ${bytes.length}`);
		yield bytes.subarray(at, end);
		at = end;
	}
}

/** Bytes of the RLP list that begins here, with its header (Yellow Paper, appendix B). */
function listSize(bytes: Uint8Array, at: number): number {
	const first = bytes[at]!;
	if (first < 0xc0) refuse(`no block begins with byte ${first}, at byte ${at}`);
	if (first <= 0xf7) return 1 + first - 0xc0;
	const lengthSize = first - 0xf7;
	if (at + 1 + lengthSize > bytes.length) refuse(`the file ends within the length of the block at byte ${at}`);
	let length = 0;
	// Above 2^53 the number is inexact but stays larger than any input.
	for (let i = 0; i < lengthSize; i++) length = length * 256 + bytes[at + 1 + i]!;
	return 1 + lengthSize + length;
}

function refuse(details: string): never {
	throw new InvalidBlockError("BlockException.RLP_STRUCTURES_ENCODING", details);
}
