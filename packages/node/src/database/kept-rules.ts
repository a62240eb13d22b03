import type { Database } from "./database.js";

/**
 * The rules of a chain as they are kept with it: one fork, or a genesis file (without its accounts) whose `config` says which forks come
 * when. A forked chain has the rules of the chain it was forked from, unless a fork was asked for.
 */
export interface KeptRules {
	readonly chainId: number;
	/** Number of the last block in common with the chain it was forked from. */
	readonly forkedAt?: string;
	readonly hardfork?: string;
	readonly genesis?: Readonly<Record<string, unknown>>;
}

/** Undefined: there is no chain yet, or nobody wrote its rules down. */
export function readKeptRules(database: Database): KeptRules | undefined {
	const text = database.getHead() === undefined ? undefined : database.getRules?.();
	return text === undefined ? undefined : (JSON.parse(text) as KeptRules);
}

/** The last block in common with the chain it was forked from, of which only the header is here; undefined: it is no fork. */
export function forkedAt(database: Database): bigint | undefined {
	const number = readKeptRules(database)?.forkedAt;
	return number === undefined ? undefined : BigInt(number);
}
