import type { Address } from "../bytes/address.js";
import { Exit, FrameKind, Halt } from "../engine/abi.js";
import { type WarmEntry, warmUp } from "../evm/access.js";
import { attachLogs, type Log } from "../evm/logs.js";
import type { Machine } from "../evm/machine.js";
import { type MessageResult, readResult, writeMessage } from "../evm/message.js";
import type { Task } from "../evm/task.js";
import { creationAddress, type HaltReason } from "./execute-transaction.js";

/** A message without a transaction around it. */
export interface CallMessage {
	readonly from: Address;
	/** Undefined: a contract is created. */
	readonly to: Address | undefined;
	readonly data: Uint8Array;
	readonly value: bigint;
	readonly gas: bigint;
	readonly gasPrice: bigint;
	readonly isStatic: boolean;
	readonly accessList: readonly WarmEntry[];
	/** Code to run instead of that of `to`. */
	readonly code: Uint8Array | undefined;
	/** Keep the changes in the machine. */
	readonly commit: boolean;
}

interface Called {
	/** Gas the message used; no refund is taken off. */
	readonly gasUsed: bigint;
	/** Gas for growing the state, part of `gasUsed`; 0 before EIP-8037. */
	readonly stateGasUsed: bigint;
	/** What a transaction would have been given back, before the cap. */
	readonly gasRefund: bigint;
	/** Return data, revert data, or the code of a new contract. */
	readonly output: Uint8Array;
	readonly logs: readonly Log[];
	/** Of a creation: where. */
	readonly createdAddress: Address | undefined;
}

/** How a message ended. */
export type CallResult = Called &
	(
		| { readonly status: "success" }
		| { readonly status: "revert" }
		| { readonly status: "halt"; readonly reason: HaltReason }
	);

/** Runs a message with the access marks a transaction would have; the sender's nonce is raised by a creation only. */
export function* executeCall(machine: Machine, message: CallMessage, coinbase: Address): Task<CallResult> {
	const { functions } = machine.kernel;
	let finished = false;
	try {
		functions.beginTransaction();
		const sender = machine.findAccount(message.from);
		machine.setOrigin(sender);
		machine.setGasPrice(message.gasPrice);
		functions.setBlobCount(0);
		let to = message.to;
		if (to === undefined || message.code !== undefined) {
			to = yield* prepare(machine, message, sender);
		}
		warmUp(machine, [message.from, to], coinbase, message.accessList);
		writeMessage(machine, {
			kind: message.to === undefined ? FrameKind.create : FrameKind.call,
			caller: message.from,
			to,
			value: message.value,
			input: message.data,
			gas: message.gas,
			isStatic: message.isStatic,
		});
		// Not runMessage: a generator within a generator costs as much as a small call.
		while (functions.startMessage() === Exit.pending) yield Promise.all(machine.takeWaiting());
		while (functions.run() === Exit.pending) yield Promise.all(machine.takeWaiting());
		const result = finish(machine, message, to, readResult(machine));
		finished = true;
		return result;
	} finally {
		// Interrupted half-way: what the machine holds is no state.
		if (!finished) machine.reset();
	}
}

/** What only creations and calls of given code need. Answers the address of the message. */
function* prepare(machine: Machine, message: CallMessage, sender: number): Task<Address> {
	const { functions } = machine.kernel;
	let to = message.to;
	while (!machine.ensureAccount(sender)) yield Promise.all(machine.takeWaiting());
	if (to === undefined) {
		const nonce = machine.nonceOf(sender);
		to = creationAddress(machine, sender, nonce);
		functions.setNonce(sender, nonce + 1n);
	}
	if (message.code !== undefined) {
		const target = machine.findAccount(to);
		while (!machine.ensureAccount(target) || !machine.ensureCode(target)) yield Promise.all(machine.takeWaiting());
		functions.setCode(target, machine.installCode(message.code));
	}
	return to;
}

function finish(machine: Machine, message: CallMessage, to: Address, result: MessageResult): CallResult {
	const { functions } = machine.kernel;
	const created = message.to === undefined && result.status === "success";
	// A message that could not start is no revert: nobody decided it, and there is a reason to tell.
	const halted = result.status === "halt" || result.halt !== Halt.none;
	const gasUsed = message.gas - result.gasLeft;
	const gasRefund = functions.getRefund();
	const output = created ? machine.codeOf(machine.findAccount(to)) : result.output;
	const createdAddress = message.to === undefined ? to : undefined;
	// Two literals, each of one shape: building a result by spreading costs more than the rest of a small call.
	const called = (
		halted
			? {
					status: "halt",
					reason: Halt[result.halt] as HaltReason,
					gasUsed,
					stateGasUsed: 0n,
					gasRefund,
					output,
					logs: [],
					createdAddress,
				}
			: { status: result.status, gasUsed, stateGasUsed: 0n, gasRefund, output, logs: [], createdAddress }
	) as CallResult;
	if (result.status === "success" && functions.getLogCount() > 0) attachLogs(machine, called);
	if (!message.commit) functions.rollBackTo(0, 0, 0, 0n);
	functions.endTransaction();
	return called;
}
