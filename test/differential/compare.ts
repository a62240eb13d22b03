import { cannotCompare } from "./known-differences.js";
import { findDifference, type Outcome } from "./outcome.js";
import type { FuzzProgram } from "./program.js";
import { runEthereumjs } from "./run-ethereumjs.js";
import { runEvmore } from "./run-evmore.js";

export type Comparison =
	| { readonly kind: "equal" }
	| { readonly kind: "skipped"; readonly reason: string }
	| { readonly kind: "different"; readonly difference: string };

/** Runs a program on both machines. */
export async function compareProgram(program: FuzzProgram): Promise<Comparison> {
	let theirs: Outcome;
	try {
		theirs = await runEthereumjs(program);
	} catch (error) {
		if (cannotCompare(program, error)) return { kind: "skipped", reason: String(error) };
		return { kind: "different", difference: `@ethereumjs/evm threw ${error instanceof Error ? error.stack : error}` };
	}
	let ours: Outcome;
	try {
		ours = await runEvmore(program);
	} catch (error) {
		return { kind: "different", difference: `evmore threw ${error instanceof Error ? error.stack : error}` };
	}
	const difference = findDifference(ours, theirs);
	return difference === undefined ? { kind: "equal" } : { kind: "different", difference };
}
