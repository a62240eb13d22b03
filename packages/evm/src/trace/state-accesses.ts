import { type Address, bytesToAddress } from "../bytes/address.js";
import { FrameKind, Halt } from "../engine/abi.js";
import { isMetInExecution } from "./geth-errors.js";
import type {
	AccountView,
	FrameEnd,
	FrameStart,
	StateView,
	Step,
	StepEnd,
	Tracer,
	TransactionAbout,
	TransactionStart,
} from "./tracer.js";

/** An account that a transaction looked at, as it was before. */
export interface AccessedAccount extends AccountView {
	/** Values before, of the slots that were read or written. */
	readonly storage: Map<bigint, bigint>;
}

/**
 * Finds out which accounts and slots a transaction looks at, and what they were before: those of the transaction itself (sender,
 * recipient, coinbase, authorities) and those of its instructions, when these could be paid for.
 *
 * On a machine that starts fresh, all that the transaction needed has been loaded when it is over, and nothing else: no
 * steps are needed. Only an instruction that failed for lack of gas, or would have written where that is forbidden, may
 * have loaded too much or too little: `needsSteps` then says so.
 */
export abstract class StateAccesses implements Tracer {
	readonly accessed: Map<Address, AccessedAccount> = new Map();
	/** Addresses at which a creation was tried. */
	readonly created: Set<Address> = new Set();
	/** Accounts that destructed themselves so that they are gone; also when that was taken back. */
	readonly deleted: Set<Address> = new Set();
	needsSteps = false;
	readonly step?: (step: Step) => void;
	readonly stepEnd?: (end: StepEnd) => void;
	#start: TransactionStart | undefined;
	/** Of a call without a transaction around it, which may be taken back when it is over: what its outermost frame left behind. */
	#left: ReadonlyMap<Address, AccessedAccount> | undefined;
	/** Addresses met by calls, when there are no steps. */
	readonly #called = new Set<Address>();
	/** The account, or slot of an account, that the running instruction looks at. */
	#address: Address | undefined;
	#slot: bigint | undefined;
	#value: bigint | undefined;
	#account: AccountView | undefined;
	#opcode = 0;
	#calls = false;

	constructor(startsFresh: boolean) {
		if (startsFresh) return;
		this.step = (step) => this.#look(step);
		this.stepEnd = (end) => this.#keep(end);
	}

