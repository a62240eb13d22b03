import { wasmType } from "./wasm/instructions.js";

const { i32, i64 } = wasmType;

/** Function types of a compiled module; the index is what the module calls them by. */
export const functionTypes: readonly (readonly [parameters: readonly number[], results: readonly number[]])[] = [
	[[i32, i32, i64], [i32]], // a block: frame, stack pointer, gas → Exit
	[[i32], []], // stack pointer
	[[i32, i32], []], // frame, stack pointer
	[[i32, i32, i64], [i64]], // frame, stack pointer, gas → gas
	[[i32, i64], [i64]], // stack pointer, gas → gas
	[[i32, i32, i64, i32], [i64]], // frame, stack pointer, gas, topics → gas
	[[i32, i32, i32, i64, i32], [i32]], // frame, offset, stack pointer, gas, opcode → Exit
	[[i32, i32, i32, i64, i64], [i32]], // frame, offset, stack pointer, gas before, gas → Exit
	[[i32, i32, i32, i64], [i32]], // frame, offset, stack pointer, gas → Exit
	[[i32, i64, i64], [i64]], // frame, gas, end → gas
	[[], [i32]],
];

export const blockType = 0;

/** The kernel's functions that compiled code calls (kernel/compiled.ts), with their types. */
const imported: readonly (readonly [name: string, type: number])[] = [
	...["mul", "div", "sdiv", "mod", "smod", "addmod", "mulmod", "signextend", "byte", "shl", "shr", "sar"].map(
		(name) => [name, 1] as const,
	),
	["countLeadingZeros", 1],
	["blobHash", 1],
	["callDataLoad", 2],
	["tload", 2],
	...["exponentiate", "hash", "callDataCopy", "codeCopy", "extCodeCopy", "returnDataCopy", "mstore8"].map(
		(name) => [name, 3] as const,
	),
	...["sload", "sstore", "tstore", "mcopy"].map((name) => [name, 3] as const),
	...["balance", "extCodeSize", "extCodeHash", "blockHash"].map((name) => [name, 4] as const),
	["log", 5],
	["endAt", 6],
	["callAt", 6],
	["createAt", 6],
	["failAt", 7],
	["interpretAt", 8],
	["reachEnd", 9],
	["getReturnDataSize", 10],
];

export const importedFunctions: readonly (readonly [name: string, type: number])[] = imported;

const indexes = new Map(imported.map(([name], index) => [name, index]));

/** The index of an imported function. */
export function importIndex(name: string): number {
	return indexes.get(name)!;
}
