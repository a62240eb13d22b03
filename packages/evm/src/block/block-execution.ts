import type { Address, Hash } from "../bytes/address.js";
import { concatBytes, emptyBytes } from "../bytes/bytes.js";
import { hexToBytes } from "../bytes/hex.js";
import type { BlockEnvironment } from "../evm/block-environment.js";
import { enterBlock } from "../evm/block-environment.js";
import { takeChanges } from "../evm/changes.js";
import type { Machine } from "../evm/machine.js";
import type { Task } from "../evm/task.js";
import { watchTask } from "../evm/trace-bridge.js";
import type { Chain } from "../spec/chain.js";
import type { Spec } from "../spec/spec.js";
import {
	beaconRootsContract,
	blockHashHistoryContract,
	consolidationRequestContract,
	consolidationRequestType,
	depositRequestType,
	withdrawalRequestContract,
	withdrawalRequestType,
} from "../spec/system-contracts.js";
import type { MaybePromise, StateChanges } from "../state/database.js";
import type { Tracer } from "../trace/tracer.js";
import type { Transaction } from "../tx/transaction.js";
import type { SenderAccount, TransactionLeniency } from "../tx/validate.js";
import { computeBlobBaseFee } from "./blob-gas.js";
import { type BlockRefusal, refuseBlock } from "./block-exception.js";
import { computeLogsBloom, mergeBloom } from "./bloom.js";
import { moveDaoBalances } from "./dao-balances.js";
import { describeTransaction } from "./describe-transaction.js";
import { executeTransaction, type TransactionRefusal, type TransactionResult } from "./execute-transaction.js";
import type { BlockHeader } from "./header.js";
import type { Receipt } from "./receipt.js";
import { collectDeposits } from "./requests.js";
import { type Credit, computeRewards, computeWithdrawalCredits } from "./rewards.js";
import { callSystemContract } from "./system-call.js";
import { type Withdrawal, weiPerGwei } from "./withdrawal.js";

/** What of a header execution reads. */
export type ExecutionHeader = Pick<
	BlockHeader,
	| "coinbase"
	| "difficulty"
	| "number"
	| "gasLimit"
	| "timestamp"
	| "mixHash"
	| "baseFee"
	| "excessBlobGas"
	| "parentBeaconBlockRoot"
> & {
	/** Undefined: it is not known, and no system contract is told. */
	readonly parentHash: Hash | undefined;
};

/** An ommer, as far as its reward goes. */
export type RewardedOmmer = Pick<BlockHeader, "coinbase" | "number">;

/** What a block is executed in, besides the machine with its rules and its state. */
export interface ExecutionContext {
	readonly network: Chain;
	/** The hash of an earlier block of the same chain, for BLOCKHASH; undefined: not known. */
	blockHash(number: bigint): MaybePromise<Hash | undefined>;
	/** Takes over what was executed so far. */
	commit(changes: StateChanges): void;
	/** Root of the state with all that was taken over; asked after each transaction where receipts hold it. */
	stateRoot(): Hash;
	/** Watches the transactions, not the system calls; asked for before each of them. */
	readonly tracer?: Tracer | undefined;
	/** Wei for the maker of a block, whatever the rules say; null: nobody is rewarded. Default: what the rules say. */
	readonly reward?: bigint | null | undefined;
	/** Wei per blob gas, whatever the header says. */
	readonly blobBaseFee?: bigint | undefined;
	readonly watch?: BlockWatch | undefined;
}

/** Follows the transactions of a block one by one. */
export interface BlockWatch {
	/** A transaction begins; the answer watches it, in place of the tracer that watches all. */
	begin?(transaction: number): Tracer | undefined;
	/** It was executed, and its receipt is written. */
	end?(transaction: number, result: TransactionResult): void;
}

/** Of a transaction without logs. Shared: do not change it. */
const emptyBloom: Uint8Array = computeLogsBloom([]);

/** What a block's execution gave. */
export interface BlockOutcome {
	readonly gasUsed: bigint;
	readonly blobGasUsed: bigint;
	readonly receipts: readonly Receipt[];
	readonly results: readonly TransactionResult[];
	readonly logsBloom: Uint8Array;
	/** For the beacon chain (EIP-7685), each with its type byte; those without content are left out. */
	readonly requests: readonly Uint8Array[];
	readonly stateRoot: Hash;
}

