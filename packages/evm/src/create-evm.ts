import { describeTransaction } from "./block/describe-transaction.js";
import { type CallMessage, type CallResult, executeCall, executeCallSync } from "./block/execute-call.js";
import {
	executeTransaction,
	type HaltReason,
	type TransactionRefusal,
	type TransactionResult,
} from "./block/execute-transaction.js";
import { type Address, parseAddress, zeroAddress } from "./bytes/address.js";
import { emptyBytes } from "./bytes/bytes.js";
import { type Hex, hexToBytes } from "./bytes/hex.js";
import { IntegerOutOfRangeError } from "./bytes/integer.js";
import type { EngineTier } from "./engine/compiler/policy/compile-limits.js";
import { BaseError } from "./errors/base-error.js";
import { checkBigInt } from "./errors/invalid-parameter-error.js";
import { type BlockEnvironment, emptyBlock, enterBlock } from "./evm/block-environment.js";
import { takeChanges } from "./evm/changes.js";
import { Machine } from "./evm/machine.js";
import { maxGas } from "./evm/message-record.js";
import { runAsync, runSync, type Task } from "./evm/task.js";
import { watchTask } from "./evm/trace-bridge.js";
import { defaultForkName } from "./spec/fork-name.js";
import { resolveSpec, type Spec } from "./spec/spec.js";
import type { StateDatabase } from "./state/database.js";
import { MemoryState } from "./state/memory-state.js";
import type { Tracer } from "./trace/tracer.js";
import { checkFieldTypes } from "./tx/check-field-types.js";
import { decodeTransaction } from "./tx/decode.js";
import { recoverSender } from "./tx/sender.js";
import type { AccessListEntry, Transaction } from "./tx/transaction.js";

export type { CallResult, HaltReason };

/** What an {@link Evm} is made of. */
export interface EvmOptions {
	/** A fork by any name the test formats use, EIPs added: `"Cancun"`, `"Osaka+8024"`. Default: `"Osaka"`. */
	readonly fork?: string;
	/** Where state is read from, and written to by `transact`. Default: an empty state in memory. */
	readonly state?: StateDatabase;
	/** The block in which everything runs; what is left out is as in an empty block. */
	readonly block?: Partial<BlockEnvironment>;
	/** Default: 1. */
	readonly chainId?: number | bigint;
	/** Which tier runs code: the results are the same. Default: `"auto"`, hot code is compiled. */
	readonly engine?: EngineTier;
}

/** A message call or creation without a transaction around it: nothing is signed, and no gas is paid for. */
export interface CallParameters {
	/** Default: the zero address. */
	readonly from?: Address;
	/** The account called; undefined: a contract is created. */
	readonly to?: Address | undefined;
	/** Input of a call, initcode of a creation: bytes, or hex with 0x. */
	readonly data?: Uint8Array | Hex;
	/** Wei; the sender has to have it. Default: 0. */
	readonly value?: bigint;
	/** At most 2^63 - 1, which is the default. */
	readonly gas?: bigint;
	/** What GASPRICE answers. Default: 0. */
	readonly gasPrice?: bigint;
	/** Refuse changes of state, as STATICCALL does: a value and a creation are some, and halt at once. */
	readonly isStatic?: boolean;
	readonly accessList?: readonly AccessListEntry[];
	/** Code to run instead of that of `to`; with `commit` it stays that account's code. */
	readonly code?: Uint8Array | Hex;
	/** Keep the changes. Default: false, the state stays as it was. */
	readonly commit?: boolean;
	readonly tracer?: Tracer;
}

export interface TransactOptions {
	/** Who sends; needed for a transaction that is not signed, and not checked against a signature. */
	readonly sender?: Address;
	readonly tracer?: Tracer;
}

/**
 * An Ethereum Virtual Machine: one fork's rules, one state, one block.
 *
 * @example
 * ```ts
 * const evm = createEvm({ fork: "Osaka" });
 * const result = evm.call({ to: "0x00000000000000000000000000000000000000aa", code: "0x602a5f5260205ff3" });
 * // { status: "success", output: Uint8Array [… 42], gasUsed: 16n, … }
 * ```
 */
export class Evm {
	readonly spec: Spec;
	readonly state: StateDatabase;
	readonly chainId: bigint;
	readonly #machine: Machine;
	#block: BlockEnvironment;
	#busy = false;

