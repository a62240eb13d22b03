import { findOpcode, findOpcodeByName, type Opcode } from "../spec/opcodes.js";
import type { Spec } from "../spec/spec.js";

/** One instruction of code, or one byte that is none. */
export interface Instruction {
	/** Offset of the opcode, bytes from the beginning of the code. */
	readonly offset: number;
	readonly opcode: number;
	/** The immediate data, a view of the code; shorter than the opcode asks for when `isTruncated`. */
	readonly immediate: Uint8Array;
	/** The code ends inside the immediate; the EVM reads zeros for what is missing. */
	readonly isTruncated: boolean;
	/**
	 * The byte that follows is not one this instruction can have: it halts, and the byte is an instruction of its own
	 * (EIP-8024). `immediate` is empty then.
	 */
	readonly isImmediateExcluded: boolean;
}

const push0 = 0x5f;
const push32 = 0x7f;

const invalid = findOpcodeByName("INVALID")!.code;

/**
 * The opcode table's entry for a byte; undefined when there is none or, with a `spec`, when it does not define the byte.
 * INVALID has no gas in any rules, but its name everywhere (EIP-141).
 */
export function findDefinedOpcode(opcode: number, spec?: Spec): Opcode | undefined {
	return spec !== undefined && spec.staticGas[opcode]! < 0 && opcode !== invalid ? undefined : findOpcode(opcode);
}

/**
 * The instructions of code in order, from offset 0 to its end; data between them is read as instructions too. With a
 * `spec`, opcodes that it does not define have no immediate. Works on code of any length, also when it ends inside a PUSH.
 */
export function* iterateInstructions(code: Uint8Array, spec?: Spec): Generator<Instruction, void, undefined> {
	for (let offset = 0; offset < code.length; ) {
		const opcode = code[offset]!;
		const asked = findDefinedOpcode(opcode, spec)?.immediateBytes ?? 0;
		const start = offset + 1;
		const isTruncated = start + asked > code.length;
		const isImmediateExcluded = asked === 1 && !isTruncated && !isValidImmediate(opcode, code[start]!);
		const end = isImmediateExcluded ? start : Math.min(code.length, start + asked);
		yield { offset, opcode, immediate: code.subarray(start, end), isTruncated, isImmediateExcluded };
		offset = end;
	}
}

/**
 * Whether an instruction with one byte of immediate data may have this one. DUPN, SWAPN and EXCHANGE exclude those that
 * would hide a JUMPDEST or a PUSH from the analysis of jump destinations (EIP-8024).
 */
export function isValidImmediate(opcode: number, immediate: number): boolean {
	const firstExcluded = firstExcludedImmediate.get(opcode);
	return firstExcluded === undefined || immediate < firstExcluded || immediate > 0x7f;
}

const firstExcludedImmediate: ReadonlyMap<number, number> = new Map([
	[findOpcodeByName("DUPN")!.code, 0x5b],
	[findOpcodeByName("SWAPN")!.code, 0x5b],
	[findOpcodeByName("EXCHANGE")!.code, 0x52],
]);

/** What a PUSH pushes, or Infinity when it is 2^32 or more (no offset); undefined for other instructions. */
export function pushedNumber(instruction: Pick<Instruction, "opcode" | "immediate">): number | undefined {
	const { opcode, immediate } = instruction;
	if (opcode < push0 || opcode > push32) return undefined;
	let value = 0;
	for (const byte of immediate) {
		value = value * 256 + byte;
		if (value > 0xffffffff) return Number.POSITIVE_INFINITY;
	}
	return value;
}
