import { describeTransaction } from "../block/describe-transaction.js";
import { executeTransaction } from "../block/execute-transaction.js";
import { type Address, zeroAddress } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import type { BlockEnvironment } from "../evm/block-environment.js";
import type { Task } from "../evm/task.js";
import type { AccessListEntry, Authorization, Transaction } from "../tx/transaction.js";
import type { TransactionLeniency } from "../tx/validate.js";
import type { JsonValue } from "./json-value.js";
import { closeWorkplace, enterPlace, type TracePlace, type Workplace } from "./trace-place.js";
import { runTraced, type Traceable, type TraceSettings } from "./trace-run.js";
import type { TraceWriter } from "./trace-writer.js";
import { collectTrace, streamTrace } from "./write-trace.js";

/** A call as `debug_traceCall` takes it: a transaction that nobody signed. */
export interface TracedCall {
	/** Default: the zero address. It may have code. */
	readonly from?: Address | undefined;
	/** Undefined: a contract is created. */
	readonly to?: Address | undefined;
	readonly data?: Uint8Array | undefined;
	/** Wei; the sender has to have it. */
	readonly value?: bigint | undefined;
	/** Default: the gas limit of the block. */
	readonly gas?: bigint | undefined;
	/** Wei per gas. Without a price nothing is paid, and BASEFEE is 0. */
	readonly gasPrice?: bigint | undefined;
	readonly maxFeePerGas?: bigint | undefined;
	readonly maxPriorityFeePerGas?: bigint | undefined;
	readonly accessList?: readonly AccessListEntry[] | undefined;
	readonly authorizationList?: readonly Authorization[] | undefined;
	readonly blobVersionedHashes?: readonly `0x${string}`[] | undefined;
}

/**
 * Executes a call at a place, and answers what `debug_traceCall` does. It costs what a transaction would: the intrinsic gas is
 * part of it.
 *
 * @throws as traceTransaction
 */
export async function traceCall(place: TracePlace, call: TracedCall, settings: TraceSettings = {}): Promise<JsonValue> {
	return collectTrace((writer) => writeCallTrace(place, call, settings, writer), settings.limits);
}

/** As `traceCall`, as JSON text in pieces. */
export function streamCallTrace(
	place: TracePlace,
	call: TracedCall,
	settings: TraceSettings = {},
): AsyncGenerator<string, void> {
	return streamTrace((writer) => writeCallTrace(place, call, settings, writer), settings.limits);
}

function* writeCallTrace(
	place: TracePlace,
	call: TracedCall,
	settings: TraceSettings,
	writer: TraceWriter,
): Task<void> {
	const prepared = prepareCall(place, call);
	yield* runTraced(prepared.workplace, yield* prepared.describe(), settings, writer);
	closeWorkplace(prepared.workplace);
}

/** A call, ready to be executed as often as it is wanted. */
export interface PreparedCall {
	readonly workplace: Workplace;
	describe(): Task<Traceable>;
}

export function prepareCall(place: TracePlace, call: TracedCall): PreparedCall {
	const { chainId } = place;
	const isFree = (call.gasPrice ?? call.maxFeePerGas ?? 0n) === 0n;
	const blobBaseFee = call.blobVersionedHashes === undefined ? place.block.blobBaseFee : 0n;
	const block: BlockEnvironment = { ...place.block, blobBaseFee, baseFee: isFree ? 0n : place.block.baseFee };
	const workplace = enterPlace({ ...place, block });
	const { machine } = workplace;
	const sender = call.from ?? zeroAddress;
	function* describe(): Task<Traceable> {
		const record = machine.findAccount(sender);
		while (!machine.ensureAccount(record)) yield Promise.all(machine.takeWaiting());
		const tx = toTransaction(call, block, chainId, machine.nonceOf(record));
		machine.reset();
		return {
			about: describeTransaction(machine, tx, sender, block.coinbase),
			execute: () => executeTransaction(machine, tx, sender, { block, chainId, gasAvailable: tx.gasLimit, leniency }),
		};
	}
	return { workplace, describe };
}

function toTransaction(call: TracedCall, block: BlockEnvironment, chainId: bigint, nonce: bigint): Transaction {
	const { to, data = emptyBytes, value = 0n, gas = block.gasLimit, gasPrice, accessList = [] } = call;
	const fields = { nonce, gasLimit: gas, to, value, data, signature: undefined, chainId, accessList };
	const { authorizationList, blobVersionedHashes, maxFeePerGas } = call;
	const fees = {
		maxFeePerGas: maxFeePerGas ?? gasPrice ?? 0n,
		maxPriorityFeePerGas: call.maxPriorityFeePerGas ?? gasPrice ?? 0n,
	};
	if (authorizationList !== undefined) return { ...fields, ...fees, type: 4, authorizationList };
	if (blobVersionedHashes !== undefined) {
		return { ...fields, ...fees, type: 3, maxFeePerBlobGas: 0n, blobVersionedHashes };
	}
	if (maxFeePerGas !== undefined) return { ...fields, ...fees, type: 2 };
	// The oldest type that says all: a fork may not have the others.
	if (call.accessList === undefined) return { ...fields, type: 0, gasPrice: gasPrice ?? 0n, chainId: undefined };
	return { ...fields, type: 1, gasPrice: gasPrice ?? 0n };
}

/** What only a block demands of a transaction is not demanded of a call. */
const leniency: TransactionLeniency = { anyNonce: true, anySender: true, anyGasLimit: true, anyFee: true };
