import type { Address } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import { Exit, FrameKind, Halt } from "../engine/abi.js";
import { type WarmEntry, warmUp } from "../evm/access.js";
import type { EncodedLogs, Log } from "../evm/log-shelf.js";
import type { Machine } from "../evm/machine.js";
import { refuseToWait, runSync, type Task } from "../evm/task.js";
import { maxNonce } from "../spec/limits.js";
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
	/**
	 * Decoded when they are first looked at. A copy of a whole result (`{ ...result }`, `structuredClone`) does not have those of a call
	 * that emitted some: copy them by name.
	 */
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

/**
 * Runs a message with the access marks a transaction would have; the sender's nonce is raised by a creation only.
 */
export function* executeCall(machine: Machine, message: CallMessage, coinbase: Address): Task<CallResult> {
	const { functions } = machine.kernel;
	let finished = false;
	try {
		const refusal = yield* findRefusal(machine, message);
		if (refusal !== undefined) {
			finished = true;
			return notStarted(refusal);
		}
		let exit: Exit;
		let createdAddress: Address | undefined;
		if (needsNothing(message)) {
			writeCall(machine, message, message.to, coinbase);
			exit = functions.executeCall();
		} else {
			functions.beginTransaction();
			const to = yield* prepare(machine, message);
			if (message.to === undefined) createdAddress = to;
			warmUp(machine, [], coinbase, message.accessList);
			writeCall(machine, message, to, coinbase);
			exit = functions.continueCall();
		}
		for (; exit === Exit.pending; exit = functions.continueCall()) yield Promise.all(machine.takeWaiting());
		const result = readResult(machine, createdAddress);
		finished = true;
		return result;
	} catch (error) {
		return outOfMemory(machine, message, error);
	} finally {
		// Interrupted half-way: what the machine holds is no state.
		if (!finished) machine.reset();
	}
}

/**
 * As `executeCall`, where nothing has to be waited for. A small call takes less time than making a generator.
 *
 * @throws {AsynchronousStateError} something has
 */
export function executeCallSync(machine: Machine, message: CallMessage, coinbase: Address): CallResult {
	if (!needsNothing(message)) return runSync(executeCall(machine, message, coinbase));
	let finished = false;
	try {
		writeCall(machine, message, message.to, coinbase);
		if (machine.kernel.functions.executeCall() === Exit.pending) refuseToWait(Promise.all(machine.takeWaiting()));
		const result = readResult(machine, undefined);
		finished = true;
		return result;
	} catch (error) {
		return outOfMemory(machine, message, error);
	} finally {
		if (!finished) machine.reset();
	}
}

/** A message with more gas than blocks have can exhaust the kernel's memory. Otherwise throws what was thrown. */
function outOfMemory(machine: Machine, { gas }: CallMessage, error: unknown): CallResult {
	if (error instanceof WebAssembly.RuntimeError && machine.kernel.functions.isHeapExhausted()) {
		return notStarted(Halt.memoryLimit, gas);
	}
	throw error;
}

type PlainCall = CallMessage & { readonly to: Address };

/** Nothing to be done before the kernel can take over. */
function needsNothing(message: CallMessage): message is PlainCall {
	const { to, code, accessList, isStatic, value } = message;
	return to !== undefined && code === undefined && accessList.length === 0 && !(isStatic && value !== 0n);
}

/** Why a message does not start, as CREATE and STATICCALL would say; what a call lacks, the kernel finds out. */
function* findRefusal(machine: Machine, { from, to, value, isStatic }: CallMessage): Task<Halt | undefined> {
	if (isStatic && (to === undefined || value !== 0n)) return Halt.staticWrite;
	if (to !== undefined) return undefined;
	const sender = machine.findAccount(from);
	while (!machine.ensureAccount(sender)) yield Promise.all(machine.takeWaiting());
	if (machine.balanceOf(sender) < value) return Halt.insufficientBalance;
	return machine.nonceOf(sender) === maxNonce ? Halt.nonceOverflow : undefined;
}

/** A message of which nothing remains; one that ended before it began used no gas. */
function notStarted(halt: Halt, gasUsed = 0n): CallResult {
	return {
		status: "halt",
		reason: Halt[halt] as HaltReason,
		gasUsed,
		stateGasUsed: 0n,
		gasRefund: 0n,
		output: emptyBytes,
		createdAddress: undefined,
		logs: [],
	};
}

function writeCall(machine: Machine, message: CallMessage, to: Address, coinbase: Address): void {
	machine.setGasPrice(message.gasPrice);
	const kind = message.to === undefined ? FrameKind.create : FrameKind.call;
	const { messageRecord } = machine;
	messageRecord.write(kind, message.from, to, message.value, message.data, message.gas, message.isStatic);
	messageRecord.writeCall(machine.spec.rules.warmCoinbase ? coinbase : undefined, message.commit);
}

/** What only creations and calls of given code need. Answers the address of the message. */
function* prepare(machine: Machine, message: CallMessage): Task<Address> {
	const { functions } = machine.kernel;
	const sender = machine.findAccount(message.from);
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

function readResult(machine: Machine, createdAddress: Address | undefined): CallResult {
	const { messageRecord } = machine;
	const { status, halt, gasUsed, refund } = messageRecord;
	const output = messageRecord.readOutput();
	// Literals, each of one shape: building a result by spreading costs more than the rest of a small call.
	// A message that could not start is no revert: nobody decided it, and there is a reason to tell.
	if (status === "halt" || halt !== Halt.none) {
		const reason = Halt[halt] as HaltReason;
		return {
			status: "halt",
			reason,
			gasUsed,
			stateGasUsed: 0n,
			gasRefund: refund,
			output,
			createdAddress,
			logs: [],
		};
	}
	if (messageRecord.logsSize === 0) {
		return { status, gasUsed, stateGasUsed: 0n, gasRefund: refund, output, createdAddress, logs: [] };
	}
	return new LoggedCall(status, gasUsed, refund, output, createdAddress, messageRecord.copyLogs());
}

/**
 * The result of a call that emitted logs, which are decoded when they are first looked at. It is a class because a getter of a class
 * costs nothing, and one of each result a third of the time of a small call.
 */
class LoggedCall implements Called {
	readonly status: "success" | "revert";
	readonly gasUsed: bigint;
	readonly stateGasUsed: bigint = 0n;
	readonly gasRefund: bigint;
	readonly output: Uint8Array;
	readonly createdAddress: Address | undefined;
	readonly #encoded: EncodedLogs;

	constructor(
		status: "success" | "revert",
		gasUsed: bigint,
		gasRefund: bigint,
		output: Uint8Array,
		createdAddress: Address | undefined,
		encoded: EncodedLogs,
	) {
		this.status = status;
		this.gasUsed = gasUsed;
		this.gasRefund = gasRefund;
		this.output = output;
		this.createdAddress = createdAddress;
		this.#encoded = encoded;
	}

	get logs(): readonly Log[] {
		return this.#encoded.logs;
	}

	/** What `console.log` shows: all of it, as of other results. */
	[Symbol.for("nodejs.util.inspect.custom")](): object {
		return { ...this, logs: this.logs };
	}
}
