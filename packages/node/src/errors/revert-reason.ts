import { bytesToHex } from "@evmore/evm/bytes";
import { decodeRevertReason } from "@evmore/evm/trace";
import type * as Abi from "ox/Abi";
import * as AbiError from "ox/AbiError";

/** An ABI whose custom errors are known. */
export type ErrorAbi = Abi.Abi;

/**
 * Why a contract reverted: the text of `Error(string)`, the meaning of `Panic(uint256)`, or a custom error of a known ABI.
 * Undefined: the output says nothing that can be read.
 */
export function describeRevertReason(output: Uint8Array, abi?: ErrorAbi): string | undefined {
	const reason = decodeRevertReason(output);
	if (reason !== undefined || abi === undefined || output.length < 4) return reason;
	try {
		return describeCustomError(abi, bytesToHex(output));
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
