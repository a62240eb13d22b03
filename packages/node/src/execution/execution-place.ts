import type {
	Address,
	BlockEnvironment,
	Hash,
	MaybePromise,
	Spec,
	StateDatabase,
	TransactionRefusal,
	TransactionResult,
} from "@evmore/evm";
import { executeTransaction } from "@evmore/evm/block";
import { enterBlock, type Machine, type PrecompileMoves, type Task, watchTask } from "@evmore/evm/evm";
import type { Tracer } from "@evmore/evm/trace";
import type { Transaction, TransactionLeniency } from "@evmore/evm/tx";

/** Where a call runs: in a block that is there, or one that is being made. */
export interface ExecutionPlace {
	readonly spec: Spec;
	readonly environment: BlockEnvironment;
	readonly state: StateDatabase;
	readonly chainId: bigint;
	/** Precompiled contracts that stand elsewhere. */
	readonly precompileMoves?: PrecompileMoves | undefined;
	/** For BLOCKHASH. */
	blockHash(number: bigint): MaybePromise<Hash | undefined>;
}

/** A call is not held to what only a block demands of a transaction. */
export const callLeniency: TransactionLeniency = {
	anyNonce: true,
	anySender: true,
	anyGasLimit: true,
	anyFee: true,
};

/** How a transaction is executed as a call. */
export interface InPlaceOptions {
	readonly tracer?: Tracer | undefined;
	/** Whether what it changes stays in the machine, for the next call to see. Default: it is taken back. */
	readonly keepsChanges?: boolean;
}

/**
 * Executes a transaction as a call: everything happens as it would in the block, and is taken back. One that offers no fee sees a base
 * fee of 0.
 */
export function* executeInPlace(
	machine: Machine,
	place: ExecutionPlace,
	transaction: Transaction,
	sender: Address,
	{ tracer, keepsChanges = false }: InPlaceOptions = {},
): Task<TransactionResult | TransactionRefusal> {
	const { chainId } = place;
	const block = withFeesOf(transaction, place.environment);
	machine.movePrecompiles(place.precompileMoves);
	machine.blockHashOf = (number) => place.blockHash(number);
	enterBlock(machine, block, chainId);
	const task = executeTransaction(machine, transaction, sender, {
		block,
		chainId,
		gasAvailable: transaction.gasLimit,
		leniency: callLeniency,
		takesBack: !keepsChanges,
	});
	return yield* tracer === undefined ? task : watchTask(machine, tracer, task);
}

/** What an execution returned, read from the machine it ran on: of a creation the code of the contract. */
export function* outputOf(machine: Machine, result: TransactionResult): Task<Uint8Array> {
	if (result.status !== "success" || result.createdAddress === undefined) return result.output;
	const record = machine.findAccount(result.createdAddress);
	while (!machine.ensureAccount(record) || !machine.ensureCode(record)) yield Promise.all(machine.takeWaiting());
	return machine.codeOf(record);
}

function withFeesOf(transaction: Transaction, environment: BlockEnvironment): BlockEnvironment {
	const price = transaction.type === 0 || transaction.type === 1 ? transaction.gasPrice : transaction.maxFeePerGas;
	const baseFee = price === 0n ? 0n : environment.baseFee;
	const isBlobFree = transaction.type === 3 && transaction.maxFeePerBlobGas === 0n;
	return { ...environment, baseFee, blobBaseFee: isBlobFree ? 0n : environment.blobBaseFee };
}
