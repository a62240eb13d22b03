import type { Address, Hash, TransactionResult } from "@evmore/evm";
import type { BlockHeader } from "@evmore/evm/block";
import { type Machine, runAsync } from "@evmore/evm/evm";
import { maxNonce } from "@evmore/evm/spec";
import { hashTransaction, maxCost, maxGasPrice, type Transaction, type TransactionException } from "@evmore/evm/tx";
import { type BlockAttributes, BlockBuilder, type BuildParent, type BuiltBlock } from "../chain/block-builder.js";
import type { NodeChain } from "../chain/node-chain.js";
import type { StoredBlock } from "../database/database.js";
import { RpcError } from "../errors/rpc-error.js";
import { refusedInSimulation } from "../errors/transaction-fault.js";
import type { DraftState } from "../state/draft-state.js";
import { describeEdit, isEmptyEdit } from "../state/edit-account.js";
import { callLeniency, outputOf } from "./execution-place.js";
import { movePrecompiles, type StateOverrides } from "./move-precompiles.js";
import { type SimulatedLog, SimulatedLogs } from "./simulated-logs.js";
import { buildTransaction, freeOfCharge, senderOf, type TransactionRequest, typeOf } from "./transaction-request.js";

/** A block that is to be simulated. */
export interface SimulatedBlockRequest {
	readonly overrides: Partial<Omit<BlockAttributes, "timestamp">> & { readonly timestamp?: bigint | undefined };
	/** Wei per blob gas, whatever the header says. */
	readonly blobBaseFee?: bigint | undefined;
	readonly accounts: StateOverrides;
	readonly calls: readonly TransactionRequest[];
}

export interface SimulationOptions {
	/** Nonces and fees are checked as in a real block. */
	readonly validation: boolean;
	/** Transfers of ether are among the logs. */
	readonly traceTransfers: boolean;
	/** Gas of all calls together. */
	readonly gasLimit: bigint;
}

/** A simulated block, and what each of its calls gave. */
export interface SimulatedBlock {
	readonly stored: StoredBlock;
	readonly results: readonly TransactionResult[];
	/** Of each call: what it returned; of a creation the code. */
	readonly outputs: readonly Uint8Array[];
	/** Of each call: with transfers, if those are wanted. */
	readonly logs: readonly (readonly SimulatedLog[])[];
}

/** Limits and steps that execution-apis names. */
const maxBlocks = 256n;
const timestampStep = 12n;

const zeroHash: Hash = `0x${"00".repeat(32)}`;

/**
 * Simulates blocks over another one; nothing is kept.
 *
 * @param state - after that one; changed
 */
export async function simulateBlocks(
	chain: NodeChain,
	base: StoredBlock,
	state: DraftState,
	requests: readonly SimulatedBlockRequest[],
	options: SimulationOptions,
	machine: Machine,
): Promise<SimulatedBlock[]> {
	const simulation = new Simulation(chain, base, state, options, machine);
	const blocks: SimulatedBlock[] = [];
	for (const request of fillGaps(base.block.header, requests)) blocks.push(await simulation.run(request));
	return blocks;
}

type PlacedRequest = SimulatedBlockRequest & { readonly number: bigint; readonly timestamp: bigint };

/** Every block with its number and time; numbers that are left out become empty blocks. */
function fillGaps(base: BlockHeader, requests: readonly SimulatedBlockRequest[]): PlacedRequest[] {
	if (BigInt(requests.length) > maxBlocks) throw new RpcError("tooManyBlocks", "too many blocks");
	const placed: PlacedRequest[] = [];
	let { number: lastNumber, timestamp: lastTimestamp } = base;
	for (const request of requests) {
		const number = request.overrides.number ?? lastNumber + 1n;
		if (number <= lastNumber) {
			throw new RpcError("blockNumbersOutOfOrder", `block numbers must be in order: ${number} <= ${lastNumber}`);
		}
		if (number - base.number > maxBlocks) throw new RpcError("tooManyBlocks", "too many blocks");
		while (lastNumber + 1n < number) {
			lastNumber++;
			lastTimestamp += timestampStep;
			const empty = { overrides: {}, accounts: new Map(), calls: [] };
			placed.push({ ...empty, number: lastNumber, timestamp: lastTimestamp });
		}
		const timestamp = request.overrides.timestamp ?? lastTimestamp + timestampStep;
		if (timestamp <= lastTimestamp) {
			throw new RpcError("timestampsOutOfOrder", `block timestamps must be in order: ${timestamp} <= ${lastTimestamp}`);
		}
		placed.push({ ...request, number, timestamp });
		lastNumber = number;
		lastTimestamp = timestamp;
	}
	return placed;
}

class Simulation {
	readonly #chain: NodeChain;
	readonly #base: StoredBlock;
	readonly #options: SimulationOptions;
	readonly #machine: Machine;
	readonly #state: DraftState;
	readonly #hashes = new Map<bigint, Hash>();
	#parent: BuildParent;
	#totalDifficulty: bigint;
	#gasLeft: bigint;

	constructor(chain: NodeChain, base: StoredBlock, state: DraftState, options: SimulationOptions, machine: Machine) {
		this.#chain = chain;
		this.#base = base;
		this.#options = options;
		this.#machine = machine;
		this.#state = state;
		const { hash, header, ommers } = base.block;
		this.#parent = { hash, header, hasOmmers: ommers.length > 0 };
		this.#totalDifficulty = base.totalDifficulty;
		this.#gasLeft = options.gasLimit;
	}

