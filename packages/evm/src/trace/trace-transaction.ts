import { describeTransaction } from "../block/describe-transaction.js";
import { executeTransaction } from "../block/execute-transaction.js";
import type { Address } from "../bytes/address.js";
import { type Hex, hexToBytes } from "../bytes/hex.js";
import type { Task } from "../evm/task.js";
import { decodeTransaction } from "../tx/decode.js";
import { recoverSender } from "../tx/sender.js";
import type { Transaction } from "../tx/transaction.js";
import type { JsonValue } from "./json-value.js";
import { closeWorkplace, enterPlace, type TracePlace } from "./trace-place.js";
import { runTraced, type TraceSettings } from "./trace-run.js";
import type { TraceWriter } from "./trace-writer.js";
import { UntraceableTransactionError } from "./tracer-error.js";
import { collectTrace, streamTrace } from "./write-trace.js";

/** A transaction that is to be traced. */
export interface TracedTransaction {
	/** Decoded, or encoded as EIP-2718 has it. */
	readonly transaction: Transaction | Uint8Array | Hex;
	/** Who sends it; undefined: recovered from the signature. */
	readonly sender?: Address | undefined;
}

/**
 * Executes a transaction at a place, and answers what `debug_traceTransaction` does: struct logs, or what the named tracer says.
 *
 * @throws {UnknownTracerError | InvalidTraceConfigError} the settings name no tracer, or none of its options
 * @throws {TraceLimitError} a limit was met
 * @throws {UntraceableTransactionError} the transaction cannot be executed there
 */
export async function traceTransaction(
	place: TracePlace,
	transaction: TracedTransaction,
	settings: TraceSettings = {},
): Promise<JsonValue> {
	return collectTrace((writer) => writeTransactionTrace(place, transaction, settings, writer), settings.limits);
}

/** As `traceTransaction`, as JSON text in pieces. */
export function streamTransactionTrace(
	place: TracePlace,
	transaction: TracedTransaction,
	settings: TraceSettings = {},
): AsyncGenerator<string, void> {
	return streamTrace((writer) => writeTransactionTrace(place, transaction, settings, writer), settings.limits);
}

function* writeTransactionTrace(
	place: TracePlace,
	{ transaction, sender }: TracedTransaction,
	settings: TraceSettings,
	writer: TraceWriter,
): Task<void> {
	const tx = readTransaction(transaction);
	const from = findSender(tx, sender, place);
	const workplace = enterPlace(place);
	const { machine } = workplace;
	const context = { block: place.block, chainId: place.chainId, gasAvailable: place.block.gasLimit };
	const traceable = {
		about: describeTransaction(machine, tx, from, place.block.coinbase),
		execute: () => executeTransaction(machine, tx, from, context),
	};
	yield* runTraced(workplace, traceable, settings, writer);
	closeWorkplace(workplace);
}

export function readTransaction(transaction: Transaction | Uint8Array | Hex): Transaction {
	if (typeof transaction === "string") return decodeTransaction(hexToBytes(transaction));
	return transaction instanceof Uint8Array ? decodeTransaction(transaction) : transaction;
}

export function findSender(tx: Transaction, sender: Address | undefined, { spec }: Pick<TracePlace, "spec">): Address {
	const from = sender ?? recoverSender(tx, spec);
	if (from === undefined) throw new UntraceableTransactionError("TransactionException.INVALID_SIGNATURE_VRS");
	return from;
}
