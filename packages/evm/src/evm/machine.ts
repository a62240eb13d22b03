import { type Address, type Hash, parseAddress } from "../bytes/address.js";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { emptyCodeHash } from "../crypto/keccak256.js";
import { AccountFlag, EnvironmentWord, HostAnswer, SlotFlag } from "../engine/abi.js";
import type { CompileLimits, EngineTier } from "../engine/compiler/policy/compile-limits.js";
import { CompiledCodeCache } from "../engine/compiler/policy/compiled-code-cache.js";
import { Kernel, type KernelHost } from "../engine/kernel.js";
import type { Spec } from "../spec/spec.js";
import type { AccountState, MaybePromise, StateDatabase } from "../state/database.js";
import { MessageRecord } from "./message-record.js";
import { Pause } from "./pause.js";
import { PrecompileCalls } from "./precompile-calls.js";

/** What watches the kernel while it runs; see trace-bridge.ts. */
export interface KernelObserver {
	step(frame: number): void;
	enter(frame: number): void;
	leave(frame: number, exit: number, halt: number): void;
}

/**
 * Where precompiled contracts are other than the rules have them: by address the number of the one that stands there, which is the
 * address the rules give it; 0: none does.
 */
export type PrecompileMoves = ReadonlyMap<Address, number>;

/**
 * A kernel bound to the rules of one fork and to a database: it answers the kernel's questions, and turns records into
 * values. A question the database answers with a promise is put on `waiting`; the kernel suspends the instruction.
 */
export class Machine implements KernelHost {
	readonly kernel: Kernel;
	readonly #compiled: CompiledCodeCache;
	#spec: Spec;
	#database: StateDatabase;
	#seenVersion: number | undefined;
	/** The precompiled contracts of its rules. */
	readonly precompiles: PrecompileCalls;
	#moves: PrecompileMoves | undefined;
	/** What the kernel waits for. */
	#waiting: Promise<unknown>[] = [];
	/** Records being loaded; another set after a reset, so that answers to questions from before it are ignored. */
	#loading = new Set<number>();
	observer: KernelObserver | undefined;
	/** Hash of a recent block for BLOCKHASH, when the database does not know it. */
	blockHashOf: ((number: bigint) => MaybePromise<Hash | undefined>) | undefined;
	/** Records of accounts by address, as spelled: they stay where they are until the state is reset. */
	readonly #records = new Map<Address, number>();
	/** What the records' addresses are as text: the database is asked by it, for every slot. */
	readonly #addresses = new Map<number, Address>();
	/** The message that runs, and what came of it. */
	readonly messageRecord: MessageRecord;
	/** Scratch word in the kernel's memory for addresses, keys and amounts. */
	readonly scratch: number;
	/** Where the size of the code cache lies. */
	readonly #codeCacheSize: number;

	/** @param limits - what is to be different from the tier's limits */
	constructor(
		spec: Spec,
		database: StateDatabase,
		tier: EngineTier = "interpreter",
		limits: Partial<CompileLimits> = {},
	) {
		this.kernel = new Kernel(this);
		this.#compiled = new CompiledCodeCache(this.kernel, spec, tier, limits);
		this.#spec = spec;
		this.precompiles = new PrecompileCalls(spec);
		this.#database = database;
		this.#seenVersion = database.version;
		this.kernel.configure(spec);
		this.scratch = this.kernel.layout.SCRATCH;
		this.#codeCacheSize = this.kernel.layout.CODE_CACHE_SIZE;
		this.messageRecord = new MessageRecord(this.kernel, (address) => this.findAccount(address));
	}

	get spec(): Spec {
		return this.#spec;
	}

	get database(): StateDatabase {
		return this.#database;
	}

