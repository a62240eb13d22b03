import { BlockExecution, blockEnvironmentOf, type ExecutionHeader } from "../block/block-execution.js";
import { describeTransaction } from "../block/describe-transaction.js";
import { executeTransaction, type TransactionRefusal, type TransactionResult } from "../block/execute-transaction.js";
import type { Address, Hash } from "../bytes/address.js";
import { emptyRootHash } from "../crypto/keccak256.js";
import type { EngineTier } from "../engine/compiler/policy/compile-limits.js";
import { takeChanges } from "../evm/changes.js";
import type { Task } from "../evm/task.js";
import type { Chain } from "../spec/chain.js";
import { forkAt } from "../spec/chain.js";
import { resolveSpec, type Spec } from "../spec/spec.js";
import type { MaybePromise, StateDatabase } from "../state/database.js";
import { hashTransaction } from "../tx/encode.js";
import type { Transaction } from "../tx/transaction.js";
import type { TransactionLeniency } from "../tx/validate.js";
import type { JsonValue } from "./json-value.js";
import { closeWorkplace, openWorkplace, type Workplace } from "./trace-place.js";
import { runTraced, type TraceSettings } from "./trace-run.js";
import { findSender } from "./trace-transaction.js";
import type { TraceWriter } from "./trace-writer.js";
import { UntraceableTransactionError } from "./tracer-error.js";
import { collectTrace, streamTrace } from "./write-trace.js";

/** A block whose transactions are to be traced. */
export interface TracedBlock {
	readonly network: Chain;
	readonly header: ExecutionHeader;
	/** Of the block, for tracers that repeat it. */
	readonly hash?: Hash | undefined;
	readonly transactions: readonly Transaction[];
	/** Who sent them, where that is known; the others are recovered. */
	readonly senders?: readonly (Address | undefined)[] | undefined;
	/** The state after the parent. It is only read. */
	readonly state: StateDatabase;
	readonly blockHash?: ((number: bigint) => MaybePromise<Hash | undefined>) | undefined;
	/** Of the chain up to the parent; only needed by chains whose forks ask for it. */
	readonly parentTotalDifficulty?: bigint | undefined;
	/** The block's rules. Default: those that the network has at its place. */
	readonly spec?: Spec | undefined;
	/** What was let pass when the block was made: a development node sends in the name of contracts. Default: nothing. */
	readonly leniency?: TransactionLeniency | undefined;
	readonly engine?: EngineTier | undefined;
}

/** How a block is traced. */
export interface BlockTraceSettings extends Omit<TraceSettings, "origin" | "tracer"> {
	/** Place of the one transaction that is traced; those before it are executed. Undefined: all are traced. */
	readonly only?: number | undefined;
}

/** Executes the block's transactions, and traces them: a list of `{ txHash, result }`, as `debug_traceBlock*` answer. */
export async function traceBlock(block: TracedBlock, settings: BlockTraceSettings = {}): Promise<JsonValue> {
	return collectTrace((writer) => writeBlockTrace(block, settings, writer), settings.limits);
}

/** As `traceBlock`, as JSON text in pieces. */
export function streamBlockTrace(block: TracedBlock, settings: BlockTraceSettings = {}): AsyncGenerator<string, void> {
	return streamTrace((writer) => writeBlockTrace(block, settings, writer), settings.limits);
}

/** The trace of the block's transaction at this place alone, as `debug_traceTransaction` answers. */
export async function traceBlockTransaction(
	block: TracedBlock,
	index: number,
	settings: Omit<BlockTraceSettings, "only"> = {},
): Promise<JsonValue> {
	return collectTrace((writer) => writeOne(block, index, settings, writer), settings.limits);
}

/** As `traceBlockTransaction`, as JSON text in pieces. */
export function streamBlockTransactionTrace(
	block: TracedBlock,
	index: number,
	settings: Omit<BlockTraceSettings, "only"> = {},
): AsyncGenerator<string, void> {
	return streamTrace((writer) => writeOne(block, index, settings, writer), settings.limits);
}

function* writeOne(block: TracedBlock, index: number, settings: BlockTraceSettings, writer: TraceWriter): Task<void> {
	const run = new BlockTraceRun(block);
	yield* run.begin();
	for (let i = 0; i < index; i++) yield* run.execute(i);
	yield* run.trace(index, settings, writer);
	run.close();
}

