import { cannotCompare } from "./known-differences.js";
import { findDifference, type Outcome } from "./outcome.js";
import type { FuzzProgram } from "./program.js";
import { runEthereumjs } from "./run-ethereumjs.js";
import { runEvmore } from "./run-evmore.js";

export type Comparison =
	| { readonly kind: "equal" }
	| { readonly kind: "skipped"; readonly reason: string }
	| { readonly kind: "different"; readonly difference: string };

/** What is compared with what. */
export interface Pairing {
	/** Options of the Evm that is tested, such as its engine. */
	readonly options: Readonly<Record<string, unknown>>;
	/** With what: another implementation, or evmore's own interpreter. */
	readonly against: "ethereumjs" | "interpreter";
}

export const defaultPairing: Pairing = { options: {}, against: "ethereumjs" };

/** Runs a program on both machines. */
export async function compareProgram(
	program: FuzzProgram,
	{ options, against }: Pairing = defaultPairing,
): Promise<Comparison> {
	let theirs: Outcome;
	try {
		theirs = against === "interpreter" ? await runEvmore(program, { engine: against }) : await runEthereumjs(program);
	} catch (error) {
		if (cannotCompare(program, error)) return { kind: "skipped", reason: String(error) };
		return { kind: "different", difference: `${against} threw ${error instanceof Error ? error.stack : error}` };
	}
	let ours: Outcome;
	try {
		ours = await runEvmore(program, options);
	} catch (error) {
		return { kind: "different", difference: `evmore threw ${error instanceof Error ? error.stack : error}` };
	}
	const difference = findDifference(ours, theirs);
	return difference === undefined ? { kind: "equal" } : { kind: "different", difference };
}
