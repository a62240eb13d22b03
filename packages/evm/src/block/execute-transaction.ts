import type { Address } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import { FrameKind, Halt } from "../engine/abi.js";
import { warmUp } from "../evm/access.js";
import type { BlockEnvironment } from "../evm/block-environment.js";
import type { Log } from "../evm/log-shelf.js";
import type { Machine } from "../evm/machine.js";
import { type MessageResult, runMessage } from "../evm/message.js";
import type { Task } from "../evm/task.js";
import { blobGas, effectiveGasPrice } from "../tx/fees.js";
import { intrinsicGas } from "../tx/intrinsic-gas.js";
import type { Transaction } from "../tx/transaction.js";
import type { TransactionException } from "../tx/transaction-exception.js";
import { type TransactionLeniency, validateSender, validateTransaction } from "../tx/validate.js";
import { applyAuthorizations } from "./apply-authorizations.js";

/** Why an execution halted: the name of a Halt. */
export type HaltReason = keyof typeof Halt;

interface Executed {
	/** What the sender paid for, after refunds. */
	readonly gasUsed: bigint;
	/** Gas for growing the state, part of `gasUsed`; 0 before EIP-8037. */
	readonly stateGasUsed: bigint;
	/** Gas given back, after the cap. */
	readonly gasRefunded: bigint;
	readonly output: Uint8Array;
	readonly logs: readonly Log[];
	/** The contract, of a transaction that creates one; whether it exists tells `status`. */
	readonly createdAddress: Address | undefined;
	/** Wei per gas. */
	readonly effectiveGasPrice: bigint;
	readonly blobGasUsed: bigint;
}

/** How a transaction that was executed ended. */
export type TransactionResult = Executed &
	(
		| { readonly status: "success" }
		| { readonly status: "revert" }
		| { readonly status: "halt"; readonly reason: HaltReason }
	);

/** A transaction that must not be executed. Nothing has changed. */
export interface TransactionRefusal {
	readonly status: "refused";
	/** The execution specification's name of the fault. */
	readonly exception: TransactionException;
}

const noLogs: readonly Log[] = [];

/** What a transaction is executed in. */
export interface TransactionContext {
	readonly block: BlockEnvironment;
	readonly chainId: bigint;
	/** Gas the block has left. */
	readonly gasAvailable: bigint;
	/** Blob gas the block has left; undefined: a whole block's. */
	readonly blobGasAvailable?: bigint | undefined;
	/** What is let pass, for simulations; nothing when left out. */
	readonly leniency?: TransactionLeniency | undefined;
	/**
	 * Whether all changes are taken back when it has ended: what the machine has read stays read, for the next one on the same state. Then
	 * `output` of a creation is the contract's code. Default: false.
	 */
	readonly takesBack?: boolean | undefined;
}

/**
 * Executes a transaction whose sender is known, in the block that the machine has entered: validation, purchase of
 * gas, authorizations, the message, refund, the producer's fee, deletion of accounts (Yellow Paper 6). The changes stay
 * in the machine, unless they are to be taken back.
 */
export function* executeTransaction(
	machine: Machine,
	tx: Transaction,
	sender: Address,
	context: TransactionContext,
): Task<TransactionResult | TransactionRefusal> {
	let finished = false;
	try {
		const result = yield* execute(machine, tx, sender, context);
		finished = true;
		return result;
	} finally {
		// Interrupted half-way: what the machine holds is no state.
		if (!finished) machine.reset();
	}
}

