import type { Address } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import { Exit, type FrameKind, type Halt } from "../engine/abi.js";
import type { Kernel } from "../engine/kernel.js";
import { BaseError } from "../errors/base-error.js";
import { type EncodedLogs, LogShelf } from "./log-shelf.js";
import { OutputShelf } from "./output-shelf.js";

/** Gas limits are signed 64-bit numbers in the kernel. */
export const maxGas: bigint = (1n << 63n) - 1n;

/** A gas limit is not a number from 0 to 2^63 - 1. */
export class GasLimitOutOfRangeError extends BaseError {}

/** Room for inputs; larger ones get more when they come. */
const usualInputSize = 4096;

/**
 * The two records in the kernel's memory by which it is told of a message, and tells what came of it
 * (kernel/top-message.ts). What lies there already is not written again: small calls in a row differ in little.
 */
export class MessageRecord {
	readonly #kernel: Kernel;
	readonly #findAccount: (address: Address) => number;
	readonly #message: number;
	readonly #result: number;
	#value: bigint | undefined;
	#gas: bigint | undefined;
	#caller: Address | undefined;
	#callee: Address | undefined;
	#coinbase: Address | undefined;
	#input = 0;
	#inputCapacity = -1;
	readonly #logs = new LogShelf();
	readonly #outputs = new OutputShelf();

	constructor(kernel: Kernel, findAccount: (address: Address) => number) {
		this.#kernel = kernel;
		this.#findAccount = findAccount;
		this.#message = kernel.layout.MESSAGE;
		this.#result = kernel.layout.RESULT;
	}

	/** The records of accounts are no longer where they were. */
	forgetAccounts(): void {
		this.#caller = undefined;
		this.#callee = undefined;
		this.#coinbase = undefined;
	}

	/**
	 * @param value - wei
	 * @throws {GasLimitOutOfRangeError} the gas is not from 0 to 2^63 - 1
	 */
	write(
		kind: FrameKind,
		caller: Address,
		callee: Address,
		value: bigint,
		input: Uint8Array,
		gas: bigint,
		isStatic: boolean,
	): void {
		const kernel = this.#kernel;
		const { length } = input;
		if (gas !== this.#gas) this.#writeGas(gas);
		if (value !== this.#value) {
			kernel.writeWord(this.#message, value);
			this.#value = value;
		}
		if (length > this.#inputCapacity) this.#growInput(length);
		if (caller !== this.#caller) {
			kernel.writeU32(this.#message + 52, this.#findAccount(caller));
			this.#caller = caller;
		}
		if (callee !== this.#callee) {
			kernel.writeU32(this.#message + 56, this.#findAccount(callee));
			this.#callee = callee;
		}
		if (length > 0) kernel.bytes.set(input, this.#input);
		const words = kernel.words32;
		const at = this.#message >>> 2;
		words[at + 10] = kind;
		words[at + 11] = isStatic ? 1 : 0;
		words[at + 12] = length;
	}

	#writeGas(gas: bigint): void {
		if (gas < 0n || gas > maxGas) {
			throw new GasLimitOutOfRangeError(`a gas limit is from 0 to ${maxGas}, not ${gas}`);
		}
		this.#kernel.writeU64(this.#message + 32, gas);
		this.#gas = gas;
	}

	#growInput(size: number): void {
		const capacity = Math.max(size, usualInputSize);
		this.#inputCapacity = -1;
		this.#input = this.#kernel.functions.reserveInput(capacity) >>> 0;
		if (this.#input === 0) throw new RangeError("out of memory");
		this.#inputCapacity = capacity;
	}

	/**
	 * What a call without a transaction needs besides.
	 *
	 * @param coinbase - the account that starts warm (EIP-3651); undefined: none does
	 * @param commit - keep the changes
	 */
	writeCall(coinbase: Address | undefined, commit: boolean): void {
		const kernel = this.#kernel;
		if (coinbase === undefined) {
			kernel.writeU32(this.#message + 60, 0);
		} else if (coinbase !== this.#coinbase) {
			kernel.writeU32(this.#message + 60, this.#findAccount(coinbase));
		}
		this.#coinbase = coinbase;
		kernel.writeU32(this.#message + 64, commit ? 1 : 0);
	}

	/** How the message ended. */
	get status(): "success" | "revert" | "halt" {
		const exit: Exit = this.#kernel.readU32(this.#result);
		return exit === Exit.success ? "success" : exit === Exit.revert ? "revert" : "halt";
	}

	/** Why it halted or did not start. */
	get halt(): Halt {
		return this.#kernel.readU32(this.#result + 4);
	}

	get gasLeft(): bigint {
		return this.#kernel.readU64(this.#result + 8);
	}

	get gasUsed(): bigint {
		return this.#kernel.readU64(this.#result + 16);
	}

	/** Gas to be given back, before the cap. */
	get refund(): bigint {
		return this.#kernel.readGas(this.#result + 24);
	}

	/** A copy of what the message returned; of a call that created a contract, the contract's code. */
	readOutput(): Uint8Array {
		const kernel = this.#kernel;
		const size = kernel.readU32(this.#result + 36);
		if (size === 0) return emptyBytes;
		const start = kernel.readU32(this.#result + 32);
		return this.#outputs.keep(kernel.bytes, start, start + size);
	}

	/** Bytes of the logs; 0 when there are none. */
	get logsSize(): number {
		return this.#kernel.readU32(this.#result + 44);
	}

	/** A copy of the logs. */
	copyLogs(): EncodedLogs {
		const kernel = this.#kernel;
		return this.#logs.keep(kernel.words32, kernel.readU32(this.#result + 40) >>> 2, this.logsSize >>> 2);
	}
}
