import type { EvmOptions, Tracer } from "@evmore/evm";
import {
	computeBlobBaseFee,
	executeTransaction,
	type TransactionRefusal,
	type TransactionResult,
} from "@evmore/evm/block";
import { type Address, bytesToHex, type Hash, hexToBytes } from "@evmore/evm/bytes";
import { keccak256 } from "@evmore/evm/crypto";
import { enterBlock, type Log, Machine, runAsync, takeChanges, watchTask } from "@evmore/evm/evm";
import { encodeRlp } from "@evmore/evm/rlp";
import { resolveSpec, type Spec } from "@evmore/evm/spec";
import type { MemoryState } from "@evmore/evm/state";
import { InvalidTransactionError, matchesException } from "@evmore/evm/tx";
import { withBlobSchedule } from "../test-runner/blob-schedule.js";
import { readAccounts } from "../test-runner/read-accounts.js";
import { TestFields } from "../test-runner/test-fields.js";
import {
	type CaseJson,
	readCase,
	readChainId,
	readSender,
	readTransaction,
	type StateTest,
	type StateTestCase,
} from "./state-test.js";

/** How a case ended. */
export interface CaseResult {
	readonly pass: boolean;
	readonly stateRoot: Hash;
	/** Why it failed. */
	readonly error: string | undefined;
	readonly outcome: TransactionResult | TransactionRefusal;
	readonly state: MemoryState;
	/** Time the transaction took. */
	readonly executionMs: number;
}

/** What a case is run with. */
export interface StateTestRun {
	readonly tracer?: Tracer | undefined;
	/** Which tier runs code. Default: hot code is compiled. */
	readonly engine?: EngineTier;
}

export type EngineTier = NonNullable<EvmOptions["engine"]>;

const machines = new Map<string, Machine>();

/** The machine for a spec; its state is empty. Machines are kept: making one costs more than a small test. */
function machineFor(spec: Spec, database: MemoryState, engine: EngineTier): Machine {
	const key = `${engine} ${spec.name}`;
	let machine = machines.get(key);
	if (machine === undefined) {
		machine = new Machine(spec, database, engine);
		machine.blockHashOf = (number) => bytesToHex(keccak256(new TextEncoder().encode(number.toString())));
		machines.set(key, machine);
	} else {
		machine.setSpec(spec);
		machine.setDatabase(database);
		machine.refresh();
	}
	return machine;
}

/**
 * Runs one case of a state test under a fork. One case at a time.
 *
 * @throws {InputError} a field of the test is missing or cannot be read
 */
export async function runStateTest(
	test: StateTest,
	forkName: string,
	testCase: CaseJson,
	{ tracer, engine = "auto" }: StateTestRun = {},
): Promise<CaseResult> {
	const spec = specFor(test, forkName);
	const wanted = readCase(new TestFields(testCase, casePath(test, forkName, testCase)));
	const state = readAccounts(test.pre, "pre");
	const machine = machineFor(spec, state, engine);
	const env = new TestFields(test.env, "env");
	const chainId = readChainId(test.config);
	const block = {
		number: env.number("currentNumber"),
		timestamp: env.number("currentTimestamp"),
		coinbase: env.address("currentCoinbase"),
		gasLimit: env.number("currentGasLimit"),
		baseFee: spec.rules.feeMarket ? env.number("currentBaseFee", 10n) : 0n,
		difficulty: env.number("currentDifficulty", 0n),
		prevRandao: env.number("currentRandom", 0n),
		blobBaseFee: spec.rules.blobs ? computeBlobBaseFee(spec, env.number("currentExcessBlobGas", 0n)) : 1n,
	};
	const json = new TestFields(test.transaction, "transaction");
	enterBlock(machine, block, chainId);
	let outcome: TransactionResult | TransactionRefusal;
	const start = performance.now();
	try {
		const transaction = readTransaction(json, wanted, chainId);
		const sender = readSender(json);
		const task = executeTransaction(machine, transaction, sender, { block, chainId, gasAvailable: block.gasLimit });
		// Libraries of precompiled contracts may have to be loaded.
		outcome = await runAsync(tracer === undefined ? task : watchTask(machine, tracer, task));
	} catch (error) {
		if (!(error instanceof InvalidTransactionError)) throw error;
		outcome = { status: "refused", exception: error.exception };
	}
	const executionMs = performance.now() - start;
	if (outcome.status === "refused") {
		return { executionMs, ...judgeRefusal(wanted, outcome, state, spec, block.coinbase) };
	}
	state.applyChanges(takeChanges(machine));
	const stateRoot = state.stateRoot();
	return { stateRoot, outcome, state, executionMs, ...judgeExecution(wanted, outcome, stateRoot) };
}

/** The way to a case from its test on. */
function casePath({ post }: StateTest, forkName: string, testCase: CaseJson): string {
	return `post.${forkName}[${post[forkName]?.indexOf(testCase)}]`;
}

interface Verdict {
	readonly pass: boolean;
	readonly error: string | undefined;
}

const passed: Verdict = { pass: true, error: undefined };

function fail(error: string): Verdict {
	return { pass: false, error };
}

function judgeExecution(wanted: StateTestCase, result: TransactionResult, stateRoot: Hash): Verdict {
	if (wanted.expectException !== undefined) return fail(`expected error: ${wanted.expectException}`);
	if (stateRoot !== wanted.stateRoot) return fail(describeMismatch("root", stateRoot, wanted.stateRoot));
	const logsHash = hashLogs(result.logs);
	if (logsHash !== wanted.logsHash) return fail(describeMismatch("logs hash", logsHash, wanted.logsHash));
	return passed;
}

/** In go-ethereum's words. */
function describeMismatch(what: string, got: Hash, wanted: Hash): string {
	return `post state ${what} mismatch: got ${got.slice(2)}, want ${wanted.slice(2)}`;
}

/**
 * A refused transaction leaves the state alone. Suites differ in whether the coinbase, which a block would have
 * touched, is then part of the state before EIP-161; both roots are right.
 */
function judgeRefusal(
	{ stateRoot: wanted, expectException, isSigned }: StateTestCase,
	refusal: TransactionRefusal,
	state: MemoryState,
	spec: Spec,
	coinbase: Address,
): Omit<CaseResult, "executionMs"> {
	const { exception } = refusal;
	let stateRoot = state.stateRoot();
	if (stateRoot !== wanted && !spec.rules.stateClearing) {
		if (state.getAccount(coinbase) === undefined) state.setAccount(coinbase, {});
		stateRoot = state.stateRoot();
	}
	let verdict = passed;
	if (stateRoot !== wanted) {
		verdict = fail(`${describeMismatch("root", stateRoot, wanted)} (refused: ${exception})`);
	} else if (expectException?.includes("TransactionException.") && !matchesException(expectException, exception)) {
		verdict = fail(`refused as ${exception}, expected ${expectException}`);
	} else if (expectException === undefined && isSigned) {
		verdict = fail(`unexpected error: ${exception}`);
	}
	return { stateRoot, outcome: refusal, state, ...verdict };
}

/** keccak256(RLP(list of [address, topics, data])): what state tests say of logs. */
export function hashLogs(logs: readonly Log[]): Hash {
	const items = logs.map(({ address, topics, data }) => [hexToBytes(address), topics.map(hexToBytes), data]);
	return bytesToHex(keccak256(encodeRlp(items)));
}

/** The rules of the fork, with the blob parameters the test names. */
function specFor(test: StateTest, forkName: string): Spec {
	const schedule = test.config?.blobSchedule?.[forkName];
	return withBlobSchedule(resolveSpec(forkName), schedule, `config.blobSchedule.${forkName}`);
}
