import type { Address, Hash, Tracer } from "@evmore/evm";
import { BlockExecution, type BlockOutcome, type TransactionResult, validateBlock } from "@evmore/evm/block";
import { type Machine, runAsync } from "@evmore/evm/evm";
import { recoverSender } from "@evmore/evm/tx";
import { InputError } from "../errors.js";
import type { BlockFile } from "./block-file.js";

/** How a block is executed. */
export interface BlockRunOptions {
	/** Watches a transaction. */
	readonly tracerOf?: (transaction: number) => Tracer | undefined;
	/** Ends after this transaction; undefined: the whole block is executed. */
	readonly last?: number | undefined;
}

/** Milliseconds. */
export interface BlockTimes {
	/** Recovering who signed the transactions. */
	readonly senders: number;
	/** Everything else, state root included. */
	readonly execution: number;
	/** The state root alone. */
	readonly stateRoot: number;
}

/** A block that was executed, or a part of it. */
export interface BlockRun {
	/** Undefined when only a part was executed. */
	readonly outcome: BlockOutcome | undefined;
	readonly results: readonly TransactionResult[];
	readonly senders: readonly Address[];
	/** Of each transaction, milliseconds. */
	readonly transactionMs: readonly number[];
	readonly times: BlockTimes;
}

/**
 * Executes the block of a file on the state in the file. What the header says of the outcome is not compared: see
 * check-outcome.ts. Header and body are checked before, when the parent's header is known.
 *
 * @throws {InputError} the block, or one of its transactions, is refused
 */
export async function executeBlockFile(
	machine: Machine,
	file: BlockFile,
	{ tracerOf, last }: BlockRunOptions = {},
): Promise<BlockRun> {
	const { block, network, spec, parent, blockHash } = file;
	const state = file.createState();
	// The first root is of all that the file holds: only what the block changes is to be measured.
	state.stateRoot();
	machine.setSpec(spec);
	machine.setDatabase(state);
	if (parent !== undefined) {
		const refusal = validateBlock(block, spec, { network, ancestors: [parent], blockHash });
		if (refusal !== undefined) refuse(file, refusal.exception, refusal.details);
	}
	const start = performance.now();
	const senders = recoverSenders(file);
	const recovered = performance.now();
	let rootMs = 0;
	const starts: number[] = [];
	const transactionMs: number[] = [];
	const execution = new BlockExecution(machine, block.header, {
		network,
		blockHash,
		commit: (changes) => state.applyChanges(changes),
		stateRoot: (): Hash => {
			const before = performance.now();
			const root = state.stateRoot();
			rootMs += performance.now() - before;
			return root;
		},
		watch: {
			begin: (index) => {
				starts.push(performance.now());
				return tracerOf?.(index);
			},
			end: (index) => transactionMs.push(performance.now() - starts[index]!),
		},
	});
	await runAsync(execution.begin());
	const results: TransactionResult[] = [];
	for (const [index, transaction] of block.transactions.entries()) {
		if (last !== undefined && index > last) break;
		const result = await runAsync(execution.execute(transaction, senders[index]!));
		if (result.status === "refused") refuse(file, result.exception, `transaction ${index} of the block`);
		results.push(result);
	}
	const outcome = last === undefined ? await runAsync(execution.finish(block.ommers, block.withdrawals)) : undefined;
	if (outcome !== undefined && "status" in outcome) refuse(file, outcome.exception, outcome.details);
	const end = performance.now();
	const times = { senders: recovered - start, execution: end - recovered, stateRoot: rootMs };
	return { outcome, results, senders, transactionMs, times };
}

function recoverSenders(file: BlockFile): Address[] {
	return file.block.transactions.map((transaction, index) => {
		const sender = recoverSender(transaction, file.spec);
		return sender ?? refuse(file, "TransactionException.INVALID_SIGNATURE_VRS", `transaction ${index} of the block`);
	});
}

function refuse({ block }: BlockFile, exception: string, details: string): never {
	throw new InputError(`block ${block.header.number} is refused: ${exception}: ${details}`);
}
