import { Halt } from "@evmore/evm/engine";

/**
 * May compiled code tell this reason where the interpreter tells another one? A block that cannot be paid for to its end
 * fails for that, although an instruction on the way would have failed for another reason; and memory that no gas can pay
 * for is asked for ahead, together with the rest of the block's. All gas is gone in either case.
 */
export function settles(halt: Halt): boolean {
	return halt === Halt.outOfGas || halt === Halt.gasOverflow;
}
