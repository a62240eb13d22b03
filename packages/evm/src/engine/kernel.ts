import { decodeBase64 } from "../crypto/base64.js";
import { opcodes } from "../spec/opcodes.js";
import { Parameter } from "../spec/parameters.js";
import { Rule } from "../spec/rules.js";
import type { Spec } from "../spec/spec.js";
import type { EnvironmentWord, Exit, HostAnswer } from "./abi.js";
import { randomSeed } from "./hash-seed.js";
import { type KernelLayout, layoutNames } from "./kernel-layout.js";
import { kernelWasm } from "./kernel-wasm.js";

/** What the kernel asks of the host; addresses are those of records in its memory. See kernel/host.ts. */
export interface KernelHost {
	loadAccount(account: number): HostAnswer;
	loadSlot(slot: number): HostAnswer;
	loadCode(account: number): HostAnswer;
	blockHash(number: number, target: number): HostAnswer;
	precompile(number: number, input: number, inputSize: number, gas: number): HostAnswer;
	precompileReady(number: number): HostAnswer;
	step(frame: number): void;
	enter(frame: number): void;
	leave(frame: number, exit: number, halt: number): void;
	compile(code: number): void;
}

/** The functions the kernel exports; addresses and sizes are numbers, gas is a bigint. See kernel/index.ts. */
export interface KernelFunctions {
	initialize(): void;
	setHashSeed(seed: bigint): void;
	setMemoryPrice(perWord: bigint, divisorShift: bigint): void;
	setBlobCount(count: number): void;
	setTracing(flags: number, watchedAccount: number): void;
	setRefund(refund: bigint): void;
	runMessage(): Exit;
	executeCall(): Exit;
	continueCall(): Exit;
	reserveInput(size: number): number;
	reserveCode(size: number): number;
	reserveReturnData(size: number): number;
	clearReturnData(): void;
	beginTransaction(): void;
	endTransaction(): void;
	takeBackTransaction(): void;
	resetState(): void;
	findAccount(address: number): number;
	findSlot(account: number, key: number): number;
	warmAccount(account: number): void;
	warmSlot(slot: number): void;
	setNonce(account: number, nonce: bigint): void;
	setCode(account: number, code: number): void;
	addBalance(account: number, amount: number): void;
	subtractBalance(account: number, amount: number): void;
	touch(account: number): void;
	createAccount(account: number): void;
	creationAddress(account: number, nonce: bigint, target: number): void;
	installCode(source: number, size: number, hash: number): number;
	findCode(hash: number): number;
	clearCode(): void;
	keccak256(source: number, size: number, target: number): void;
	getCurrentFrame(): number;
	getEpoch(): number;
	getJournalTop(): number;
	getJournal(): number;
	getLogTop(): number;
	getLogs(): number;
	getLastAccount(): number;
	getLastSlot(): number;
	getRefund(): bigint;
	getFailedCost(): bigint;
	getReturnData(): number;
	getReturnDataSize(): number;
	getEmptyCode(): number;
	heapSize(): number;
	isHeapExhausted(): boolean;
	setCompileThreshold(gas: bigint, gasPerByte: bigint): void;
	reserveBlocks(code: number): number;
	forgetCompiledCode(): void;
}

const maxU64 = (1n << 64n) - 1n;

let compiled: WebAssembly.Module | undefined;

function compileKernel(): WebAssembly.Module {
	compiled ??= new WebAssembly.Module(decodeBase64(kernelWasm) as BufferSource);
	return compiled;
}

/**
 * What is used of a `WebAssembly.Table`. Named by its members: programs that use the package may be compiled without the
 * types of the DOM, which is where TypeScript has WebAssembly.
 */
export interface FunctionTable {
	readonly length: number;
	get(entry: number): unknown;
	grow(entries: number): number;
	set(entry: number, value: unknown): void;
}

/** One instance of the kernel: its memory, its functions, and conversions between its words and bigints. */
export class Kernel {
	readonly functions: KernelFunctions;
	readonly layout: KernelLayout;
	/** All that the kernel exports, for compiled code to import. */
	readonly exports: Readonly<Record<string, unknown>>;
	/** The kernel's functions by index, compiled entries among them. */
	readonly table: FunctionTable;
	readonly #memory: WebAssembly.Memory;
	/**
	 * Views of the kernel's memory. When it grows they are detached, which shows in their length: asking that costs less
	 * than asking the memory for its buffer.
	 */
	#bytes: Uint8Array;
	#words32: Uint32Array;
	#words64: BigUint64Array;

	constructor(host: KernelHost) {
		const instance = new WebAssembly.Instance(compileKernel(), { host: { ...bindHost(host) } });
		this.functions = instance.exports as unknown as KernelFunctions;
		this.exports = instance.exports;
		this.table = instance.exports.table as unknown as FunctionTable;
		this.#memory = instance.exports.memory as WebAssembly.Memory;
		const layout: Record<string, number> = {};
		for (const name of layoutNames) layout[name] = (instance.exports[name] as WebAssembly.Global).value as number;
		this.layout = layout as KernelLayout;
		this.functions.setHashSeed(randomSeed());
		this.functions.initialize();
		const { buffer } = this.#memory;
		this.#bytes = new Uint8Array(buffer);
		this.#words32 = new Uint32Array(buffer);
		this.#words64 = new BigUint64Array(buffer);
	}