/**
 * A block while it is executed: first `begin`, then its transactions, then `finish`. The machine has the block's rules,
 * and reads the state after the parent.
 */
export class BlockExecution {
	readonly #machine: Machine;
	readonly #header: ExecutionHeader;
	readonly #context: ExecutionContext;
	readonly #environment: BlockEnvironment;
	readonly #receipts: Receipt[] = [];
	readonly #results: TransactionResult[] = [];
	#gasUsed = 0n;
	#blobGasUsed = 0n;

	constructor(machine: Machine, header: ExecutionHeader, context: ExecutionContext) {
		this.#machine = machine;
		this.#header = header;
		this.#context = context;
		const environment = blockEnvironmentOf(header, machine.spec);
		this.#environment = { ...environment, blobBaseFee: context.blobBaseFee ?? environment.blobBaseFee };
	}

	/** Wei per blob gas; 1 before there were blobs. */
	get blobBaseFee(): bigint {
		return this.#environment.blobBaseFee;
	}

	/** What happens before the transactions: the DAO's balances move, system contracts store hashes. */
	*begin(): Task<void> {
		const machine = this.#machine;
		const { network } = this.#context;
		const { number, parentHash, parentBeaconBlockRoot } = this.#header;
		const { rules } = machine.spec;
		machine.blockHashOf = (of) => this.#context.blockHash(of);
		enterBlock(machine, this.#environment, BigInt(network.chainId));
		if (network.daoForkBlock !== undefined && number === BigInt(network.daoForkBlock)) yield* moveDaoBalances(machine);
		// Whatever comes of these two calls, the block goes on.
		if (rules.beaconRoots && parentBeaconBlockRoot !== undefined) {
			yield* callSystemContract(machine, beaconRootsContract, hexToBytes(parentBeaconBlockRoot));
		}
		if (rules.blockHashHistory && parentHash !== undefined) {
			yield* callSystemContract(machine, blockHashHistoryContract, hexToBytes(parentHash));
		}
	}

	/**
	 * Executes the next transaction. One that is refused has changed nothing, and is not part of the block.
	 *
	 * @param leniency - what is let pass, for simulations
	 */
	*execute(
		transaction: Transaction,
		sender: Address,
		leniency?: TransactionLeniency,
	): Task<TransactionResult | TransactionRefusal> {
		const machine = this.#machine;
		const { rules, parameters } = machine.spec;
		const { watch } = this.#context;
		const index = this.#results.length;
		const tracer = watch?.begin?.(index) ?? this.#context.tracer;
		const task = executeTransaction(machine, transaction, sender, {
			block: this.#environment,
			chainId: BigInt(this.#context.network.chainId),
			gasAvailable: this.#environment.gasLimit - this.#gasUsed,
			blobGasAvailable: BigInt(parameters.maxBlobs * parameters.gasPerBlob) - this.#blobGasUsed,
			leniency,
		});
		const result = yield* tracer === undefined
			? task
			: watchTask(machine, tracer, task, describeTransaction(machine, transaction, sender, this.#header.coinbase));
		if (result.status === "refused") return result;
		this.#gasUsed += result.gasUsed;
		this.#blobGasUsed += result.blobGasUsed;
		this.#results.push(result);
		this.#receipts.push({
			type: transaction.type,
			outcome: rules.receiptStatus ? result.status === "success" : this.#commit(),
			cumulativeGasUsed: this.#gasUsed,
			logsBloom: result.logs.length === 0 ? emptyBloom : computeLogsBloom(result.logs),
			logs: result.logs,
		});
		watch?.end?.(index, result);
		return result;
	}

	/** The account of a sender as the next transaction will find it. */
	*readSender(address: Address): Task<SenderAccount> {
		const machine = this.#machine;
		machine.kernel.functions.beginTransaction();
		const record = machine.findAccount(address);
		while (!machine.ensureAccount(record) || !machine.ensureCode(record)) yield Promise.all(machine.takeWaiting());
		return { nonce: machine.nonceOf(record), balance: machine.balanceOf(record), code: machine.codeOf(record) };
	}

	/** What happens after the transactions: withdrawals, requests to the beacon chain, rewards. */
	*finish(
		ommers: readonly RewardedOmmer[],
		withdrawals: readonly Withdrawal[] | undefined,
	): Task<BlockOutcome | BlockRefusal> {
		yield* this.#credit(computeWithdrawalCredits(withdrawals ?? []));
		const requests = yield* this.#collectRequests();
		if ("status" in requests) return requests;
		const reward = this.#reward();
		if (reward !== null) yield* this.#credit(computeRewards(this.#header, ommers, reward));
		const logsBloom = computeLogsBloom([]);
		for (const receipt of this.#receipts) if (receipt.logs.length > 0) mergeBloom(logsBloom, receipt.logsBloom);
		return {
			gasUsed: this.#gasUsed,
			blobGasUsed: this.#blobGasUsed,
			receipts: this.#receipts,
			results: this.#results,
			logsBloom,
			requests,
			stateRoot: this.#commit(),
		};
	}

	/** Wei; null: none, not even of 0 wei, which would touch the account. */
	#reward(): bigint | null {
		const { reward } = this.#context;
		if (reward !== undefined) return reward;
		const { rules, parameters } = this.#machine.spec;
		return rules.proofOfStake ? null : BigInt(parameters.blockRewardGwei) * weiPerGwei;
	}

	/** Hands the changes so far over, and asks for the root. */
	#commit(): Hash {
		this.#context.commit(takeChanges(this.#machine));
		return this.#context.stateRoot();
	}

	*#credit(credits: readonly Credit[]): Task<void> {
		if (credits.length === 0) return;
		const machine = this.#machine;
		const { kernel, scratch } = machine;
		kernel.functions.beginTransaction();
		for (const { address, amount } of credits) {
			const record = machine.findAccount(address);
			while (!machine.ensureAccount(record)) yield Promise.all(machine.takeWaiting());
			kernel.writeWord(scratch, amount);
			kernel.functions.addBalance(record, scratch);
		}
		kernel.functions.endTransaction();
	}

