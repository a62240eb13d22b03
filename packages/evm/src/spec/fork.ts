import { type Eip, freezeDeep, type ParameterName, type RuleChanges } from "./eip.js";
import type { ForkName } from "./fork-name.js";

/** A named set of rules: those of its parent and what its EIPs change, in their order. */
export interface Fork {
	readonly name: ForkName;
	/** Undefined for the first. */
	readonly parent: Fork | undefined;
	/** What it sets besides its EIPs: everything in the first fork, blob parameters in the forks made for them. */
	readonly changes: RuleChanges | undefined;
	readonly eips: readonly Eip[];
	/** Two sentences: when and what for. */
	readonly summary: string;
}

/** Where every parameter and the first opcodes have their values from. */
export interface FirstRules extends RuleChanges {
	readonly parameters: Readonly<Record<ParameterName, number>>;
}

/** The fork that has no parent. Its EIPs are those that hold since block 0 without anybody having voted for it then. */
export function startForks(name: ForkName, changes: FirstRules, eips: readonly Eip[], summary: string): Fork {
	return freezeDeep({ name, parent: undefined, changes, eips, summary });
}

/**
 * A fork: its parent's rules, changed by EIPs in the order given.
 *
 * @param summary - two sentences
 * @param parameters - set after the EIPs, for forks that change numbers without an EIP of their own
 */
export function extendFork(
	parent: Fork,
	name: ForkName,
	eips: readonly Eip[],
	summary: string,
	parameters?: RuleChanges["parameters"],
): Fork {
	return freezeDeep({ name, parent, changes: parameters && { parameters }, eips, summary });
}
