import type { Spec } from "../spec/spec.js";
import { findDefinedOpcode, type Instruction, iterateInstructions, pushedNumber } from "./instructions.js";
import { findJumpDestinations, isJumpDestination } from "./jump-destinations.js";

const jump = 0x56;
const jumpIf = 0x57;
const jumpDestination = 0x5b;

/** How control leaves a block. */
export type BlockEnding =
	/** Runs into the JUMPDEST that begins the next block. */
	| "fallthrough"
	/** JUMP. */
	| "jump"
	/** JUMPI: the target, or the next block. */
	| "branch"
	/** An instruction that ends the frame, an undefined one included. */
	| "halt"
	/** The code is over: an implicit STOP. */
	| "end";

/** Instructions that run one after another: entered only at the first, left only after the last. */
export interface BasicBlock {
	/** Offset of the first instruction. */
	readonly start: number;
	/** Offset after the last instruction; never beyond the code. */
	readonly end: number;
	readonly instructionCount: number;
	readonly startsAtJumpDestination: boolean;
	readonly ending: BlockEnding;
	/**
	 * Where JUMP or JUMPI goes when a PUSH right before it says so and that is a valid jump destination; undefined when
	 * the target is computed, or the jump must fail.
	 */
	readonly target: number | undefined;
	/**
	 * False for what no execution can enter: it neither begins the code, nor at a JUMPDEST, nor after a block that runs
	 * on. Data after the program looks so.
	 */
	readonly isEnterable: boolean;
}

/** Cuts code into basic blocks, in order, without gaps. With a `spec`, opcodes it does not define end a block. */
export function findBasicBlocks(code: Uint8Array, spec?: Spec): BasicBlock[] {
	const destinations = findJumpDestinations(code);
	const blocks: BasicBlock[] = [];
	let first: Instruction | undefined;
	let previous: Instruction | undefined;
	let instructionCount = 0;
	let runsOn = true;

	const close = (end: number, ending: BlockEnding, target?: number): void => {
		if (first === undefined) return;
		const startsAtJumpDestination = first.opcode === jumpDestination;
		const isEnterable = startsAtJumpDestination || runsOn;
		blocks.push({ start: first.offset, end, instructionCount, startsAtJumpDestination, ending, target, isEnterable });
		runsOn = isEnterable && (ending === "fallthrough" || ending === "branch");
		first = previous = undefined;
		instructionCount = 0;
	};

	for (const instruction of iterateInstructions(code, spec)) {
		const { offset, opcode } = instruction;
		if (opcode === jumpDestination) close(offset, "fallthrough");
		first ??= instruction;
		instructionCount++;
		const end = offset + 1 + instruction.immediate.length;
		if (opcode === jump || opcode === jumpIf) {
			const pushed = previous === undefined ? undefined : pushedNumber(previous);
			const target = pushed !== undefined && isJumpDestination(destinations, pushed) ? pushed : undefined;
			close(end, opcode === jump ? "jump" : "branch", target);
		} else if (instruction.isImmediateExcluded || findDefinedOpcode(opcode, spec)?.terminates !== false) {
			close(end, "halt");
		} else {
			previous = instruction;
		}
	}
	close(code.length, "end");
	return blocks;
}
