import { applyAuthorizations } from "../block/apply-authorizations.js";
import { describeTransaction } from "../block/describe-transaction.js";
import type { TransactionRefusal } from "../block/execute-transaction.js";
import { type Address, zeroAddress } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import { FrameKind } from "../engine/abi.js";
import { warmUp } from "../evm/access.js";
import type { BlockEnvironment } from "../evm/block-environment.js";
import type { Machine } from "../evm/machine.js";
import { runMessage } from "../evm/message.js";
import type { Task } from "../evm/task.js";
import { effectiveGasPrice } from "../tx/fees.js";
import { intrinsicGas } from "../tx/intrinsic-gas.js";
import type { AccessListEntry, Authorization, Transaction } from "../tx/transaction.js";
import type { TransactionExceptionName } from "../tx/transaction-exception.js";
import type { JsonValue } from "./json-value.js";
import { enterPlace, type TracePlace, type Workplace } from "./trace-place.js";
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
}

/** A call, ready to be executed as often as it is wanted. */
export interface PreparedCall {
	readonly workplace: Workplace;
	describe(): Task<Traceable>;
}

export function prepareCall(place: TracePlace, call: TracedCall): PreparedCall {
	const isFree = (call.gasPrice ?? call.maxFeePerGas ?? 0n) === 0n;
	const block: BlockEnvironment = isFree ? { ...place.block, baseFee: 0n } : place.block;
	const workplace = enterPlace({ ...place, block });
	const { machine } = workplace;
	const sender = call.from ?? zeroAddress;
	function* describe(): Task<Traceable> {
		const record = machine.findAccount(sender);
		while (!machine.ensureAccount(record)) yield Promise.all(machine.takeWaiting());
		const tx = toTransaction(call, block, machine.nonceOf(record));
		machine.reset();
		return {
			about: describeTransaction(machine, tx, sender, block.coinbase),
			execute: () => executeUnsigned(machine, tx, sender, block, place.chainId),
		};
	}
	return { workplace, describe };
}

function toTransaction(call: TracedCall, block: BlockEnvironment, nonce: bigint): Transaction {
	const { to, data = emptyBytes, value = 0n, gas = block.gasLimit, gasPrice, accessList = [] } = call;
	const fields = { nonce, gasLimit: gas, to, value, data, signature: undefined, chainId: 0n, accessList };
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
	return { ...fields, type: 1, gasPrice: gasPrice ?? 0n };
}

/** As a transaction is executed (Yellow Paper 6), whoever the sender is, and whatever its nonce. */
function* executeUnsigned(
	machine: Machine,
	tx: Transaction,
	sender: Address,
	block: BlockEnvironment,
	chainId: bigint,
): Task<{ readonly gasUsed: bigint } | TransactionRefusal> {
	let finished = false;
	try {
		const result = yield* execute(machine, tx, sender, block, chainId);
		finished = true;
		return result;
	} finally {
		if (!finished) machine.reset();
	}
}

function* execute(
	machine: Machine,
	tx: Transaction,
	sender: Address,
	block: BlockEnvironment,
	chainId: bigint,
): Task<{ readonly gasUsed: bigint } | TransactionRefusal> {
	const { spec, kernel, scratch } = machine;
	const { functions } = kernel;
	const { intrinsic, floor } = intrinsicGas(tx, spec);
	if (tx.gasLimit < intrinsic) return refuse("INTRINSIC_GAS_TOO_LOW");
	if (tx.gasLimit < floor) return refuse("INTRINSIC_GAS_BELOW_FLOOR_GAS_COST");
	const gasPrice = effectiveGasPrice(tx, block.baseFee);
	if (gasPrice < block.baseFee) return refuse("INSUFFICIENT_MAX_FEE_PER_GAS");
	functions.beginTransaction();
	const payer = machine.findAccount(sender);
	const producer = machine.findAccount(block.coinbase);
	while (!machine.ensureAccount(payer) || !machine.ensureAccount(producer)) yield Promise.all(machine.takeWaiting());
	if (machine.balanceOf(payer) < tx.gasLimit * gasPrice + tx.value) return refuse("INSUFFICIENT_ACCOUNT_FUNDS");
	const about = describeTransaction(machine, tx, sender, block.coinbase);
	kernel.writeWord(scratch, tx.gasLimit * gasPrice);
	functions.subtractBalance(payer, scratch);
	functions.setNonce(payer, machine.nonceOf(payer) + 1n);
	machine.setOrigin(payer);
	machine.setGasPrice(gasPrice);
	kernel.setBlobHashes(tx.type === 3 ? tx.blobVersionedHashes.map(BigInt) : []);
	warmUp(machine, [sender, about.to], block.coinbase, tx.type === 0 ? [] : tx.accessList);
	if (tx.type === 4) yield* applyAuthorizations(machine, tx.authorizationList, chainId);
	const message = yield* runMessage(machine, {
		kind: about.creates ? FrameKind.create : FrameKind.call,
		caller: sender,
		to: about.to,
		value: tx.value,
		input: tx.data,
		gas: tx.gasLimit - intrinsic,
		isStatic: false,
	});
	const spent = tx.gasLimit - message.gasLeft;
	const cap = spent / BigInt(spec.parameters.maxRefundQuotient);
	const earned = functions.getRefund();
	let gasUsed = spent - (earned < cap ? earned : cap);
	if (gasUsed < floor) gasUsed = floor;
	kernel.writeWord(scratch, (tx.gasLimit - gasUsed) * gasPrice);
	functions.addBalance(payer, scratch);
	kernel.writeWord(scratch, gasUsed * (spec.rules.feeMarket ? gasPrice - block.baseFee : gasPrice));
	functions.addBalance(producer, scratch);
	functions.endTransaction();
	return { gasUsed };
}

function refuse(name: TransactionExceptionName): TransactionRefusal {
	return { status: "refused", exception: `TransactionException.${name}` };
}