	/** Follows the rules of another fork from now on; forgets the state it has read. */
	setSpec(spec: Spec): void {
		if (spec === this.#spec) return;
		this.#spec = spec;
		this.precompiles.setSpec(spec);
		this.#moves = undefined;
		this.reset();
		this.kernel.configure(spec);
		this.#compiled.setSpec(spec);
	}

	/** Reads from another database from now on. */
	setDatabase(database: StateDatabase): void {
		this.#database = database;
		this.reset();
	}

	/** Reads from another database from now on: of the state that this machine holds what it read and made of. */
	continueOn(database: StateDatabase): void {
		this.#database = database;
		this.#seenVersion = database.version;
	}

	/** Accounts and slots that the machine held when changes were last taken: to look through them takes time. */
	heldRecords = 0;

	/**
	 * Has precompiled contracts elsewhere from now on, until other rules are followed; forgets the state it has read. What is warm from
	 * the start of a transaction (EIP-2929) stays as the rules say.
	 */
	movePrecompiles(moves: PrecompileMoves | undefined): void {
		if (moves === this.#moves) return;
		this.#moves = moves;
		this.reset();
	}

	/** Whether nobody has changed the database since this machine has read from it. */
	get isUpToDate(): boolean {
		return this.#database.version === this.#seenVersion;
	}

	/** The database has taken over what this machine has changed, and holds nothing else that is new. */
	acknowledge(): void {
		this.#seenVersion = this.#database.version;
	}

	/** Forgets what was read from the database when that has changed since. */
	refresh(): void {
		if (this.#database.version !== this.#seenVersion) this.reset();
		// Code is kept across transactions; it is dropped when it has become much.
		if (this.kernel.readU32(this.#codeCacheSize) > maxCodeCacheBytes) {
			this.reset();
			this.kernel.functions.clearCode();
			this.#compiled.forgetEntries();
		}
	}

	/** Forgets all state read or written. */
	reset(): void {
		this.kernel.functions.resetState();
		this.#records.clear();
		this.#addresses.clear();
		this.messageRecord.forgetAccounts();
		this.#loading = new Set();
		this.#waiting = [];
		this.#seenVersion = this.#database.version;
		// A record says itself which contract stands there: calls have no table of moves to look into.
		for (const [address, number] of this.#moves ?? []) {
			this.kernel.writeU32(this.findAccount(address) + this.kernel.layout.ACCOUNT_PRECOMPILE, number);
		}
	}

	#pause: Pause | undefined;

	/** Makes the kernel, which is telling of a step of this frame, wait for the promise before it goes on. */
	pauseBefore(frame: number, promise: Promise<unknown>): void {
		this.#pause = new Pause(this, frame);
		this.#waiting.push(promise);
	}

	/** The promises the kernel waits for; empties the list. */
	takeWaiting(): Promise<unknown>[] {
		this.#pause?.end();
		this.#pause = undefined;
		const waiting = this.#waiting;
		this.#waiting = [];
		return waiting;
	}

	// ── Records ──

	/** The record of an account, perhaps not loaded yet. */
	findAccount(address: Address): number {
		let record = this.#records.get(address);
		if (record === undefined) {
			this.kernel.writeWord(this.scratch, BigInt(parseAddress(address)));
			record = this.kernel.functions.findAccount(this.scratch) >>> 0;
			if (this.#records.size >= maxKnownRecords) this.#records.clear();
			this.#records.set(address, record);
		}
		return record;
	}

	/** Loads the account unless that was done before; false when the kernel has to wait. */
	ensureAccount(record: number): boolean {
		if (this.flagsOf(record) & AccountFlag.loaded) return true;
		return this.loadAccount(record) === HostAnswer.done;
	}

	/** Loads the code of a loaded account; false when the kernel has to wait. */
	ensureCode(record: number): boolean {
		const { kernel } = this;
		if (kernel.readU32(record + kernel.layout.ACCOUNT_CODE) !== 0) return true;
		return this.loadCode(record) === HostAnswer.done;
	}

	/** Makes the account the origin of the transaction. */
	setOrigin(record: number): void {
		const { kernel } = this;
		const { ENVIRONMENT } = kernel.layout;
		kernel.bytes.copyWithin(ENVIRONMENT + EnvironmentWord.origin * 32, record, record + 32);
	}

	#gasPrice: bigint | undefined;

	setGasPrice(gasPrice: bigint): void {
		if (gasPrice === this.#gasPrice) return;
		this.#gasPrice = gasPrice;
		this.kernel.setEnvironment(EnvironmentWord.gasPrice, gasPrice);
	}

	flagsOf(record: number): number {
		return this.kernel.readU32(record + this.kernel.layout.ACCOUNT_FLAGS);
	}

	addressOf(record: number): Address {
		const known = this.#addresses.get(record);
		if (known !== undefined) return known;
		const words = this.kernel.words32;
		const at = (record + this.kernel.layout.ACCOUNT_ADDRESS) >>> 2;
		let text = "0x";
		for (let i = 4; i >= 0; i--) text += words[at + i]!.toString(16).padStart(8, "0");
		if (this.#addresses.size >= maxKnownRecords) this.#addresses.clear();
		this.#addresses.set(record, text as Address);
		return text as Address;
	}

	balanceOf(record: number): bigint {
		return this.kernel.readWord(record + this.kernel.layout.ACCOUNT_BALANCE);
	}

	nonceOf(record: number): bigint {
		return this.kernel.readU64(record + this.kernel.layout.ACCOUNT_NONCE);
	}

	codeHashOf(record: number): Hash {
		return bytesToHex(this.kernel.copyBytes(record + this.kernel.layout.ACCOUNT_HASH, 32));
	}

	/** Bytes of the account's code, which is loaded. */
	codeSizeOf(record: number): number {
		const { kernel } = this;
		return kernel.readU32(kernel.readU32(record + kernel.layout.ACCOUNT_CODE) + kernel.layout.CODE_SIZE);
	}

	/** A copy of the account's code, which is loaded. */
	codeOf(record: number): Uint8Array {
		const { kernel } = this;
		const code = kernel.readU32(record + kernel.layout.ACCOUNT_CODE);
		return kernel.copyBytes(
			kernel.readU32(code + kernel.layout.CODE_START),
			kernel.readU32(code + kernel.layout.CODE_SIZE),
		);
	}

	/** The record of a code; the bytes are copied. @param hash keccak256 of it, computed when left out */
	installCode(code: Uint8Array, hash?: Uint8Array): number {
		const { kernel } = this;
		const target = kernel.functions.reserveCode(code.length + 32) >>> 0;
		if (target === 0) throw new RangeError("out of memory");
		if (hash !== undefined) kernel.bytes.set(hash, target);
		kernel.bytes.set(code, target + 32);
		const record = kernel.functions.installCode(target + 32, code.length, hash === undefined ? 0 : target) >>> 0;
		if (record === 0) throw new RangeError("out of memory");
		return record;
	}

	// ── What the kernel asks ──

	#whenLoaded<T>(record: number, answer: MaybePromise<T>, fill: (value: T) => void): HostAnswer {
		if (!(answer instanceof Promise)) {
			fill(answer);
			return HostAnswer.done;
		}
		const loading = this.#loading;
		loading.add(record);
		this.#waiting.push(
			answer.then((value) => {
				// The state may have been reset meanwhile, and the record be another one's.
				if (loading === this.#loading && loading.delete(record)) fill(value);
			}),
		);
		return HostAnswer.pending;
	}

	loadAccount(record: number): HostAnswer {
		if (this.#loading.has(record)) return HostAnswer.pending;
		return this.#whenLoaded(record, this.#database.getAccount(this.addressOf(record)), (account) =>
			this.#fillAccount(record, account),
		);
	}

	#fillAccount(record: number, account: AccountState | undefined): void {
		const { kernel } = this;
		const { layout } = kernel;
		let flags = AccountFlag.loaded;
		if (account !== undefined) {
			flags |= AccountFlag.exists;
			if (account.hasStorage) flags |= AccountFlag.hasStorage;
			kernel.writeU64(record + layout.ACCOUNT_NONCE, account.nonce);
			kernel.writeWord(record + layout.ACCOUNT_BALANCE, account.balance);
			if (account.codeHash !== emptyCodeHash) {
				kernel.bytes.set(hexToBytes(account.codeHash), record + layout.ACCOUNT_HASH);
				kernel.writeU32(record + layout.ACCOUNT_CODE, 0);
			}
		}
		kernel.writeU32(record + layout.ACCOUNT_FLAGS, flags);
	}

	loadCode(record: number): HostAnswer {
		const { kernel } = this;
		const hash = kernel.copyBytes(record + kernel.layout.ACCOUNT_HASH, 32);
		const known = kernel.functions.findCode(record + kernel.layout.ACCOUNT_HASH) >>> 0;
		if (known !== 0) {
			kernel.writeU32(record + kernel.layout.ACCOUNT_CODE, known);
			return HostAnswer.done;
		}
		if (this.#loading.has(record)) return HostAnswer.pending;
		const answer = this.#database.getCode(bytesToHex(hash), this.addressOf(record));
		return this.#whenLoaded(record, answer, (code) => {
			kernel.writeU32(record + kernel.layout.ACCOUNT_CODE, this.installCode(code, hash));
		});
	}

	loadSlot(slot: number): HostAnswer {
		if (this.#loading.has(slot)) return HostAnswer.pending;
		const { kernel } = this;
		const { layout } = kernel;
		const address = this.addressOf(kernel.readU32(slot + layout.SLOT_ACCOUNT));
		const answer = this.#database.getStorage(address, kernel.readWord(slot + layout.SLOT_KEY));
		return this.#whenLoaded(slot, answer, (value) => {
			kernel.writeWord(slot + layout.SLOT_CURRENT, value);
			const flags = slot + layout.SLOT_FLAGS;
			kernel.writeU32(flags, kernel.readU32(flags) | SlotFlag.loaded);
		});
	}

	#blockHashes = new Map<bigint, Hash | undefined>();

	blockHash(numberAt: number, target: number): HostAnswer {
		if (this.#pause !== undefined) return HostAnswer.pending;
		const { kernel } = this;
		const number = kernel.readU64(numberAt);
		let answer: MaybePromise<Hash | undefined>;
		if (this.#blockHashes.has(number)) answer = this.#blockHashes.get(number);
		else answer = this.blockHashOf?.(number) ?? this.#database.getBlockHash?.(number);
		if (answer instanceof Promise) {
			const hashes = this.#blockHashes;
			this.#waiting.push(answer.then((hash) => hashes.set(number, hash)));
			return HostAnswer.pending;
		}
		// To find an old one takes a walk over all younger blocks.
		this.#blockHashes.set(number, answer);
		if (answer === undefined) kernel.bytes.fill(0, target, target + 32);
		else kernel.bytes.set(hexToBytes(answer), target);
		return HostAnswer.done;
	}

	/** Forgets the hashes of recent blocks: another block begins. */
	forgetBlockHashes(): void {
		this.#blockHashes = new Map();
	}

	precompileReady(number: number): HostAnswer {
		const loading = this.precompiles.load(number);
		if (loading === undefined) return HostAnswer.done;
		this.#waiting.push(loading);
		return HostAnswer.pending;
	}

	precompile(number: number, input: number, inputSize: number, gasAt: number): HostAnswer {
		return this.precompiles.run(this.kernel, number, input, inputSize, gasAt);
	}

	step(frame: number): void {
		this.observer?.step(frame >>> 0);
	}

	enter(frame: number): void {
		this.observer?.enter(frame >>> 0);
	}

	leave(frame: number, exit: number, halt: number): void {
		this.observer?.leave(frame >>> 0, exit, halt);
	}

	compile(code: number): void {
		this.#compiled.compile(code);
	}
}

const maxKnownRecords = 10_000;
const maxCodeCacheBytes = 64 << 20;