function* writeBlockTrace(block: TracedBlock, settings: BlockTraceSettings, writer: TraceWriter): Task<void> {
	const { only } = settings;
	const run = new BlockTraceRun(block);
	yield* run.begin();
	writer.write("[");
	for (let index = 0; index < block.transactions.length; index++) {
		if (only !== undefined && index > only) break;
		if (only !== undefined && index < only) {
			yield* run.execute(index);
			continue;
		}
		const hash = hashTransaction(block.transactions[index]!);
		writer.write(`${index === (only ?? 0) ? "" : ","}{"txHash":"${hash}","result":`);
		yield* run.trace(index, settings, writer);
		writer.write("}");
	}
	writer.write("]");
	run.close();
}

/** A block whose transactions are executed one by one, some of them watched. */
export class BlockTraceRun {
	readonly #block: TracedBlock;
	readonly workplace: Workplace;
	#gasUsed = 0n;
	#blobGasUsed = 0n;
	#logs = 0;

	constructor(block: TracedBlock) {
		this.#block = block;
		const chainId = BigInt(block.network.chainId);
		this.workplace = openWorkplace({ ...block, spec: block.spec ?? specOf(block), chainId });
	}

	/** Everything that was wanted has been done. */
	close(): void {
		closeWorkplace(this.workplace);
	}

	/** What the protocol does before the transactions. */
	*begin(): Task<void> {
		const { network, header, blockHash } = this.#block;
		const { machine, state } = this.workplace;
		const execution = new BlockExecution(machine, header, {
			network,
			blockHash: (number) => blockHash?.(number) ?? state.getBlockHash(number),
			commit: (changes) => state.applyChanges(changes),
			stateRoot: () => emptyRootHash,
		});
		yield* execution.begin();
	}

	/** Executes a transaction that nobody watches. */
	*execute(index: number): Task<TransactionResult> {
		const result = yield* this.#start(index, this.#senderOf(index));
		if (result.status === "refused") throw new UntraceableTransactionError(result.exception);
		this.#count(result);
		return result;
	}

	/** Executes a transaction and writes its trace. */
	*trace(index: number, settings: BlockTraceSettings, writer: TraceWriter): Task<void> {
		const { hash, header } = this.#block;
		const origin = {
			blockHash: hash,
			blockNumber: header.number,
			transactionHash: hashTransaction(this.#transaction(index)),
			transactionIndex: index,
			firstLogIndex: this.#logs,
		};
		const traceable = yield* this.open(index);
		yield* runTraced(this.workplace, traceable, { ...settings, origin }, writer);
		traceable.close();
	}

	/** A transaction about to be executed on a machine that has read nothing. To be closed afterwards. */
	*open(index: number): Task<{
		readonly about: ReturnType<typeof describeTransaction>;
		execute(): Task<TransactionResult | TransactionRefusal>;
		close(): void;
	}> {
		const { machine, state } = this.workplace;
		const sender = this.#senderOf(index);
		state.applyChanges(takeChanges(machine));
		machine.reset();
		const { coinbase } = this.#block.header;
		let last: TransactionResult | TransactionRefusal | undefined;
		const start = this.#start.bind(this);
		return {
			about: describeTransaction(machine, this.#transaction(index), sender, coinbase),
			*execute() {
				last = yield* start(index, sender);
				return last;
			},
			close: () => {
				if (last !== undefined && last.status !== "refused") this.#count(last);
			},
		};
	}

	#count(result: TransactionResult): void {
		this.#gasUsed += result.gasUsed;
		this.#blobGasUsed += result.blobGasUsed;
		this.#logs += result.logs.length;
	}

	#transaction(index: number): Transaction {
		const transaction = this.#block.transactions[index];
		if (transaction === undefined) throw new RangeError(`the block has no transaction ${index}`);
		return transaction;
	}

	#senderOf(index: number): Address {
		const { machine } = this.workplace;
		return findSender(this.#transaction(index), this.#block.senders?.[index], machine);
	}

	#start(index: number, sender: Address): Task<TransactionResult | TransactionRefusal> {
		const { machine } = this.workplace;
		const { header, network } = this.#block;
		const { maxBlobs, gasPerBlob } = machine.spec.parameters;
		return executeTransaction(machine, this.#transaction(index), sender, {
			block: blockEnvironmentOf(header, machine.spec),
			chainId: BigInt(network.chainId),
			gasAvailable: header.gasLimit - this.#gasUsed,
			blobGasAvailable: BigInt(maxBlobs * gasPerBlob) - this.#blobGasUsed,
			leniency: this.#block.leniency,
		});
	}
}

function specOf({ network, header: { number, timestamp }, parentTotalDifficulty }: TracedBlock): Spec {
	const total = parentTotalDifficulty === undefined ? undefined : { parentTotalDifficulty };
	return resolveSpec(forkAt(network, { number, timestamp, ...total }));
}
