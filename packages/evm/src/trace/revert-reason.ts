import { bytesToBigInt } from "../bytes/integer.js";
import { decodeText } from "./utf8-text.js";

/** What Solidity's panics mean (its documentation, "Panic via assert"), in go-ethereum's words. */
const panics: ReadonlyMap<bigint, string> = new Map([
	[0x00n, "generic panic"],
	[0x01n, "assert(false)"],
	[0x11n, "arithmetic underflow or overflow"],
	[0x12n, "division or modulo by zero"],
	[0x21n, "enum overflow"],
	[0x22n, "invalid encoded storage byte array accessed"],
	[0x31n, "out-of-bounds array access; popping on an empty array"],
	[0x32n, "out-of-bounds access of an array or bytesN"],
	[0x41n, "out of memory"],
	[0x51n, "uninitialized function"],
]);

/**
 * The text of revert data that is Solidity's `Error(string)`, or the meaning of its `Panic(uint256)`, in go-ethereum's words;
 * undefined when it is neither.
 */
export function decodeRevertReason(data: Uint8Array): string | undefined {
	if (data.length < 4 + 32) return undefined;
	const selector = ((data[0]! << 24) | (data[1]! << 16) | (data[2]! << 8) | data[3]!) >>> 0;
	const words = data.subarray(4);
	if (selector === 0x4e487b71) {
		const code = bytesToBigInt(words.subarray(0, 32));
		return panics.get(code) ?? `unknown panic code: 0x${code.toString(16)}`;
	}
	if (selector !== 0x08c379a0) return undefined;
	const offset = readSize(words, 0);
	if (offset === undefined) return undefined;
	const size = readSize(words, offset);
	if (size === undefined || offset + 32 + size > words.length) return undefined;
	return decodeText(words.subarray(offset + 32, offset + 32 + size));
}

/** The word at an offset as a size; undefined when it is beyond the data, or cannot be one. */
function readSize(words: Uint8Array, offset: number): number | undefined {
	if (offset + 32 > words.length) return undefined;
	const value = bytesToBigInt(words.subarray(offset, offset + 32));
	return value <= BigInt(words.length) ? Number(value) : undefined;
}
