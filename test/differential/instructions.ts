import { opcodes } from "@evmore/evm/spec";
import { forkIndex } from "./forks.js";

/** What generators need to know of an instruction. */
export interface Instruction {
	readonly code: number;
	readonly pops: number;
	readonly pushes: number;
	/** Position in the list of forks from which on it exists. */
	readonly since: number;
}

const sameRules: Readonly<Record<string, string>> = { DAO: "Homestead", MuirGlacier: "Istanbul" };

const byName = new Map<string, Instruction>();
const pure: Instruction[] = [];
for (const { code, name, pops, pushes, group, since } of opcodes) {
	if (since === undefined) continue;
	const instruction = { code, pops, pushes, since: forkIndex(sameRules[since] ?? since) };
	byName.set(name, instruction);
	if (group === "arithmetic" || group === "comparison" || group === "bitwise") pure.push(instruction);
}

/** Arithmetic, comparisons and bit operations. */
export const pureInstructions: readonly Instruction[] = pure;

export function instruction(name: string): Instruction {
	const found = byName.get(name);
	if (found === undefined) throw new Error(`no instruction ${name}`);
	return found;
}

export function instructionsOf(names: string): readonly Instruction[] {
	return names.trim().split(/\s+/).map(instruction);
}
