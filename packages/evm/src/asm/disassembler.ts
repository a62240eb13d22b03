import { findDefinedOpcode, iterateInstructions } from "../code/instructions.js";
import type { Spec } from "../spec/spec.js";

export interface DisassembleOptions {
	/** Only what these rules define counts as an instruction. Default: every known opcode. */
	readonly spec?: Spec;
}

/** One instruction, or one byte that is none. */
export interface DisassembledLine {
	/** Offset of the opcode, bytes from the beginning of the code. */
	readonly offset: number;
	readonly opcode: number;
	/** `PUSH1`, `KECCAK256`, …; undefined when the opcode is not known. */
	readonly mnemonic: string | undefined;
	/** The bytes that follow the opcode, a view of the code; fewer than the opcode asks for when `isTruncated`. */
	readonly immediate: Uint8Array;
	/** The code ends inside the immediate; the EVM reads zeros for what is missing. */
	readonly isTruncated: boolean;
	/** The byte after it is none that this instruction can have (EIP-8024): executing it halts, and that byte is the next line. */
	readonly isImmediateExcluded: boolean;
}

/** The code as a list of instructions, from offset 0 to its end. Data between them is read as instructions too. */
export function disassemble(code: Uint8Array, options: DisassembleOptions = {}): DisassembledLine[] {
	const lines: DisassembledLine[] = [];
	for (const instruction of iterateInstructions(code, options.spec)) {
		const { offset, opcode, immediate, isTruncated, isImmediateExcluded } = instruction;
		const mnemonic = findDefinedOpcode(opcode, options.spec)?.name;
		lines.push({ offset, opcode, mnemonic, immediate, isTruncated, isImmediateExcluded });
	}
	return lines;
}