function* execute(
	machine: Machine,
	tx: Transaction,
	sender: Address,
	context: TransactionContext,
): Task<TransactionResult | TransactionRefusal> {
	const { spec, kernel } = machine;
	const { functions } = kernel;
	const { block } = context;

	// Validation
	const fault = validateTransaction(tx, spec, {
		chainId: context.chainId,
		baseFee: block.baseFee,
		blobBaseFee: block.blobBaseFee,
		gasAvailable: context.gasAvailable,
		blobGasAvailable: context.blobGasAvailable,
		leniency: context.leniency,
	});
	if (fault !== undefined) return { status: "refused", exception: fault };
	functions.beginTransaction();
	const payer = machine.findAccount(sender);
	const producer = machine.findAccount(block.coinbase);
	while (!machine.ensureAccount(payer) || !machine.ensureCode(payer) || !machine.ensureAccount(producer)) {
		yield Promise.all(machine.takeWaiting());
	}
	const nonce = machine.nonceOf(payer);
	const account = { nonce, balance: machine.balanceOf(payer), code: machine.codeOf(payer) };
	const senderFault = validateSender(tx, spec, account, context.leniency);
	if (senderFault !== undefined) return { status: "refused", exception: senderFault };

	// Purchase of gas
	const gasPrice = effectiveGasPrice(tx, block.baseFee);
	const blobGasUsed = blobGas(tx, spec);
	// An offer below the base fee, which a leniency let pass, is all that is paid: the balance covers no more.
	const blobPrice = tx.type === 3 && tx.maxFeePerBlobGas < block.blobBaseFee ? tx.maxFeePerBlobGas : block.blobBaseFee;
	kernel.writeWord(machine.scratch, tx.gasLimit * gasPrice + blobGasUsed * blobPrice);
	functions.subtractBalance(payer, machine.scratch);
	functions.setNonce(payer, nonce + 1n);
	machine.setOrigin(payer);
	machine.setGasPrice(gasPrice);
	kernel.setBlobHashes(tx.type === 3 ? tx.blobVersionedHashes.map(BigInt) : []);

	const creates = tx.to === undefined;
	const to = tx.to ?? creationAddress(machine, payer, nonce);
	warmUp(machine, [sender, to], block.coinbase, tx.type === 0 ? [] : tx.accessList);
	if (tx.type === 4) yield* applyAuthorizations(machine, tx.authorizationList, context.chainId);

	// Execution
	const { intrinsic, floor } = intrinsicGas(tx, spec);
	const message: MessageResult = yield* runMessage(machine, {
		kind: creates ? FrameKind.create : FrameKind.call,
		caller: sender,
		to,
		value: tx.value,
		input: tx.data,
		gas: tx.gasLimit - intrinsic,
		isStatic: false,
	});

	// Settlement
	const spent = tx.gasLimit - message.gasLeft;
	const cap = spent / BigInt(spec.parameters.maxRefundQuotient);
	const earned = functions.getRefund();
	let gasUsed = spent - (earned < cap ? earned : cap);
	if (gasUsed < floor) gasUsed = floor;
	kernel.writeWord(machine.scratch, (tx.gasLimit - gasUsed) * gasPrice);
	functions.addBalance(payer, machine.scratch);
	// Below the base fee is only a price of 0 that a leniency let pass.
	const burnt = spec.rules.feeMarket && gasPrice >= block.baseFee ? block.baseFee : 0n;
	kernel.writeWord(machine.scratch, gasUsed * (gasPrice - burnt));
	functions.addBalance(producer, machine.scratch);
	// One literal, for a spread before other fields takes longer than most calls.
	const result = {
		status: message.status,
		gasUsed,
		stateGasUsed: 0n,
		gasRefunded: spent > gasUsed ? spent - gasUsed : 0n,
		output: creates && message.status === "success" ? outputOfCreation(machine, to, context) : message.output,
		createdAddress: creates ? to : undefined,
		effectiveGasPrice: gasPrice,
		blobGasUsed,
		logs: noLogs,
	};
	if (context.takesBack === true) functions.takeBackTransaction();
	else functions.endTransaction();
	if (message.status === "halt") return { ...result, status: "halt", reason: Halt[message.halt] as HaltReason };
	if (machine.messageRecord.logsSize > 0) {
		const encoded = machine.messageRecord.copyLogs();
		// Of a call whose changes are taken back hardly anybody asks for them.
		if (context.takesBack !== true) result.logs = encoded.logs;
		else Object.defineProperty(result, "logs", { enumerable: true, get: () => encoded.logs });
	}
	return result as TransactionResult;
}

/** The code, where nobody could look at the contract any more. */
function outputOfCreation(machine: Machine, contract: Address, { takesBack }: TransactionContext): Uint8Array {
	return takesBack === true ? machine.codeOf(machine.findAccount(contract)) : emptyBytes;
}

/** Where a creation by this account with this nonce puts its contract. */
export function creationAddress(machine: Machine, creator: number, nonce: bigint): Address {
	const { kernel, scratch } = machine;
	kernel.functions.creationAddress(creator, nonce, scratch);
	return `0x${kernel.readWord(scratch).toString(16).padStart(40, "0")}`;
}
