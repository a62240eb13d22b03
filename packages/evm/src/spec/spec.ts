import type { Eip, ParameterName, PrecompileEntry, RuleChanges, RuleName } from "./eip.js";
import { eips } from "./eips/index.js";
import { findFork, getFork } from "./find-fork.js";
import type { Fork } from "./fork.js";
import type { ForkName } from "./fork-name.js";
import { forks } from "./forks/index.js";
import { findOpcodeByName } from "./opcodes.js";
import { Rule } from "./rules.js";
import { UnknownEipError } from "./unknown-eip-error.js";

/** The rules in force: a fork, perhaps with EIPs added, flattened. Every request for the same rules gets the same object. */
export interface Spec {
	/** "Osaka", "Berlin+3855". */
	readonly name: string;
	readonly fork: ForkName;
	readonly eips: ReadonlySet<number>;
	readonly parameters: Readonly<Record<ParameterName, number>>;
	readonly rules: Readonly<Record<RuleName, boolean>>;
	/** 256 entries; -1: the opcode is not defined. Not to be written to. */
	readonly staticGas: Int32Array;
	/** By address. */
	readonly precompiles: ReadonlyMap<number, PrecompileEntry>;
	readonly transactionTypes: ReadonlySet<number>;
}

/** Names of the rules, in the order of the enum. */
const ruleNames = Object.keys(Rule).filter((key) => Number.isNaN(Number(key))) as RuleName[];

/** Rules while they are put together. */
interface Draft {
	readonly eips: Set<number>;
	readonly parameters: Record<ParameterName, number>;
	readonly rules: Record<RuleName, boolean>;
	readonly staticGas: Int32Array;
	readonly precompiles: Map<number, PrecompileEntry>;
	readonly transactionTypes: Set<number>;
}

function createDraft(before: Draft | Spec | undefined): Draft {
	return {
		eips: new Set(before?.eips),
		// The first fork gives every parameter a value.
		parameters: { ...before?.parameters } as Record<ParameterName, number>,
		rules: Object.fromEntries(ruleNames.map((name) => [name, before?.rules[name] ?? false])) as Record<
			RuleName,
			boolean
		>,
		staticGas: before?.staticGas.slice() ?? new Int32Array(256).fill(-1),
		precompiles: new Map(before?.precompiles),
		transactionTypes: new Set(before?.transactionTypes),
	};
}

function applyChanges(draft: Draft, changes: RuleChanges): void {
	if (changes.gas !== undefined) {
		for (const [name, gas] of Object.entries(changes.gas)) draft.staticGas[findOpcodeByName(name)!.code] = gas ?? -1;
	}
	Object.assign(draft.parameters, changes.parameters);
	Object.assign(draft.rules, changes.rules);
	for (const entry of changes.precompiles ?? []) draft.precompiles.set(entry.address, entry);
	for (const type of changes.transactionTypes ?? []) draft.transactionTypes.add(type);
}

function finishDraft(draft: Draft, name: string, fork: ForkName): Spec {
	Object.freeze(draft.parameters);
	Object.freeze(draft.rules);
	return Object.freeze({ name, fork, ...draft });
}

const specs: Map<string, Spec> = new Map();

/** What a fork changes, after all that its ancestors change. The first fork's own values come before its EIPs. */
function applyFork(draft: Draft, fork: Fork): void {
	if (fork.parent !== undefined) applyFork(draft, fork.parent);
	else if (fork.changes !== undefined) applyChanges(draft, fork.changes);
	for (const eip of fork.eips) {
		applyChanges(draft, eip);
		draft.eips.add(eip.number);
	}
	if (fork.parent !== undefined && fork.changes !== undefined) applyChanges(draft, fork.changes);
}

/** The rules of a fork, flattened on first use. */
function forkSpec(fork: Fork): Spec {
	const known = specs.get(fork.name);
	if (known !== undefined) return known;
	const draft = createDraft(undefined);
	applyFork(draft, fork);
	const spec = finishDraft(draft, fork.name, fork.name);
	specs.set(fork.name, spec);
	return spec;
}

/**
 * What an EIP that is added by hand changes: an EIP that gives something another price has no effect where that thing
 * does not exist yet (EIP-2929 over Frontier does not bring STATICCALL).
 */
function effectiveChanges(draft: Draft, eip: Eip): RuleChanges {
	if (eip.implemented === false) return {};
	const gas = Object.entries(eip.gas ?? {}).filter(
		([name]) =>
			draft.staticGas[findOpcodeByName(name)!.code] !== -1 ||
			introduces(eip, (other) => other.gas?.[name as never] !== undefined),
	);
	const precompiles = eip.precompiles?.filter(
		({ address }) =>
			draft.precompiles.has(address) ||
			introduces(eip, (other) => other.precompiles?.some((entry) => entry.address === address) === true),
	);
	return { ...eip, gas: Object.fromEntries(gas), precompiles: precompiles ?? [] };
}

/** Whether no fork has the thing before the fork of this EIP. */
function introduces(eip: Eip, has: (changes: RuleChanges) => boolean): boolean {
	for (const fork of forks) {
		if (fork.changes !== undefined && has(fork.changes)) return false;
		const first = fork.eips.find(has);
		if (first !== undefined) return first === eip;
	}
	return true;
}

function addEips(fork: Fork, numbers: readonly string[]): Spec {
	const base = forkSpec(fork);
	const draft = createDraft(base);
	let name: string = fork.name;
	for (const text of numbers) {
		const eip = /^\s*\d{1,6}\s*$/.test(text) ? eips.get(Number(text)) : undefined;
		if (eip === undefined) throw new UnknownEipError(text.trim());
		if (draft.eips.has(eip.number)) continue;
		applyChanges(draft, effectiveChanges(draft, eip));
		draft.eips.add(eip.number);
		name += `+${eip.number}`;
	}
	if (name === fork.name) return base;
	const known = specs.get(name);
	if (known !== undefined) return known;
	const spec = finishDraft(draft, name, fork.name);
	specs.set(name, spec);
	return spec;
}

/**
 * The rules of a fork, by any of its names in any case, with EIPs added in the order given: "Berlin",
 * "Berlin+3855+3860". EIPs that the fork has already are passed over.
 *
 * @throws {UnknownForkError} the message names the forks that exist, and the nearest
 * @throws {UnknownEipError} the message names the EIPs that exist
 */
export function resolveSpec(name: string): Spec {
	const known = specs.get(name);
	if (known !== undefined) return known;
	const [forkName, ...numbers] = name.split("+");
	const fork = getFork(forkName!.trim());
	return numbers.length === 0 ? forkSpec(fork) : addEips(fork, numbers);
}

/** Whether {@link resolveSpec} knows a fork by this name (without added EIPs). */
export function isForkName(name: string): boolean {
	return findFork(name) !== undefined;
}
