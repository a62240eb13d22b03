import { BlockExecution, type BlockOutcome, type GenesisAccount, type TransactionResult } from "@evmore/evm/block";
import type { Hash } from "@evmore/evm/bytes";
import { Machine, runAsync, type Task, watchTask } from "@evmore/evm/evm";
import type { Spec } from "@evmore/evm/spec";
import { MemoryState } from "@evmore/evm/state";
import { hashTransaction, type Transaction } from "@evmore/evm/tx";
import { withBlobSchedule } from "../test-runner/blob-schedule.js";
import type { BlobParameters } from "./blob-parameters.js";
import { type CompleteEnvironment, completeEnvironment } from "./complete-environment.js";
import type { Environment } from "./environment.js";
import { findSender } from "./find-sender.js";
import type { Candidate } from "./read-transactions.js";
import { describeRejection } from "./rejection.js";
import { shortMessageOf, ToolError } from "./tool-error.js";
import { findNetwork, type ToolNetwork } from "./tool-network.js";
import type { TransitionWatch } from "./transition-watch.js";

/** What a transition is to do. */
export interface TransitionRequest {
	/** A fork, perhaps with EIPs, or a transition. */
	readonly fork: string;
	readonly chainId: bigint;
	/** Wei for the block's maker; negative: nobody is rewarded. */
	readonly reward: bigint;
	readonly alloc: readonly GenesisAccount[];
	readonly env: Environment;
	readonly transactions: readonly Candidate[];
	/** Blob parameters instead of those of the fork. */
	readonly blobParameters?: BlobParameters | undefined;
	readonly watch?: TransitionWatch | undefined;
}

/** A transaction that is part of the block. */
export interface Included {
	readonly transaction: Transaction;
	readonly hash: Hash;
	readonly result: TransactionResult;
}

/** A transaction that is not part of the block. */
export interface Rejected {
	readonly index: number;
	readonly error: string;
}

/** What came of a transition. */
export interface Transition {
	readonly spec: Spec;
	readonly env: CompleteEnvironment;
	readonly included: readonly Included[];
	readonly rejected: readonly Rejected[];
	readonly outcome: BlockOutcome;
	readonly blobBaseFee: bigint;
	readonly state: MemoryState;
}

const machines = new Map<string, Machine>();

/** Machines are kept: in a server, code stays compiled. */
function machineFor(spec: Spec, state: MemoryState): Machine {
	const known = machines.get(spec.name);
	if (known !== undefined) {
		known.setSpec(spec);
		known.setDatabase(state);
		known.refresh();
		return known;
	}
	const machine = new Machine(spec, state, "auto");
	machines.set(spec.name, machine);
	return machine;
}

/**
 * Makes a block of transactions on a state. One at a time. Transactions that are refused are left out and named.
 *
 * @throws {ToolError} the environment does not fit the rules, a block hash is missing, or the block as such is not valid
 */
export async function runTransition(request: TransitionRequest): Promise<Transition> {
	const network = findNetwork(request.fork, request.chainId, request.env);
	const spec = withBlobSchedule(network.spec, request.blobParameters);
	const env = completeEnvironment(request.env, spec);
	const state = new MemoryState();
	for (const { address, ...account } of request.alloc) state.setAccount(address, account);
	const machine = machineFor(spec, state);
	try {
		return await new TransitionRun(machine, state, { ...network, spec }, env, request).run();
	} catch (error) {
		// Interrupted half-way: what the machine holds is no state.
		machines.delete(spec.name);
		// What the library cannot execute, such as gas beyond 63 bits.
		if (error instanceof Error && "shortMessage" in error) throw new ToolError("evm", shortMessageOf(error));
		throw error;
	}
}

const zeroHash: Hash = `0x${"00".repeat(32)}`;

class TransitionRun {
	readonly #machine: Machine;
	readonly #state: MemoryState;
	readonly #network: ToolNetwork;
	readonly #env: CompleteEnvironment;
	readonly #request: TransitionRequest;
	readonly #execution: BlockExecution;
	readonly #included: Included[] = [];
	readonly #rejected: Rejected[] = [];
	#missingHash: string | undefined;
	#blobGasUsed = 0n;

