import { bytesToHex } from "@evmore/evm/bytes";
import { type Abi, AbiError, AbiParameters } from "ox";

/** An ABI whose custom errors are known. */
export type ErrorAbi = Abi.Abi;

/** First four bytes of the hash of `Error(string)`. */
const errorSelector = "0x08c379a0";
/** First four bytes of the hash of `Panic(uint256)`. */
const panicSelector = "0x4e487b71";

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
 * Why a contract reverted: the text of `Error(string)`, the meaning of `Panic(uint256)`, or a custom error of a known ABI.
 * Undefined: the output says nothing that can be read.
 */
export function decodeRevertReason(output: Uint8Array, abi?: ErrorAbi): string | undefined {
	if (output.length < 4) return undefined;
	const data = bytesToHex(output);
	const selector = data.slice(0, 10);
	try {
		if (selector === errorSelector) {
			return AbiParameters.decode([{ type: "string" }], `0x${data.slice(10)}`)[0];
		}
		if (selector === panicSelector) {
			const [code] = AbiParameters.decode([{ type: "uint256" }], `0x${data.slice(10)}`);
			return panics.get(code) ?? `unknown panic code: 0x${code.toString(16)}`;
		}
		return abi === undefined ? undefined : describeCustomError(abi, data);
	} catch {
		// Bytes that merely begin like a known error.
		return undefined;
	}
}

function describeCustomError(abi: ErrorAbi, data: `0x${string}`): string {
	const error = AbiError.fromAbi(abi, data.slice(0, 10) as `0x${string}`);
	const decoded = AbiError.decode(error, data) as unknown;
	const values = decoded === undefined ? [] : Array.isArray(decoded) ? decoded : [decoded];
	return `${error.name}(${values.map(String).join(", ")})`;
}