	get #state(): StateView {
		return this.#start!.state;
	}

	/** The account after the transaction; undefined: it would have to be waited for. */
	protected accountAfter(address: Address): AccountView | undefined {
		return this.#left === undefined ? this.#state.account(address) : this.#left.get(address);
	}

	protected storageAfter(address: Address, slot: bigint): bigint | undefined {
		return this.#left === undefined ? this.#state.storage(address, slot) : this.#left.get(address)?.storage.get(slot);
	}

	transactionStart(start: TransactionStart): void {
		this.#start = start;
		const { about } = start;
		if (about === undefined) return;
		if (about.creates) this.created.add(about.to);
		if (this.step !== undefined) this.#addOwn(about);
	}

	#addOwn({ from, to, coinbase, authorities }: TransactionAbout): void {
		this.#addDelegate(to);
		for (const address of [from, to, coinbase, ...authorities]) this.#add(address);
	}

	/** What a call of the account runs instead of its own code (EIP-7702). */
	#addDelegate(address: Address): void {
		const target = this.#delegateOf(this.#state.account(address));
		if (target !== undefined) this.#add(target);
	}

	/** Before there were delegations, code that looks like one was nothing else. */
	#delegateOf(account: AccountView | undefined): Address | undefined {
		return this.#start!.spec.rules.delegations ? delegateOf(account?.code) : undefined;
	}

	#add(address: Address, view = this.#state.account(address)): void {
		if (this.accessed.has(address)) return;
		if (view?.code === undefined) this.needsSteps = true;
		else this.accessed.set(address, { ...view, storage: new Map() });
	}

	#look(step: Step): void {
		this.#address = undefined;
		this.#slot = undefined;
		this.#calls = false;
		const { opcode, stackHeight } = step;
		this.#opcode = opcode;
		const place = addressPlaces[opcode]!;
		if (place >= 0) {
			if (stackHeight <= place) return;
			this.#address = wordToAddress(step.peek(place));
			this.#calls = place === 1;
			this.#account = this.accessed.has(this.#address) ? undefined : this.#state.account(this.#address);
		} else if ((opcode === sload || opcode === sstore) && stackHeight >= 1) {
			this.#address = step.address;
			this.#slot = step.peek(0);
			this.#value = this.accessed.get(this.#address)?.storage.has(this.#slot)
				? undefined
				: this.#state.storage(this.#address, this.#slot);
		}
	}

	#keep({ halt }: StepEnd): void {
		const address = this.#address;
		if (address === undefined || (halt !== undefined && !isMetInExecution(halt, this.#opcode))) return;
		if (this.#slot === undefined) {
			this.#add(address, this.#account ?? this.#state.account(address));
			if (this.#calls) this.#addDelegate(address);
			return;
		}
		this.#add(address);
		const storage = this.accessed.get(address)?.storage;
		if (storage === undefined || storage.has(this.#slot)) return;
		if (this.#value === undefined) this.needsSteps = true;
		else storage.set(this.#slot, this.#value);
	}

	enter({ kind, depth, from, to }: FrameStart): void {
		const creates = kind === FrameKind.create || kind === FrameKind.create2;
		if (creates) this.created.add(to);
		else if (kind === FrameKind.selfdestruct) this.#noteDestruction(from);
		const startsCall = depth === 1 && this.#start!.about === undefined;
		if (this.step === undefined) {
			if (startsCall) this.#called.add(from);
			this.#called.add(to);
			return;
		}
		if (startsCall) {
			this.#addDelegate(to);
			this.#addSender(from, creates);
		}
		this.#add(to);
	}

	/** @param creates - whose nonce has been raised already, then */
	#addSender(address: Address, creates: boolean): void {
		const view = this.#state.account(address);
		this.#add(address, creates && view !== undefined ? { ...view, nonce: view.nonce - 1n } : view);
	}

	#noteDestruction(address: Address): void {
		const onlyNew = this.#start!.spec.rules.selfdestructOnlyNew;
		if (!onlyNew || this.created.has(address)) this.deleted.add(address);
	}

	leave({ depth, halt }: FrameEnd): void {
		if (this.step === undefined && (halt === Halt.outOfGas || halt === Halt.staticWrite)) this.needsSteps = true;
		if (depth > 1 || this.#start!.about !== undefined) return;
		if (this.step === undefined) this.#addLoaded();
		this.#left = this.#readAgain();
	}

	/** What was accessed, as it is now. */
	#readAgain(): ReadonlyMap<Address, AccessedAccount> {
		const accounts = new Map<Address, AccessedAccount>();
		for (const [address, before] of this.accessed) {
			const storage = new Map<bigint, bigint>();
			for (const [slot, value] of before.storage) storage.set(slot, this.#state.storage(address, slot) ?? value);
			accounts.set(address, { ...(this.#state.account(address) ?? before), storage });
		}
		return accounts;
	}

	transactionEnd(): void {
		if (this.step === undefined && this.#left === undefined) this.#addLoaded();
	}

	/** All that was loaded, which is all that was looked at. */
	#addLoaded(): void {
		const state = this.#state;
		for (const [address, slots] of state.accessed()) {
			this.#add(address, state.accountBefore(address));
			const storage = this.accessed.get(address)?.storage;
			if (storage === undefined) continue;
			for (const slot of slots) {
				const value = state.storageBefore(address, slot);
				if (value === undefined) this.needsSteps = true;
				else storage.set(slot, value);
			}
		}
		const { about } = this.#start!;
		// It runs a code that was not its own when the transaction started, and that nothing else may have looked at.
		if (about?.authorities.includes(about.to)) this.needsSteps = true;
		const own = about === undefined ? [] : [about.from, about.to, about.coinbase, ...about.authorities];
		for (const address of [...own, ...this.#called]) this.#add(address, state.accountBefore(address));
		const delegate = about === undefined ? undefined : this.#delegateOf(this.accessed.get(about.to));
		if (delegate !== undefined) this.#add(delegate, state.accountBefore(delegate));
	}
}

const sload = 0x54;
const sstore = 0x55;

/** How far below the top of the stack the address lies that an instruction looks at; -1: it looks at none. */
const addressPlaces = new Int8Array(256).fill(-1);
for (const opcode of [0x31, 0x3b, 0x3c, 0x3f, 0xff]) addressPlaces[opcode] = 0;
for (const opcode of [0xf1, 0xf2, 0xf4, 0xfa]) addressPlaces[opcode] = 1;

/** The address that a code delegates to (EIP-7702); undefined: it does not. */
export function delegateOf(code: Uint8Array | undefined): Address | undefined {
	if (code?.length !== 23 || code[0] !== 0xef || code[1] !== 0x01 || code[2] !== 0x00) return undefined;
	return bytesToAddress(code.slice(3));
}

/** The address in the low 160 bits of a word. */
export function wordToAddress(word: bigint): Address {
	return `0x${BigInt.asUintN(160, word).toString(16).padStart(40, "0")}`;
}
