import { isPure } from "./instruction-forms.js";
import type { IrInstruction } from "./value.js";

/** Drops instructions whose result nobody uses and which do nothing else. */
export function dropUnused(instructions: readonly IrInstruction[]): IrInstruction[] {
	const kept: IrInstruction[] = [];
	for (let index = instructions.length - 1; index >= 0; index--) {
		const instruction = instructions[index]!;
		const { form, result, opcode, operands, stores } = instruction;
		if (isPure(opcode) && result?.uses === 0 && !result.isRead) {
			// What was stored for the kernel to read is read by nobody else: it lies where the kernel works in place.
			if (form === "inline") for (const operand of operands) operand.uses--;
			for (const { value } of stores) value.uses--;
			continue;
		}
		kept.push(instruction);
	}
	return kept.reverse();
}