	constructor(options: EvmOptions = {}) {
		this.spec = resolveSpec(options.fork ?? defaultForkName);
		this.state = options.state ?? new MemoryState();
		this.chainId = BigInt(options.chainId ?? 1);
		checkWord("The chain id", this.chainId);
		this.#machine = new Machine(this.spec, this.state, options.engine ?? "auto");
		this.#block = { ...emptyBlock, ...options.block };
		checkBlock(this.#block);
		enterBlock(this.#machine, this.#block, this.chainId);
	}

	/** The block in which everything runs. */
	get block(): BlockEnvironment {
		return this.#block;
	}

	/**
	 * Enters another block; what is left out stays as it was.
	 *
	 * @throws {EvmBusyError} something is running
	 * @throws {IntegerOutOfRangeError} a number is not from 0 to 2^256 - 1
	 */
	setBlock(block: Partial<BlockEnvironment>): void {
		if (this.#busy) throw new EvmBusyError("this Evm is running: it enters another block afterwards");
		const next = { ...this.#block, ...block };
		checkBlock(next);
		enterBlock(this.#machine, next, this.chainId);
		this.#block = next;
	}

	/**
	 * Runs a message call or a creation.
	 *
	 * @throws {InvalidAddressError} `from` or `to` is no address
	 * @throws {InvalidParameterError} a number is no bigint
	 * @throws {IntegerOutOfRangeError} the value is not from 0 to 2^256 - 1
	 * @throws {AsynchronousStateError} the state is not to be had at once: use `callAsync`
	 */
	call(parameters: CallParameters): CallResult {
		this.#enter();
		let isComplete = false;
		try {
			const result =
				parameters.tracer === undefined
					? executeCallSync(this.#machine, this.#begin(parameters), this.#block.coinbase)
					: runSync(this.#call(parameters));
			if (parameters.commit) this.#write();
			isComplete = true;
			return result;
		} finally {
			this.#leave(isComplete);
		}
	}

	/** As `call`; waits for state that is loaded asynchronously. One call at a time. */
	async callAsync(parameters: CallParameters): Promise<CallResult> {
		return this.#exclusivelyAsync(async () => {
			const result = await runAsync(this.#call(ownCall(parameters)));
			if (parameters.commit) this.#write();
			return result;
		});
	}

	/**
	 * Executes a transaction and writes what it changed to the state. A transaction that must not be executed answers
	 * `{ status: "refused", exception }` and changes nothing.
	 *
	 * @param transaction - signed, or with `sender` in the options; as an object, or encoded (EIP-2718)
	 * @throws {InvalidTransactionError} the encoding is not one of a transaction
	 * @throws {InvalidParameterError} a number is no bigint, or the data no Uint8Array
	 * @throws {AsynchronousStateError} the state is not to be had at once: use `transactAsync`
	 */
	transact(
		transaction: Transaction | Uint8Array | Hex,
		options: TransactOptions = {},
	): TransactionResult | TransactionRefusal {
		return this.#exclusively(() => runSync(this.#transact(transaction, options)));
	}

	/** As `transact`; waits for state that is loaded asynchronously. One transaction at a time. */
	async transactAsync(
		transaction: Transaction | Uint8Array | Hex,
		options: TransactOptions = {},
	): Promise<TransactionResult | TransactionRefusal> {
		return this.#exclusivelyAsync(() => runAsync(this.#transact(ownTransaction(transaction), options)));
	}

	#call(parameters: CallParameters): Task<CallResult> {
		const message = this.#begin(parameters);
		const task = executeCall(this.#machine, message, this.#block.coinbase);
		return parameters.tracer === undefined ? task : watchTask(this.#machine, parameters.tracer, task);
	}

	/** The message of a call that is about to run. */
	#begin(parameters: CallParameters): CallMessage {
		this.#machine.refresh();
		if (parameters.value !== undefined) checkWord("The value", parameters.value);
		if (parameters.gas !== undefined) checkBigInt("The gas", parameters.gas);
		if (parameters.gasPrice !== undefined) checkWord("The gas price", parameters.gasPrice);
		for (const { storageKeys } of parameters.accessList ?? []) {
			for (const key of storageKeys) checkWord("A storage key of the access list", key);
		}
		return {
			from: parameters.from ?? zeroAddress,
			// Other libraries say null.
			to: parameters.to ?? undefined,
			data: toBytes(parameters.data),
			value: parameters.value ?? 0n,
			gas: parameters.gas ?? maxGas,
			gasPrice: parameters.gasPrice ?? 0n,
			isStatic: parameters.isStatic ?? false,
			accessList: parameters.accessList ?? [],
			code: parameters.code === undefined ? undefined : toBytes(parameters.code),
			commit: parameters.commit ?? false,
		};
	}

	*#transact(
		input: Transaction | Uint8Array | Hex,
		{ sender, tracer }: TransactOptions,
	): Task<TransactionResult | TransactionRefusal> {
		const transaction =
			typeof input === "string" || input instanceof Uint8Array ? decodeTransaction(toBytes(input)) : input;
		checkFieldTypes(transaction);
		this.#machine.refresh();
		const from = sender ?? recoverSender(transaction, this.spec);
		if (from === undefined) return { status: "refused", exception: "TransactionException.INVALID_SIGNATURE_VRS" };
		const context = { block: this.#block, chainId: this.chainId, gasAvailable: this.#block.gasLimit };
		const task = executeTransaction(this.#machine, transaction, from, context);
		const result = yield* tracer === undefined
			? task
			: watchTask(
					this.#machine,
					tracer,
					task,
					describeTransaction(this.#machine, transaction, from, this.#block.coinbase),
				);
		if (result.status !== "refused") this.#write();
		return result;
	}

	#write(): void {
		if (this.state.applyChanges === undefined) return;
		// What others have written meanwhile, this machine has not read.
		const isAlone = this.#machine.isUpToDate;
		this.state.applyChanges(takeChanges(this.#machine));
		if (isAlone) this.#machine.acknowledge();
		if (this.#machine.heldRecords > maxHeldRecords) this.#machine.reset();
	}

	#exclusively<T>(work: () => T): T {
		this.#enter();
		let isComplete = false;
		try {
			const result = work();
			isComplete = true;
			return result;
		} finally {
			this.#leave(isComplete);
		}
	}

	async #exclusivelyAsync<T>(work: () => Promise<T>): Promise<T> {
		this.#enter();
		let isComplete = false;
		try {
			const result = await work();
			isComplete = true;
			return result;
		} finally {
			this.#leave(isComplete);
		}
	}

	/** @param isComplete - all is written; otherwise the machine holds what the state does not, and forgets it */
	#leave(isComplete: boolean): void {
		this.#busy = false;
		if (!isComplete) this.#machine.reset();
	}

	#enter(): void {
		if (this.#busy) throw new EvmBusyError("this Evm is running already: wait for it, or create another one");
		this.#busy = true;
	}
}

/** Accounts and slots that are held from one call to the next: before it writes, all of them are looked through, some 1 ms. */
const maxHeldRecords = 1 << 15;

/** A second call or transaction was started while one was running, or waiting for state. */
export class EvmBusyError extends BaseError {}

/** An {@link Evm} with the given rules, state and block. */
export function createEvm(options: EvmOptions = {}): Evm {
	return new Evm(options);
}

function checkBlock({ coinbase, ...numbers }: BlockEnvironment): void {
	parseAddress(coinbase);
	for (const [name, value] of Object.entries(numbers)) checkWord(`The block's ${name}`, value);
}

function checkWord(what: string, value: bigint): void {
	checkBigInt(what, value);
	if (value >= 0n && value >> 256n === 0n) return;
	throw new IntegerOutOfRangeError(`${what} is not from 0 to 2^256 - 1: ${value}`);
}

// While an asynchronous call waits, its caller may go on using what it has given.

function ownCall(parameters: CallParameters): CallParameters {
	const { data, code, accessList } = parameters;
	return {
		...parameters,
		...(data !== undefined && { data: own(data) }),
		...(code !== undefined && { code: own(code) }),
		...(accessList !== undefined && {
			accessList: accessList.map(({ address, storageKeys }) => ({ address, storageKeys: [...storageKeys] })),
		}),
	};
}

function ownTransaction(transaction: Transaction | Uint8Array | Hex): Transaction | Uint8Array | Hex {
	if (typeof transaction === "string" || transaction instanceof Uint8Array) return own(transaction);
	return { ...transaction, data: own(transaction.data) };
}

/** Not `slice` of what may be a Node Buffer: that is a view of the same bytes. */
function own<T>(bytes: T | Uint8Array): T | Uint8Array {
	return bytes instanceof Uint8Array ? new Uint8Array(bytes) : bytes;
}

function toBytes(data: Uint8Array | Hex | undefined): Uint8Array {
	if (data === undefined) return emptyBytes;
	return typeof data === "string" ? hexToBytes(data) : data;
}
