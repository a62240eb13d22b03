import type { Tracer } from "@evmore/evm";
import { matchesBlockException } from "@evmore/evm/block";
import { type Hash, hexToBytes } from "@evmore/evm/bytes";
import { Blockchain, type ImportResult } from "@evmore/evm/chain";
import { Machine } from "@evmore/evm/evm";
import { defaultForkName, resolveSpec } from "@evmore/evm/spec";
import { MemoryState } from "@evmore/evm/state";
import type { EngineTier } from "../statetest/run-state-test.js";
import { parseHash } from "../statetest/state-test.js";
import { readAccounts } from "../test-runner/read-accounts.js";
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

/** Runs a blockchain test. One at a time. */
export async function runBlockTest(
	test: BlockTest,
	{ tracer, engine = "auto" }: BlockTestRun = {},
): Promise<BlockTestResult> {
	const { network, specOf } = readNetwork(test);
	const state = readAccounts(test.pre);
	const genesis = readGenesisHeader(test);
	const machine = machineFor(engine);
	const verifySeals = test.sealEngine === "Ethash";
	const chain = new Blockchain({ network, specOf, genesis, state, machine, verifySeals });
	let gasUsed = 0n;
	let error = checkGenesis(test, chain, state);
	const start = performance.now();
	for (const [index, block] of test.blocks.entries()) {
		if (error !== undefined) break;
		const result = await importBlock(chain, block, tracer);
		if (result?.status === "imported") gasUsed += result.execution.gasUsed;
		const fault = judgeImport(block, result);
		if (fault !== undefined) error = `block ${index}: ${fault}`;
	}
	const executionMs = performance.now() - start;
	error ??= judgeHead(test, chain);
	void chain.state;
	return { pass: error === undefined, error, stateRoot: chain.head.stateRoot, state, gasUsed, executionMs };
}

function checkGenesis(test: BlockTest, chain: Blockchain, state: MemoryState): string | undefined {
	const hash = parseHash(test.genesisBlockHeader.hash ?? "");
	if (chain.headHash !== hash) return `genesis block hash mismatch: got ${chain.headHash}, want ${hash}`;
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

function judgeHead(test: BlockTest, chain: Blockchain): string | undefined {
	const last = parseHash(test.lastblockhash);
	if (chain.headHash !== last) return `last block hash mismatch: got ${chain.headHash}, want ${last}`;
	const root = chain.state.stateRoot();
	const wanted =
		test.postState === undefined ? parseHash(test.postStateHash!) : readAccounts(test.postState).stateRoot();
	return root === wanted ? undefined : `post state root mismatch: got ${root}, want ${wanted}`;
}