	#refresh(): void {
		const { buffer } = this.#memory;
		this.#bytes = new Uint8Array(buffer);
		this.#words32 = new Uint32Array(buffer);
		this.#words64 = new BigUint64Array(buffer);
	}

	/** The kernel's memory as bytes; to be read again after every call into the kernel, as the two below. */
	get bytes(): Uint8Array {
		if (this.#bytes.length === 0) this.#refresh();
		return this.#bytes;
	}

	/** The kernel's memory as 32-bit numbers; index = address / 4. */
	get words32(): Uint32Array {
		if (this.#words32.length === 0) this.#refresh();
		return this.#words32;
	}

	/** The kernel's memory as 64-bit numbers; index = address / 8. */
	get words64(): BigUint64Array {
		if (this.#words64.length === 0) this.#refresh();
		return this.#words64;
	}

	readU32(address: number): number {
		return this.words32[address >>> 2]!;
	}

	writeU32(address: number, value: number): void {
		this.words32[address >>> 2] = value;
	}

	/** Reads a 64-bit number, unsigned. */
	readU64(address: number): bigint {
		return this.words64[address >>> 3]!;
	}

	writeU64(address: number, value: bigint): void {
		this.words64[address >>> 3] = value;
	}

	/** A gas amount: a signed 64-bit number. */
	readGas(address: number): bigint {
		return BigInt.asIntN(64, this.words64[address >>> 3]!);
	}

	/** A 256-bit word. */
	readWord(address: number): bigint {
		const words = this.words64;
		const index = address >>> 3;
		const low = words[index]!;
		const second = words[index + 1]!;
		const third = words[index + 2]!;
		const high = words[index + 3]!;
		if ((second | third | high) === 0n) return low;
		return low | (second << 64n) | (third << 128n) | (high << 192n);
	}

	/** Writes the low 256 bits of the value. */
	writeWord(address: number, value: bigint): void {
		const words = this.words64;
		const index = address >>> 3;
		words[index] = value;
		if (value >= 0n && value <= maxU64) {
			words[index + 1] = 0n;
			words[index + 2] = 0n;
			words[index + 3] = 0n;
			return;
		}
		words[index + 1] = value >> 64n;
		words[index + 2] = value >> 128n;
		words[index + 3] = value >> 192n;
	}

	/** A copy of a range of memory. */
	copyBytes(address: number, size: number): Uint8Array {
		return this.bytes.slice(address, address + size);
	}

	/** Makes the kernel follow the rules of a fork. */
	configure(spec: Spec): void {
		const { layout } = this;
		for (const [name, value] of Object.entries(spec.parameters)) {
			this.writeU64(layout.PARAMETERS + Parameter[name as keyof typeof Parameter] * 8, BigInt(value));
		}
		for (const [name, value] of Object.entries(spec.rules)) {
			this.bytes[layout.RULES + Rule[name as keyof typeof Rule]] = value ? 1 : 0;
		}
		const words = this.words32;
		const undefinedEntry = 0xffff0000;
		for (let code = 0; code < 256; code++) {
			const at = (layout.OPCODES + code * 8) >>> 2;
			words[at] = undefinedEntry;
			words[at + 1] = 0;
		}
		for (const opcode of opcodes) {
			const gas = spec.staticGas[opcode.code]!;
			if (gas < 0) continue;
			const at = (layout.OPCODES + opcode.code * 8) >>> 2;
			const highest = 1024 + Math.min(0, opcode.pops - opcode.pushes);
			words[at] = (gas | ((opcode.pops * 32) << 16)) >>> 0;
			words[at + 1] = (highest - opcode.pops) * 32;
		}
		const { memoryWord, memoryQuadraticDivisor } = spec.parameters;
		const shift = Math.log2(memoryQuadraticDivisor);
		if (!Number.isInteger(shift)) throw new RangeError("memoryQuadraticDivisor has to be a power of two");
		this.functions.setMemoryPrice(BigInt(memoryWord), BigInt(shift));
		this.bytes.fill(0, layout.PRECOMPILES, layout.PRECOMPILES + 512);
		for (const address of spec.precompiles.keys()) {
			if (address < 512) this.bytes[layout.PRECOMPILES + address] = 1;
		}
	}

	setEnvironment(word: EnvironmentWord, value: bigint): void {
		this.writeWord(this.layout.ENVIRONMENT + word * 32, value);
	}

	/** Versioned hashes of the blobs of the transaction, as words. */
	setBlobHashes(hashes: readonly bigint[]): void {
		if (hashes.length > this.layout.BLOB_LIMIT) throw new RangeError(`more than ${this.layout.BLOB_LIMIT} blobs`);
		hashes.forEach((hash, index) => {
			this.writeWord(this.layout.BLOB_HASHES + index * 32, hash);
		});
		this.functions.setBlobCount(hashes.length);
	}
}

function bindHost(host: KernelHost): Record<string, WebAssembly.ImportValue> {
	return {
		loadAccount: (account: number) => host.loadAccount(account >>> 0),
		loadSlot: (slot: number) => host.loadSlot(slot >>> 0),
		loadCode: (account: number) => host.loadCode(account >>> 0),
		blockHash: (number: number, target: number) => host.blockHash(number, target),
		precompile: (number: number, input: number, inputSize: number, gas: number) =>
			host.precompile(number, input >>> 0, inputSize >>> 0, gas >>> 0),
		precompileReady: (number: number) => host.precompileReady(number),
		step: (frame: number) => host.step(frame),
		enter: (frame: number) => host.enter(frame),
		leave: (frame: number, exit: number, halt: number) => host.leave(frame, exit, halt),
		compile: (code: number) => host.compile(code >>> 0),
	};
}