	*#collectRequests(): Task<readonly Uint8Array[] | BlockRefusal> {
		const { rules } = this.#machine.spec;
		const requests: Uint8Array[] = [];
		const add = (type: number, content: Uint8Array): void => {
			if (content.length > 0) requests.push(concatBytes(Uint8Array.of(type), content));
		};
		if (rules.depositRequests) {
			const logs = this.#receipts.flatMap((receipt) => receipt.logs);
			const deposits = collectDeposits(logs, this.#context.network.depositContract);
			if (deposits === undefined) {
				return refuseBlock(
					"INVALID_DEPOSIT_EVENT_LAYOUT",
					"a log of the deposit contract is laid out as no deposit is",
				);
			}
			add(depositRequestType, deposits);
		}
		for (const { type, contract, isDue } of systemRequests) {
			if (!isDue(rules)) continue;
			const result = yield* callSystemContract(this.#machine, contract, emptyBytes);
			if (result === undefined) return refuseBlock("SYSTEM_CONTRACT_EMPTY", `there is no code at ${contract}`);
			if (result.status !== "success") {
				return refuseBlock("SYSTEM_CONTRACT_CALL_FAILED", `the call of ${contract} failed`);
			}
			add(type, result.output);
		}
		return requests;
	}
}

/** The system contracts that queue requests, in the order of their types. */
const systemRequests: readonly {
	readonly type: number;
	readonly contract: Address;
	isDue(rules: Machine["spec"]["rules"]): boolean;
}[] = [
	{
		type: withdrawalRequestType,
		contract: withdrawalRequestContract,
		isDue: (rules) => rules.withdrawalRequests,
	},
	{
		type: consolidationRequestType,
		contract: consolidationRequestContract,
		isDue: (rules) => rules.consolidationRequests,
	},
];

/** What instructions can ask about a block with this header. */
export function blockEnvironmentOf(header: ExecutionHeader, spec: Spec): BlockEnvironment {
	const { number, timestamp, coinbase, gasLimit, difficulty, mixHash, baseFee, excessBlobGas } = header;
	return {
		number,
		timestamp,
		coinbase,
		gasLimit,
		difficulty,
		baseFee: baseFee ?? 0n,
		prevRandao: BigInt(mixHash),
		blobBaseFee: spec.rules.blobs ? computeBlobBaseFee(spec, excessBlobGas ?? 0n) : 1n,
	};
}
