import { bytesToHex, type Hex } from "@evmore/evm";
import type { Abi, AbiItem } from "./abi.js";
import { decodeValues, selectorOf } from "./abi-coding.js";
import { formatValues } from "./decode-output.js";

/** The two errors that Solidity itself raises (Solidity documentation, "Panic via assert and Error via require"). */
const builtInErrors: ReadonlyMap<string, AbiItem> = new Map([
	["0x08c379a0", { type: "error", name: "Error", inputs: [{ type: "string" }] }],
	["0x4e487b71", { type: "error", name: "Panic", inputs: [{ type: "uint256" }] }],
]);

const panicMeanings: Readonly<Record<string, string>> = {
	"0": "generic panic",
	"1": "assertion failed",
	"17": "arithmetic overflow or underflow",
	"18": "division or modulo by zero",
	"33": "not a value of the enum",
	"34": "storage byte array that is encoded wrongly",
	"49": "pop from an empty array",
	"50": "array index out of bounds",
	"65": "too much memory allocated",
	"81": "call of a function variable that is not set",
};

/** The longest raw data that is shown, bytes. */
const maxShownBytes = 256;

/**
 * Why a call reverted, in words: `Error("insufficient balance")`, `Panic(17): arithmetic overflow or underflow`, a custom
 * error by name when the ABI knows it, else by its selector. Undefined when there is no reason.
 */
export async function describeRevert(output: Uint8Array, abi: Abi): Promise<string | undefined> {
	if (output.length === 0) return undefined;
	if (output.length < 4) return bytesToHex(output);
	const selector = bytesToHex(output.subarray(0, 4));
	const data = bytesToHex(output.subarray(4));
	const item = builtInErrors.get(selector) ?? (await findError(selector, abi));
	if (item !== undefined) {
		try {
			const values = await decodeValues(item.inputs ?? [], data);
			const meaning = item.name === "Panic" ? panicMeanings[String(values[0])] : undefined;
			return `${item.name}(${formatValues(values, item.inputs ?? [])})${meaning === undefined ? "" : `: ${meaning}`}`;
		} catch {
			// Not what the error should carry: shown as it is.
		}
	}
	// Four bytes and whole words behind them are an error with arguments; else it is any data.
	if (output.length % 32 === 4) return `custom error ${selector}${data === "0x" ? "" : ` with ${shorten(data)}`}`;
	return shorten(bytesToHex(output));
}

async function findError(selector: Hex, abi: Abi): Promise<AbiItem | undefined> {
	for (const item of abi) if (item.type === "error" && (await selectorOf(item)) === selector) return item;
	return undefined;
}

function shorten(data: Hex): string {
	const characters = 2 + maxShownBytes * 2;
	return data.length <= characters ? data : `${data.slice(0, characters)}… (${(data.length - 2) / 2} bytes)`;
}
