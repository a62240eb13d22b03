import type { Tracer } from "@evmore/evm";
import { matchesBlockException } from "@evmore/evm/block";
import { type Hash, hexToBytes } from "@evmore/evm/bytes";
import { Blockchain, type ImportResult } from "@evmore/evm/chain";
import { Machine } from "@evmore/evm/evm";
import { defaultForkName, resolveSpec } from "@evmore/evm/spec";
import { MemoryState } from "@evmore/evm/state";
import type { EngineTier } from "../statetest/run-state-test.js";
import { readAccounts } from "../test-runner/read-accounts.js";
import { TestFields } from "../test-runner/test-fields.js";
import { type BlockJson, type BlockTest, expectedException } from "./block-test.js";
import { readGenesisHeader } from "./read-genesis.js";
import { readNetwork } from "./test-network.js";

/** How a test ended. */
export interface BlockTestResult {
	readonly pass: boolean;
	/** Why it failed. */
	readonly error: string | undefined;
	/** Of the head. */
	readonly stateRoot: Hash;
	/** At the head. */
	readonly state: MemoryState;
	/** Of all blocks that were imported. */
	readonly gasUsed: bigint;
	/** Time the imports took. */
	readonly executionMs: number;
}

/** What a test is run with. */
export interface BlockTestRun {
	readonly tracer?: Tracer | undefined;
	/** Which tier runs code. Default: hot code is compiled. */
	readonly engine?: EngineTier;
}

const machines = new Map<EngineTier, Machine>();

/** Machines are kept: making one costs more than a small test. */
function machineFor(engine: EngineTier): Machine {
	let machine = machines.get(engine);
	if (machine === undefined) {
		machine = new Machine(resolveSpec(defaultForkName), new MemoryState(), engine);
		machines.set(engine, machine);
	}
	return machine;
}

/**
 * Runs a blockchain test. One at a time.
 *
 * @throws {InputError} a field of the test is missing or cannot be read
 */
export async function runBlockTest(
	test: BlockTest,
	{ tracer, engine = "auto" }: BlockTestRun = {},
): Promise<BlockTestResult> {
	const { network, specOf } = readNetwork(test);
	const state = readAccounts(test.pre, "pre");
	const wanted = readWanted(test);
	const genesis = readGenesisHeader(test);
	const machine = machineFor(engine);
	const verifySeals = test.sealEngine === "Ethash";
	const chain = new Blockchain({ network, specOf, genesis, state, machine, verifySeals });
	let gasUsed = 0n;
	let error = checkGenesis(wanted, chain, state);
	const start = performance.now();
	for (const [index, block] of test.blocks.entries()) {
		if (error !== undefined) break;
		const result = await importBlock(chain, block, tracer);
		if (result?.status === "imported") gasUsed += result.execution.gasUsed;
		const fault = judgeImport(block, result);
		if (fault !== undefined) error = `block ${index}: ${fault}`;
	}
	const executionMs = performance.now() - start;
	error ??= judgeHead(wanted, chain);
	void chain.state;
	return { pass: error === undefined, error, stateRoot: chain.head.stateRoot, state, gasUsed, executionMs };
}

/** What a test says of its chain. */
interface Wanted {
	readonly genesisHash: Hash;
	readonly lastHash: Hash;
	/** At the head. */
	readonly stateRoot: Hash;
}

function readWanted(test: BlockTest): Wanted {
	const fields = new TestFields(test, "");
	return {
		genesisHash: fields.object("genesisBlockHeader").hash("hash"),
		lastHash: fields.hash("lastblockhash"),
		stateRoot: fields.has("postState")
			? readAccounts(test.postState, "postState").stateRoot()
			: fields.hash("postStateHash"),
	};
}

function checkGenesis({ genesisHash }: Wanted, chain: Blockchain, state: MemoryState): string | undefined {
	if (chain.headHash !== genesisHash) return `genesis block hash mismatch: got ${chain.headHash}, want ${genesisHash}`;
	const root = state.stateRoot();
	if (root === chain.head.stateRoot) return undefined;
	return `genesis block state root mismatch: got ${root}, want ${chain.head.stateRoot}`;
}

/** Undefined: the RLP is not even hex. */
async function importBlock(
	chain: Blockchain,
	{ rlp }: BlockJson,
	tracer: Tracer | undefined,
): Promise<ImportResult | undefined> {
	let bytes: Uint8Array;
	try {
		bytes = hexToBytes(rlp as `0x${string}`);
	} catch {
		return undefined;
	}
	return chain.importAsync(bytes, tracer === undefined ? {} : { tracer });
}

function judgeImport(block: BlockJson, result: ImportResult | undefined): string | undefined {
	const expected = expectedException(block);
	if (result !== undefined && result.status !== "refused") {
		return expected === undefined ? undefined : `imported, but expected ${expected || "a refusal"}`;
	}
	const exception = result?.exception ?? "no bytes";
	const details = result?.details ?? "the RLP is not hexadecimal";
	if (expected === undefined) return `refused as ${exception}: ${details}`;
	if (expected === "") return undefined;
	if (result !== undefined && matchesBlockException(expected, result.exception)) return undefined;
	return `refused as ${exception} (${details}), expected ${expected}`;
}

function judgeHead({ lastHash, stateRoot }: Wanted, chain: Blockchain): string | undefined {
	if (chain.headHash !== lastHash) return `last block hash mismatch: got ${chain.headHash}, want ${lastHash}`;
	const root = chain.state.stateRoot();
	return root === stateRoot ? undefined : `post state root mismatch: got ${root}, want ${stateRoot}`;
}
