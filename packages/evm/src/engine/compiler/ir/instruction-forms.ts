import type { Form, Value } from "./value.js";

/** How a kernel function takes part in an instruction: which arguments it gets and whether it returns gas. */
export type KernelCall = "stack" | "frame" | "frameGas" | "gas" | "log" | "terminal" | "call";

/** Instructions that the kernel carries out, by opcode: the exported function (kernel/compiled.ts) and its shape. */
export const kernelFunctions: Readonly<Record<number, readonly [name: string, call: KernelCall]>> = {
	2: ["mul", "stack"],
	4: ["div", "stack"],
	5: ["sdiv", "stack"],
	6: ["mod", "stack"],
	7: ["smod", "stack"],
	8: ["addmod", "stack"],
	9: ["mulmod", "stack"],
	10: ["exponentiate", "frameGas"],
	11: ["signextend", "stack"],
	26: ["byte", "stack"],
	27: ["shl", "stack"],
	28: ["shr", "stack"],
	29: ["sar", "stack"],
	30: ["countLeadingZeros", "stack"],
	32: ["hash", "frameGas"],
	49: ["balance", "gas"],
	53: ["callDataLoad", "frame"],
	55: ["callDataCopy", "frameGas"],
	57: ["codeCopy", "frameGas"],
	59: ["extCodeSize", "gas"],
	60: ["extCodeCopy", "frameGas"],
	62: ["returnDataCopy", "frameGas"],
	63: ["extCodeHash", "gas"],
	64: ["blockHash", "gas"],
	73: ["blobHash", "stack"],
	83: ["mstore8", "frameGas"],
	84: ["sload", "frameGas"],
	85: ["sstore", "frameGas"],
	92: ["tload", "frame"],
	93: ["tstore", "frameGas"],
	94: ["mcopy", "frameGas"],
	160: ["log", "log"],
	161: ["log", "log"],
	162: ["log", "log"],
	163: ["log", "log"],
	164: ["log", "log"],
	0: ["endAt", "terminal"],
	243: ["endAt", "terminal"],
	253: ["endAt", "terminal"],
	255: ["endAt", "terminal"],
	240: ["createAt", "call"],
	241: ["callAt", "call"],
	242: ["callAt", "call"],
	244: ["callAt", "call"],
	245: ["createAt", "call"],
	250: ["callAt", "call"],
};

/** May wait for the host: the kernel needs all of the stack in memory. */
const synced: ReadonlySet<number> = new Set([49, 59, 60, 63, 64, 84, 85, 255]);

/** Always inline, without operands: read from the frame or the environment. */
const reads: ReadonlySet<number> = new Set([48, 50, 51, 52, 54, 58, 61, 65, 66, 67, 68, 69, 70, 71, 72, 74, 89, 90]);

/** Inline whatever the operands are. */
const simple: ReadonlySet<number> = new Set([1, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 81, 82]);

/** Have no effect besides their result, and no price that depends on operands: dropped when nobody uses the result. */
export function isPure(opcode: number): boolean {
	return (opcode >= 1 && opcode <= 30 && opcode !== 10) || reads.has(opcode);
}

/** Jumps, calls, creations, and ends of the frame. */
export function isControl(opcode: number): boolean {
	return opcode === 0 || opcode === 0x56 || opcode === 0x57 || opcode >= 0xf0;
}

function isPowerOfTwo(value: bigint): boolean {
	return value !== 0n && (value & (value - 1n)) === 0n;
}

/** The positions of the bits of a number that has one or two, the lower one first. */
export function shiftsOf(value: bigint): readonly bigint[] | undefined {
	const rest = value & (value - 1n);
	if (value === 0n || (rest & (rest - 1n)) !== 0n) return undefined;
	const positions = rest === 0n ? [value] : [value ^ rest, rest];
	return positions.map((bit) => BigInt(bit.toString(2).length - 1));
}

/** The way an instruction that pops and pushes words is carried out, given its operands. */
export function chooseForm(opcode: number, operands: readonly Value[]): Form {
	if (reads.has(opcode) || simple.has(opcode)) return "inline";
	const [a, b] = operands;
	switch (opcode) {
		case 2: // MUL
			return a!.bits <= 64 && b!.bits <= 64 ? "inline" : "kernel";
		case 4: // DIV
		case 6: // MOD
			if (b!.kind === "constant" && isPowerOfTwo(b!.constant)) return "inline";
			return a!.bits <= 64 && b!.bits <= 64 ? "inline" : "kernel";
		case 11: // SIGNEXTEND
		case 26: // BYTE
		case 27: // SHL
		case 28: // SHR
		case 29: // SAR
			return a!.kind === "constant" ? "inline" : "kernel";
		default:
			return synced.has(opcode) ? "synced" : "kernel";
	}
}
