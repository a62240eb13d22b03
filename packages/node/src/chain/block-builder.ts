import type { Address, Hash, MaybePromise, Spec, TransactionRefusal, TransactionResult } from "@evmore/evm";
import {
	BlockExecution,
	type BlockHeader,
	type BlockRefusal,
	computeBaseFee,
	computeDifficulty,
	computeExcessBlobGas,
	computeReceiptsRoot,
	computeTransactionsRoot,
	computeWithdrawalsRoot,
	emptyOmmersHash,
	hashRequests,
	type Receipt,
	type SizedBlock,
	sizeBlock,
	type Withdrawal,
} from "@evmore/evm/block";
import { emptyRootHash } from "@evmore/evm/crypto";
import type { Machine, Task } from "@evmore/evm/evm";
import type { Chain } from "@evmore/evm/spec";
import type { Tracer } from "@evmore/evm/trace";
import { encodeTransaction, type Transaction, type TransactionLeniency } from "@evmore/evm/tx";
import type { DraftState } from "../state/draft-state.js";

const zeroHash: Hash = `0x${"00".repeat(32)}`;

/** What the maker of a block decides. */
export interface BlockAttributes {
	/** Default: one more than the parent's. */
	readonly number?: bigint;
	/** Seconds since 1970. */
	readonly timestamp: bigint;
	readonly coinbase: Address;
	readonly gasLimit: bigint;
	/** Wei per gas; default: what follows from the parent. */
	readonly baseFee?: bigint | undefined;
	/** The beacon chain's randomness. Default: zero. */
	readonly prevRandao?: Hash | undefined;
	readonly extraData?: Uint8Array;
	readonly parentBeaconBlockRoot?: Hash | undefined;
	readonly withdrawals?: readonly Withdrawal[];
	/** Default: what follows from the parent. */
	readonly difficulty?: bigint | undefined;
}

/** The block before, as far as a new one depends on it. */
export interface BuildParent {
	readonly hash: Hash;
	readonly header: BlockHeader;
	readonly hasOmmers: boolean;
}

export interface BuildContext {
	readonly network: Chain;
	readonly spec: Spec;
	readonly state: DraftState;
	blockHash(number: bigint): MaybePromise<Hash | undefined>;
	readonly tracer?: Tracer | undefined;
	/** Wei per blob gas, whatever the header says. */
	readonly blobBaseFee?: bigint | undefined;
	/** Whether the machine holds what it read and wrote of this state already, under these rules. Default: it begins anew. */
	readonly continues?: boolean;
}

/** A finished block. */
export interface BuiltBlock {
	readonly status: "built";
	readonly block: SizedBlock;
	readonly receipts: readonly Receipt[];
	readonly results: readonly TransactionResult[];
	readonly senders: readonly Address[];
	readonly stateRoot: Hash;
	readonly requests: readonly Uint8Array[];
}

/** The header of a block over a parent, before anything is executed: what execution gives is zero or empty. */
export function draftHeader(spec: Spec, parent: BuildParent, attributes: BlockAttributes): BlockHeader {
	const { rules } = spec;
	const { header: before } = parent;
	const number = attributes.number ?? before.number + 1n;
	const { timestamp } = attributes;
	const difficulty = (): bigint =>
		computeDifficulty(spec, {
			parentDifficulty: before.difficulty,
			parentTimestamp: before.timestamp,
			parentHasOmmers: parent.hasOmmers,
			timestamp,
			number,
		});
	return {
		parentHash: parent.hash,
		ommersHash: emptyOmmersHash,
		coinbase: attributes.coinbase,
		stateRoot: zeroHash,
		transactionsRoot: emptyRootHash,
		receiptsRoot: emptyRootHash,
		logsBloom: new Uint8Array(256),
		difficulty: rules.proofOfStake ? 0n : (attributes.difficulty ?? difficulty()),
		number,
		gasLimit: attributes.gasLimit,
		gasUsed: 0n,
		timestamp,
		extraData: attributes.extraData ?? new Uint8Array(0),
		mixHash: rules.proofOfStake ? (attributes.prevRandao ?? zeroHash) : zeroHash,
		nonce: "0x0000000000000000",
		baseFee: rules.feeMarket ? (attributes.baseFee ?? computeBaseFee(spec, before)) : undefined,
		withdrawalsRoot: rules.withdrawals ? computeWithdrawalsRoot(attributes.withdrawals ?? []) : undefined,
		blobGasUsed: rules.blobs ? 0n : undefined,
		excessBlobGas: rules.blobs ? nextExcessBlobGas(spec, before) : undefined,
		parentBeaconBlockRoot: rules.beaconRoots ? (attributes.parentBeaconBlockRoot ?? zeroHash) : undefined,
		requestsHash: rules.requests ? hashRequests([]) : undefined,
	};
}

