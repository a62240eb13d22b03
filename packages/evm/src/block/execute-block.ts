import type { Address, Hash } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import type { Machine } from "../evm/machine.js";
import type { Task } from "../evm/task.js";
import type { Chain } from "../spec/chain.js";
import type { Spec } from "../spec/spec.js";
import type { StateChanges } from "../state/database.js";
import type { Tracer } from "../trace/tracer.js";
import { checkSignature } from "../tx/sender.js";
import type { Transaction } from "../tx/transaction.js";
import { computeTransactionsRoot, type SizedBlock } from "./block.js";
import { type BlockExceptionName, type BlockRefusal, refuseBlock } from "./block-exception.js";
import { BlockExecution, type BlockOutcome } from "./block-execution.js";
import type { BlockHeader } from "./header.js";
import { computeReceiptsRoot } from "./receipt.js";
import { recoverTransactionSender } from "./recover-transaction-sender.js";
import { hashRequests } from "./requests.js";
import { type BlockState, StateJournal } from "./state-journal.js";
import { validateBody } from "./validate-body.js";
import { validateHeader } from "./validate-header.js";
import { type Ancestor, validateOmmers } from "./validate-ommers.js";

/** What a block is executed and judged in. */
export interface BlockContext {
	readonly network: Chain;
	/** Of the block: its parent first, then the parent's, seven of them or all there are. */
	readonly ancestors: readonly [Ancestor, ...Ancestor[]];
	/** The hash of an earlier block of the same chain, at least of the last 256. */
	blockHash(number: bigint): Hash | undefined;
	/** The rules of a block before it, for the headers of ommers. Default: those of the block. */
	specOf?(header: BlockHeader, parent: Ancestor): Spec;
	/** Checks the proof of work of a header. Default: it is not checked. */
	verifySeal?: ((header: BlockHeader) => boolean) | undefined;
	/** Who signed each transaction, when that is known already; undefined: nobody did. Default: recovered. */
	readonly senders?: readonly (Address | undefined)[] | undefined;
	/** Watches the transactions, not the system calls. */
	readonly tracer?: Tracer | undefined;
}

/** A block that was executed and is valid; the state is the one after it. */
export interface ExecutedBlock extends BlockOutcome {
	readonly status: "executed";
	/** What the block changed, in order. */
	readonly changes: readonly StateChanges[];
	/** What takes that back, applied in order. */
	readonly undo: readonly StateChanges[];
}

/**
 * Executes a block on the state after its parent and checks everything its header says. A block that is refused changes
 * nothing; so does one whose execution is interrupted.
 *
 * @param machine - has the block's rules; reads from `state`
 */
export function* executeBlock(
	machine: Machine,
	state: BlockState,
	block: SizedBlock,
	context: BlockContext,
): Task<ExecutedBlock | BlockRefusal> {
	const journal = new StateJournal(state);
	let executed = false;
	try {
		const refusal = validateBlock(block, machine.spec, context);
		if (refusal !== undefined) return refusal;
		const outcome = yield* run(machine, state, journal, block, context);
		if ("status" in outcome) return outcome;
		const mismatch = compareOutcome(block, outcome, machine.spec);
		if (mismatch !== undefined) return mismatch;
		executed = true;
		return { status: "executed", ...outcome, changes: journal.changes, undo: journal.undo };
	} finally {
		if (!executed) {
			journal.rollBack();
			machine.reset();
		}
	}
}

/**
 * Everything that can be wrong with a block without executing it.
 *
 * @param spec - the rules of the block
 */
export function validateBlock(block: SizedBlock, spec: Spec, context: BlockContext): BlockRefusal | undefined {
	const { network, ancestors, verifySeal, specOf } = context;
	const refusal =
		validateHeader(block.header, ancestors[0].header, spec, network) ??
		validateBody(block, spec) ??
		validateOmmers(block, ancestors, (ommer, parent) =>
			validateHeader(ommer, parent.header, specOf?.(ommer, parent) ?? spec, network),
		);
	if (refusal !== undefined || verifySeal === undefined || spec.rules.proofOfStake) return refusal;
	for (const header of [block.header, ...block.ommers]) {
		if (!verifySeal(header)) {
			return refuseBlock("INVALID_SEAL", `nonce ${header.nonce} is no proof of work for block ${header.number}`);
		}
	}
	return undefined;
}

function* run(
	machine: Machine,
	state: BlockState,
	journal: StateJournal,
	block: SizedBlock,
	context: BlockContext,
): Task<BlockOutcome | BlockRefusal> {
	const execution = new BlockExecution(machine, block.header, {
		network: context.network,
		blockHash: (number) => context.blockHash(number),
		commit: (changes) => journal.apply(changes),
		stateRoot: () => state.stateRoot(),
		tracer: context.tracer,
	});
	yield* execution.begin();
	for (const [index, transaction] of block.transactions.entries()) {
		const sender = yield* findSender(transaction, index, machine.spec, context);
		const result =
			sender === undefined
				? { status: "refused" as const, exception: checkSignature(transaction, machine.spec, undefined)! }
				: yield* execution.execute(transaction, sender);
		if (result.status === "refused") {
			return { ...result, details: `transaction ${index} of the block` };
		}
	}
	return yield* execution.finish(block.ommers, block.withdrawals);
}

function* findSender(
	transaction: Transaction,
	index: number,
	spec: Spec,
	{ senders }: BlockContext,
): Task<Address | undefined> {
	if (senders !== undefined && index < senders.length) return senders[index];
	return yield* recoverTransactionSender(transaction, spec);
}

/** What the header says of the execution, and what came of it. */
function compareOutcome(
	{ header, transactionBytes }: SizedBlock,
	outcome: BlockOutcome,
	{ rules }: Spec,
): BlockRefusal | undefined {
	const compare = <T extends bigint | Hash | string>(
		name: BlockExceptionName,
		what: string,
		found: T,
		said: T | undefined,
	): BlockRefusal | undefined =>
		found === said ? undefined : refuseBlock(name, `${what} ${found}, the header says ${said}`);
	return (
		compare(
			"INVALID_TRANSACTIONS_ROOT",
			"transactions root",
			computeTransactionsRoot(transactionBytes),
			header.transactionsRoot,
		) ??
		compare("INVALID_GAS_USED", "gas used", outcome.gasUsed, header.gasUsed) ??
		(rules.blobs
			? compare("INCORRECT_BLOB_GAS_USED", "blob gas used", outcome.blobGasUsed, header.blobGasUsed)
			: undefined) ??
		compare("INVALID_LOG_BLOOM", "bloom", bytesToHex(outcome.logsBloom), bytesToHex(header.logsBloom)) ??
		compare("INVALID_RECEIPTS_ROOT", "receipts root", computeReceiptsRoot(outcome.receipts), header.receiptsRoot) ??
		(rules.requests
			? compare("INVALID_REQUESTS", "requests hash", hashRequests(outcome.requests), header.requestsHash)
			: undefined) ??
		compare("INVALID_STATE_ROOT", "state root", outcome.stateRoot, header.stateRoot)
	);
}