	async run(request: PlacedRequest): Promise<SimulatedBlock> {
		const { header: before } = this.#parent;
		const { number, timestamp, overrides } = request;
		const spec = this.#chain.specAt({ number, timestamp }, this.#totalDifficulty);
		const moves = movePrecompiles(spec, request.accounts);
		await this.#editState(request);
		const { validation, traceTransfers } = this.#options;
		const tracer = new SimulatedLogs(traceTransfers);
		const builder = new BlockBuilder(
			this.#machine,
			this.#parent,
			{
				coinbase: before.coinbase,
				gasLimit: before.gasLimit,
				difficulty: before.difficulty,
				...(!validation && { baseFee: 0n }),
				prevRandao: zeroHash,
				...withoutUndefined(overrides),
				number,
				timestamp,
			},
			{
				network: this.#chain.network,
				spec,
				state: this.#state,
				blockHash: (of) => this.#hashes.get(of) ?? this.#chain.ancestorHash(this.#base, of),
				tracer,
				blobBaseFee: request.blobBaseFee,
			},
		);
		this.#machine.movePrecompiles(moves);
		await runAsync(builder.begin());
		const results: TransactionResult[] = [];
		const outputs: Uint8Array[] = [];
		const logs: (readonly SimulatedLog[])[] = [];
		for (const call of request.calls) {
			const result = await this.#call(builder, call);
			results.push(result);
			outputs.push(await runAsync(outputOf(this.#machine, result)));
			logs.push(tracer.take());
		}
		const built = await runAsync(builder.finish());
		if (built.status === "refused") throw new RpcError("serverError", built.details);
		// What the block wrote is the machine's no longer: the next block's overrides change it.
		this.#machine.movePrecompiles(undefined);
		this.#machine.reset();
		this.#hashes.set(number, built.block.hash);
		this.#parent = { hash: built.block.hash, header: built.block.header, hasOmmers: false };
		this.#totalDifficulty += built.block.header.difficulty;
		return { stored: this.#toStored(built), results, outputs, logs };
	}

	async #editState({ accounts }: PlacedRequest): Promise<void> {
		for (const [address, edit] of accounts) {
			// An override that says nothing makes no account.
			if (isEmptyEdit(edit)) continue;
			this.#state.applyChanges([await describeEdit(this.#state, address, edit)]);
		}
		// Edits come before the block: what it reads is what they made.
		this.#state.stateRoot();
	}

	async #call(builder: BlockBuilder, call: TransactionRequest): Promise<TransactionResult> {
		const sender = senderOf(call);
		const inBlock = builder.gasLeft;
		const wanted = call.gas ?? inBlock;
		if (wanted > inBlock) {
			const used = builder.header.gasLimit - inBlock;
			throw new RpcError("blockGasLimitReached", `block gas limit reached: ${used} >= ${builder.header.gasLimit}`);
		}
		let gas = wanted;
		if (gas > this.#gasLeft) gas = this.#gasLeft;
		const nonce = await this.#nonceOf(sender);
		const defaults = { ...freeOfCharge, gas, nonce, chainId: this.#chain.chainId };
		const unsigned = buildTransaction({ ...call, gas }, defaults, typeOf(call, this.#machine.spec));
		const transaction: Transaction = { ...unsigned, signature: { r: 0n, s: 0n, v: 0n } };
		const { validation } = this.#options;
		// The highest nonce is nobody's to use (EIP-2681), whatever is checked.
		const fault = nonceFault(transaction.nonce, validation ? nonce : transaction.nonce);
		if (fault !== undefined)
			throw refusedInSimulation(fault, `address ${sender}, tx: ${transaction.nonce} state: ${nonce}`);
		const leniency = { ...callLeniency, anyNonce: !validation, anyFee: !validation };
		const result = await runAsync(builder.add(transaction, sender, leniency));
		if (result.status === "refused") {
			throw refusedInSimulation(result.exception, this.#explain(transaction, sender, builder.header));
		}
		this.#gasLeft -= result.gasUsed;
		return result;
	}

	/** The account's nonce as the block finds it now: the machine knows what its transactions did. */
	async #nonceOf(sender: Address): Promise<bigint> {
		const record = this.#machine.findAccount(sender);
		while (!this.#machine.ensureAccount(record)) await Promise.all(this.#machine.takeWaiting());
		return this.#machine.nonceOf(record);
	}

	#explain(transaction: Transaction, sender: Address, { baseFee }: BlockHeader): string {
		const cost = maxCost(transaction, this.#machine.spec);
		return `address ${sender}, nonce ${transaction.nonce}, cost ${cost}, fee ${maxGasPrice(transaction)}, base fee ${baseFee ?? 0n} (supplied gas ${transaction.gasLimit})`;
	}

	#toStored(built: BuiltBlock): StoredBlock {
		return {
			block: built.block,
			receipts: built.receipts,
			senders: built.senders,
			hashes: built.block.transactions.map(hashTransaction),
			totalDifficulty: this.#totalDifficulty,
			stateRoot: built.stateRoot,
		};
	}
}

/** What is wrong with a nonce: clients look at that before anything else. */
function nonceFault(nonce: bigint, expected: bigint): TransactionException | undefined {
	if (nonce < expected) return "TransactionException.NONCE_MISMATCH_TOO_LOW";
	if (nonce > expected) return "TransactionException.NONCE_MISMATCH_TOO_HIGH";
	return nonce >= maxNonce ? "TransactionException.NONCE_IS_MAX" : undefined;
}

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
	const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