	constructor(
		machine: Machine,
		state: MemoryState,
		network: ToolNetwork,
		env: CompleteEnvironment,
		request: TransitionRequest,
	) {
		this.#machine = machine;
		this.#state = state;
		this.#network = network;
		this.#env = env;
		this.#request = request;
		const { watch, reward } = request;
		const header = {
			...env,
			// The rules read either the one or the other.
			mixHash: toHash(env.random ?? 0n),
			parentHash: this.#findParentHash(),
			baseFee: network.spec.rules.feeMarket ? env.baseFee : undefined,
		};
		this.#execution = new BlockExecution(machine, header, {
			network: network.chain,
			blockHash: (number) => this.#blockHash(number),
			commit: (changes) => state.applyChanges(changes),
			stateRoot: () => state.stateRoot(),
			reward: reward < 0n ? null : reward,
			get tracer() {
				return watch?.tracer;
			},
		});
	}

	async run(): Promise<Transition> {
		await this.#runOutside(this.#execution.begin());
		for (const [index, candidate] of this.#request.transactions.entries()) {
			const error = candidate.error ?? (await this.#include(candidate.transaction!));
			if (error !== undefined) this.#rejected.push({ index, error });
		}
		const { number } = this.#env;
		const ommers = this.#env.ommers.map(({ address, delta }) => ({ coinbase: address, number: number - delta }));
		const outcome = await this.#runOutside(this.#execution.finish(ommers, this.#env.withdrawals));
		if ("status" in outcome) throw new ToolError("evm", describeBlockFault(outcome.exception, outcome.details));
		return {
			spec: this.#network.spec,
			env: this.#env,
			included: this.#included,
			rejected: this.#rejected,
			outcome,
			blobBaseFee: this.#execution.blobBaseFee,
			state: this.#state,
		};
	}

	/** Runs what is outside all transactions. */
	async #runOutside<T>(task: Task<T>): Promise<T> {
		const tracer = this.#request.watch?.systemTracer;
		if (tracer === undefined) return runAsync(task);
		return (await runAsync(watchTask(this.#machine, tracer, box(task)))).value;
	}

	/** Executes a transaction; why it is rejected, if it is. */
	async #include(transaction: Transaction): Promise<string | undefined> {
		const { watch } = this.#request;
		if (transaction.type === 3 && this.#env.excessBlobGas === undefined) {
			return "blob tx used but field env.ExcessBlobGas missing";
		}
		const sender = findSender(transaction, this.#network.spec, this.#request.chainId);
		if ("error" in sender) return sender.error;
		const hash = hashTransaction(transaction);
		watch?.begin(this.#included.length, hash);
		const result = await runAsync(this.#execution.execute(transaction, sender.address));
		watch?.end(result.status !== "refused");
		if (result.status === "refused") {
			const account = await runAsync(this.#execution.readSender(sender.address));
			const context = {
				spec: this.#network.spec,
				baseFee: this.#env.baseFee ?? 0n,
				blobBaseFee: this.#execution.blobBaseFee,
				blobGasUsed: this.#blobGasUsed,
				sender: sender.address,
				account,
			};
			return describeRejection(transaction, context, result.exception);
		}
		if (this.#missingHash !== undefined) throw new ToolError("missingBlockHash", this.#missingHash);
		this.#blobGasUsed += result.blobGasUsed;
		this.#included.push({ transaction, hash, result });
		return undefined;
	}

	/** Where hashes are given at all, one that is missing is zero, as go-ethereum has it. */
	#findParentHash(): Hash | undefined {
		const { blockHashes, number } = this.#env;
		return blockHashes === undefined ? undefined : (blockHashes.get(number - 1n) ?? zeroHash);
	}

	#blockHash(number: bigint): Hash | undefined {
		const { blockHashes } = this.#env;
		const hash = blockHashes?.get(number);
		if (hash === undefined) {
			const what = blockHashes === undefined ? "no blockhashes provided" : "blockhash for that block not provided";
			this.#missingHash = `getHash(${number}) invoked, ${what}`;
		}
		return hash;
	}
}

/** Whatever a task gives, in an object. */
function* box<T>(task: Task<T>): Task<{ readonly value: T }> {
	return { value: yield* task };
}

function toHash(value: bigint): Hash {
	return `0x${value.toString(16).padStart(64, "0")}`;
}

/** Why the block is not valid whatever its transactions do, with the words that tools look for. */
function describeBlockFault(exception: string, details: string): string {
	return exception === "BlockException.INVALID_DEPOSIT_EVENT_LAYOUT"
		? `could not parse requests logs: failed to parse deposit logs: ${details}`
		: `could not process requests: system call failed to execute: ${details}`;
}
