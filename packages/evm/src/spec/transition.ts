import type { Chain } from "./chain.js";
import { mainnet } from "./chains/mainnet.js";
import { findFork, getFork } from "./find-fork.js";
import type { ForkName } from "./fork-name.js";

/** A network of the test formats that changes its rules once. */
export interface Transition {
	readonly from: ForkName;
	readonly to: ForkName;
	/** Where `to` begins: block number, timestamp in seconds, or total difficulty of the parent. */
	readonly at: { readonly block: number } | { readonly time: number } | { readonly totalDifficulty: bigint };
}

/**
 * Reads the name of a transition: "BerlinToLondonAt5", "ShanghaiToCancunAtTime15k" (k: thousand),
 * "ArrowGlacierToParisAtDiffC0000" (hexadecimal). Undefined when the name has another form.
 *
 * @throws {UnknownForkError} it has the form, but one of the forks does not exist
 */
export function parseTransition(name: string): Transition | undefined {
	const match = /^(\w{1,64}?)At(?:(\d{1,15})|Time(\d{1,12})(k?)|Diff(?:0x)?([0-9a-f]{1,64}))$/i.exec(name);
	if (match === null) return undefined;
	const [, pair, block, time, thousands, difficulty] = match;
	const forks = splitPair(pair!);
	if (forks === undefined) return undefined;
	if (block !== undefined) return { ...forks, at: { block: Number(block) } };
	if (time !== undefined) return { ...forks, at: { time: Number(time) * (thousands === "" ? 1 : 1000) } };
	return { ...forks, at: { totalDifficulty: BigInt(`0x${difficulty}`) } };
}

/** "AToB": the first "To" that leaves a fork's name on the left. */
function splitPair(pair: string): { from: ForkName; to: ForkName } | undefined {
	const cuts = [...pair.matchAll(/to/gi)].map((match) => match.index);
	if (cuts.length === 0) return undefined;
	const cut = cuts.find((index) => findFork(pair.slice(0, index)) !== undefined) ?? cuts[0]!;
	return { from: getFork(pair.slice(0, cut)).name, to: getFork(pair.slice(cut + 2)).name };
}

/** A chain that has the same fork from its first block on, with the chain id and deposit contract of the main network. */
export function singleForkChain(name: string, fork: ForkName): Chain {
	return {
		name,
		chainId: 1,
		activations: [{ fork, block: 0 }],
		terminalTotalDifficulty: undefined,
		daoForkBlock: undefined,
		depositContract: mainnet.depositContract,
	};
}

/** The chain that a transition describes, with the chain id and deposit contract of the main network. */
export function transitionChain(name: string, transition: Transition): Chain {
	const { from, to, at } = transition;
	return {
		name,
		chainId: 1,
		activations: [
			{ fork: from, block: 0 },
			{ fork: to, ...at },
		],
		terminalTotalDifficulty: "totalDifficulty" in at ? at.totalDifficulty : undefined,
		daoForkBlock: to === "DAO" && "block" in at ? at.block : undefined,
		depositContract: mainnet.depositContract,
	};
}
