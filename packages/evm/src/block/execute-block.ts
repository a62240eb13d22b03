import type { Address, Hash } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import type { Machine } from "../evm/machine.js";
import type { Task } from "../evm/task.js";
import type { Chain } from "../spec/chain.js";
import type { Spec } from "../spec/spec.js";
import type { MaybePromise, StateChanges } from "../state/database.js";
import type { Tracer } from "../trace/tracer.js";
import { checkSignature, recoverSender } from "../tx/sender.js";
import type { Transaction } from "../tx/transaction.js";
import { computeTransactionsRoot, type SizedBlock } from "./block.js";
import { type BlockExceptionName, type BlockRefusal, refuseBlock } from "./block-exception.js";
import { BlockExecution, type BlockOutcome, type BlockWatch } from "./block-execution.js";
import type { BlockHeader } from "./header.js";
import { computeReceiptsRoot } from "./receipt.js";
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
	blockHash(number: bigint): MaybePromise<Hash | undefined>;
	/** The rules of a block before it, for the headers of ommers. Default: those of the block. */
	specOf?(header: BlockHeader, parent: Ancestor): Spec;
	/** Checks the proof of work of a header. Default: it is not checked. */
	verifySeal?: ((header: BlockHeader) => boolean) | undefined;
	/** Who signed each transaction, when that is known already; undefined: nobody did. Default: recovered. */
	readonly senders?: readonly (Address | undefined)[] | undefined;
	/** Watches the transactions, not the system calls. */
	readonly tracer?: Tracer | undefined;
	readonly watch?: BlockWatch | undefined;
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
		watch: context.watch,
	});
	yield* execution.begin();
	for (const [index, transaction] of block.transactions.entries()) {
		const sender = findSender(transaction, index, machine.spec, context);
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

function findSender(
	transaction: Transaction,
	index: number,
	spec: Spec,
	{ senders }: BlockContext,
): Address | undefined {
	if (senders !== undefined && index < senders.length) return senders[index];
	return recoverSender(transaction, spec);
}

/** The first thing that the header says of the execution and that did not come of it. */
function compareOutcome(block: SizedBlock, outcome: BlockOutcome, spec: Spec): BlockRefusal | undefined {
	for (const [name, what, found, said] of claims(block, outcome, spec)) {
		if (found !== said) return refuseBlock(name, `${what} ${found}, the header says ${said}`);
	}
	return undefined;
}

type Claim = readonly [
	name: BlockExceptionName,
	what: string,
	found: bigint | string,
	said: bigint | string | undefined,
];

/** Each with its fault's name. What is not asked for is not computed. */
function* claims(
	{ header, transactionBytes }: SizedBlock,
	outcome: BlockOutcome,
	{ rules, parameters }: Spec,
): Generator<Claim> {
	const { gasUsed, blobGasUsed, logsBloom, receipts, requests, stateRoot } = outcome;
	yield [
		"INVALID_TRANSACTIONS_ROOT",
		"transactions root",
		computeTransactionsRoot(transactionBytes),
		header.transactionsRoot,
	];
	yield ["INVALID_GAS_USED", "gas used", gasUsed, header.gasUsed];
	if (rules.blobs) {
		const isAboveLimit = header.blobGasUsed! > BigInt(parameters.maxBlobs * parameters.gasPerBlob);
		const name = isAboveLimit ? "BLOB_GAS_USED_ABOVE_LIMIT" : "INCORRECT_BLOB_GAS_USED";
		yield [name, "blob gas used", blobGasUsed, header.blobGasUsed];
	}
	yield ["INVALID_LOG_BLOOM", "bloom", bytesToHex(logsBloom), bytesToHex(header.logsBloom)];
	yield ["INVALID_RECEIPTS_ROOT", "receipts root", computeReceiptsRoot(receipts), header.receiptsRoot];
	if (rules.requests) yield ["INVALID_REQUESTS", "requests hash", hashRequests(requests), header.requestsHash];
	yield ["INVALID_STATE_ROOT", "state root", stateRoot, header.stateRoot];
}