/** What the excess of blob gas is in the block after this one. */
export function nextExcessBlobGas(spec: Spec, before: BlockHeader): bigint {
	return computeExcessBlobGas(spec, {
		excessBlobGas: before.excessBlobGas ?? 0n,
		blobGasUsed: before.blobGasUsed ?? 0n,
		baseFee: before.baseFee ?? 0n,
	});
}

/** A block while it is made: first `begin`, then its transactions, then `finish`. */
export class BlockBuilder {
	readonly header: BlockHeader;
	readonly #spec: Spec;
	readonly #execution: BlockExecution;
	readonly #withdrawals: readonly Withdrawal[] | undefined;
	readonly #transactions: Transaction[] = [];
	readonly #transactionBytes: Uint8Array[] = [];
	readonly #senders: Address[] = [];
	#gasUsed = 0n;

	/** The machine is this block's until it is finished; it reads from `context.state`. */
	constructor(machine: Machine, parent: BuildParent, attributes: BlockAttributes, context: BuildContext) {
		const { spec, state, network, tracer, blobBaseFee } = context;
		this.#spec = spec;
		this.header = draftHeader(spec, parent, attributes);
		this.#withdrawals = spec.rules.withdrawals ? (attributes.withdrawals ?? []) : undefined;
		if (context.continues === true) machine.continueOn(state);
		else {
			machine.setSpec(spec);
			machine.setDatabase(state);
		}
		this.#execution = new BlockExecution(machine, this.header, {
			network,
			blockHash: (number) => context.blockHash(number),
			commit: (changes) => state.applyChanges(changes),
			stateRoot: () => state.stateRoot(),
			tracer,
			blobBaseFee,
		});
	}

	get gasLeft(): bigint {
		return this.header.gasLimit - this.#gasUsed;
	}

	begin(): Task<void> {
		return this.#execution.begin();
	}

	/**
	 * Executes the next transaction; one that is refused is not part of the block.
	 *
	 * @param bytes - its canonical encoding, where that is known
	 */
	*add(
		transaction: Transaction,
		sender: Address,
		leniency?: TransactionLeniency,
		bytes?: Uint8Array,
	): Task<TransactionResult | TransactionRefusal> {
		const result = yield* this.#execution.execute(transaction, sender, leniency);
		if (result.status === "refused") return result;
		this.#gasUsed += result.gasUsed;
		this.#transactions.push(transaction);
		this.#transactionBytes.push(bytes ?? encodeTransaction(transaction));
		this.#senders.push(sender);
		return result;
	}

	*finish(): Task<BuiltBlock | BlockRefusal> {
		const outcome = yield* this.#execution.finish([], this.#withdrawals);
		if ("status" in outcome) return outcome;
		const { rules } = this.#spec;
		const transactionBytes = this.#transactionBytes;
		// A copy with other values for fields it has keeps the form of all headers.
		const header: BlockHeader = Object.assign(
			{ ...this.header },
			{
				stateRoot: outcome.stateRoot,
				transactionsRoot: computeTransactionsRoot(transactionBytes),
				receiptsRoot: computeReceiptsRoot(outcome.receipts),
				logsBloom: outcome.logsBloom,
				gasUsed: outcome.gasUsed,
				blobGasUsed: rules.blobs ? outcome.blobGasUsed : undefined,
				requestsHash: rules.requests ? hashRequests(outcome.requests) : undefined,
			},
		);
		return {
			status: "built",
			block: sizeBlock(
				{ header, transactions: this.#transactions, ommers: [], withdrawals: this.#withdrawals },
				transactionBytes,
			),
			receipts: outcome.receipts,
			results: outcome.results,
			senders: this.#senders,
			stateRoot: outcome.stateRoot,
			requests: outcome.requests,
		};
	}
}
