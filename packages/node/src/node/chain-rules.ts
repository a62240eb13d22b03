import { BaseError, defaultForkName, resolveSpec } from "@evmore/evm";
import { parseGenesis } from "@evmore/evm/block";
import { createGenesisBlock } from "../chain/genesis.js";
import type { Database } from "../database/database.js";
import { type KeptRules, readKeptRules } from "../database/kept-rules.js";
import { MemoryDatabase } from "../database/memory-database.js";
import { invalidParameters } from "../errors/rpc-error.js";
import type { RemoteNode } from "../fork/remote-node.js";
import { genesisSpec, networkOf } from "./chain-start.js";
import type { NodeOptions } from "./node-options.js";

/** The database holds a chain with other rules than those asked for. */
export class OtherRulesError extends BaseError {}

/** What of the options says which rules a chain has. */
type RuleOptions = Pick<NodeOptions, "hardfork" | "genesis" | "chainId" | "fork">;

function configOf(genesis: unknown): unknown {
	if (typeof genesis !== "object" || genesis === null) throw invalidParameters("the genesis is not an object");
	return (genesis as { config?: unknown }).config;
}

/**
 * The rules as text that is kept with a chain.
 *
 * @param firstNumber - of its first block
 */
export function describeRules({ hardfork, genesis, fork }: RuleOptions, chainId: number, firstNumber: bigint): string {
	if (fork !== undefined) {
		const asked = hardfork === undefined ? {} : { hardfork: resolveSpec(hardfork).fork };
		return JSON.stringify({ chainId, forkedAt: String(firstNumber), ...asked } satisfies KeptRules);
	}
	const isConfigured = genesis !== undefined && hardfork === undefined && configOf(genesis) !== undefined;
	const kept: KeptRules = isConfigured
		? { chainId, genesis: { ...(genesis as object), alloc: {} } }
		: { chainId, hardfork: resolveSpec(hardfork ?? defaultForkName).fork };
	return JSON.stringify(kept);
}

/**
 * The options with the rules of the chain that the database holds: what is not given comes from there.
 *
 * @throws {OtherRulesError} what is given is something else
 */
export function settleRules<T extends RuleOptions>(options: T, database: Database): T {
	const kept = readKeptRules(database);
	if (kept === undefined) return options;
	const { hardfork, genesis, fork } = options;
	expectSame("forked from another node's", kept.forkedAt !== undefined, fork !== undefined);
	if (kept.forkedAt !== undefined && fork !== undefined) {
		const blockNumber = BigInt(kept.forkedAt);
		expectSame("the chain id", kept.chainId, options.chainId ?? kept.chainId);
		expectSame("the block it was forked at", blockNumber, fork.blockNumber ?? blockNumber);
		if (hardfork !== undefined) {
			expectSame("the rules", kept.hardfork ?? "those of the network", resolveSpec(hardfork).fork);
		}
		const asked = kept.hardfork === undefined ? {} : { hardfork: kept.hardfork };
		return { ...options, ...asked, chainId: kept.chainId, fork: { ...fork, blockNumber } };
	}
	const isConfigured = genesis !== undefined && hardfork === undefined && configOf(genesis) !== undefined;
	const chainId = isConfigured ? networkOf(options).network.chainId : options.chainId;
	expectSame("the chain id", kept.chainId, chainId ?? kept.chainId);
	const ofGenesis = "those of a genesis file";
	if (hardfork !== undefined) expectSame("the rules", kept.hardfork ?? ofGenesis, resolveSpec(hardfork).fork);
	if (isConfigured) {
		if (kept.genesis === undefined) expectSame("the rules", kept.hardfork, ofGenesis);
		compareConfigs(configOf(kept.genesis), configOf(genesis));
	}
	const { hardfork: _, genesis: __, ...rest } = options;
	const settled = { ...rest, ...kept } as T;
	if (genesis !== undefined) compareGenesis(genesis, isConfigured ? options : settled, database);
	return settled;
}

/**
 * Checks that a chain in the database was forked from this node's: its state is read there.
 *
 * @throws {OtherRulesError} it was not
 */
export function checkForkBlock(database: Database, { number, block }: RemoteNode): void {
	expectSame(`the hash of block ${number}, where it was forked`, database.getCanonicalHash(number), block.hash);
}

function expectSame(what: string, kept: unknown, given: unknown): void {
	if (kept !== given)
		throw new OtherRulesError(`the database holds a chain with other rules: ${what}: ${kept}, not ${given}`);
}

function compareConfigs(kept: unknown, given: unknown): void {
	const [before, after] = [kept, given].map((config) => Object(config) as Record<string, unknown>);
	const names = new Set([...Object.keys(before!), ...Object.keys(after!)]);
	for (const name of names) {
		// The chain id may have been given otherwise.
		if (name === "chainId") continue;
		expectSame(name, JSON.stringify(before![name]), JSON.stringify(after![name]));
	}
}

function compareGenesis(given: unknown, options: RuleOptions, database: Database): void {
	const genesis = parseGenesis(given);
	const { stored } = createGenesisBlock(new MemoryDatabase(), genesis, genesisSpec(networkOf(options), genesis));
	expectSame(`the hash of block ${genesis.number}`, database.getCanonicalHash(genesis.number), stored.block.hash);
}
