import type { Fork } from "./fork.js";
import type { ForkName } from "./fork-name.js";
import { forks } from "./forks/index.js";
import { nearestName } from "./nearest-name.js";
import { UnknownForkError } from "./unknown-fork-error.js";

/** Other names of forks: those of test formats, clients and older texts. */
export const forkAliases: Readonly<Record<string, ForkName>> = {
	FrontierThawing: "Frontier",
	DAOFork: "DAO",
	EIP150: "TangerineWhistle",
	Tangerine: "TangerineWhistle",
	EIP158: "SpuriousDragon",
	EIP161: "SpuriousDragon",
	Spurious: "SpuriousDragon",
	ConstantinopleFix: "Petersburg",
	StPetersburg: "Petersburg",
	EIP2384: "MuirGlacier",
	Merge: "Paris",
	MergeNetsplit: "Paris",
};

const byKey: ReadonlyMap<string, Fork> = new Map([
	...forks.map((fork) => [toKey(fork.name), fork] as const),
	...Object.entries(forkAliases).map(
		([alias, name]) => [toKey(alias), forks.find((fork) => fork.name === name)!] as const,
	),
]);

/** Case, spaces, hyphens and underscores do not matter: "Tangerine Whistle", "tangerine_whistle". */
function toKey(name: string): string {
	return name.toLowerCase().replace(/[\s_-]/g, "");
}

/** The fork with a name or alias, in any case; undefined when there is none. */
export function findFork(name: string): Fork | undefined {
	return name.length > 64 ? undefined : byKey.get(toKey(name));
}

/**
 * The fork with a name or alias, in any case.
 *
 * @throws {UnknownForkError}
 */
export function getFork(name: string): Fork {
	const fork = findFork(name);
	if (fork !== undefined) return fork;
	const candidates = [...forks.map((known) => known.name), ...Object.keys(forkAliases)];
	throw new UnknownForkError(name, nearestName(name, candidates));
}
