import type { Address } from "../bytes/address.js";
import { emptyBytes } from "../bytes/bytes.js";
import { emptyCodeHash } from "../crypto/keccak256.js";
import { AccountFlag, SlotFlag } from "../engine/abi.js";
import type { MaybePromise } from "../state/database.js";
import type { AccountView, StateView } from "../trace/tracer.js";
import type { Machine } from "./machine.js";

const emptyAccount: AccountView = { nonce: 0n, balance: 0n, codeHash: emptyCodeHash, code: emptyBytes };

/** The state as a machine has it at the moment it is asked; what the machine has not met comes from the database. */
export class MachineState implements StateView {
	readonly #machine: Machine;

	constructor(machine: Machine) {
		this.#machine = machine;
	}

	account(address: Address): AccountView | undefined {
		const machine = this.#machine;
		const record = machine.findAccount(address);
		if ((machine.flagsOf(record) & AccountFlag.loaded) === 0) return this.accountBefore(address);
		if ((machine.flagsOf(record) & AccountFlag.exists) === 0) return emptyAccount;
		const { kernel } = machine;
		const codeHash = machine.codeHashOf(record);
		const code =
			kernel.readU32(record + kernel.layout.ACCOUNT_CODE) !== 0
				? machine.codeOf(record)
				: atOnce(machine.database.getCode(codeHash, address));
		return { nonce: machine.nonceOf(record), balance: machine.balanceOf(record), codeHash, code };
	}

	accountBefore(address: Address): AccountView | undefined {
		const { database } = this.#machine;
		const answer = database.getAccount(address);
		if (answer instanceof Promise) return atOnce(answer) as undefined;
		if (answer === undefined) return emptyAccount;
		const { nonce, balance, codeHash } = answer;
		const code = codeHash === emptyCodeHash ? emptyBytes : atOnce(database.getCode(codeHash, address));
		return { nonce, balance, codeHash, code };
	}

	storage(address: Address, key: bigint): bigint | undefined {
		const machine = this.#machine;
		const { kernel, scratch } = machine;
		const { layout } = kernel;
		const record = machine.findAccount(address);
		kernel.writeWord(scratch, key);
		const slot = kernel.functions.findSlot(record, scratch) >>> 0;
		if (kernel.readU32(slot + layout.SLOT_FLAGS) & SlotFlag.loaded) return kernel.readWord(slot + layout.SLOT_CURRENT);
		const flags = machine.flagsOf(record);
		const isNew = (flags & AccountFlag.storageCleared) !== 0;
		const hasNone = (flags & AccountFlag.loaded) !== 0 && (flags & AccountFlag.hasStorage) === 0;
		return isNew || hasNone ? 0n : atOnce(machine.database.getStorage(address, key));
	}

	storageBefore(address: Address, key: bigint): bigint | undefined {
		return atOnce(this.#machine.database.getStorage(address, key));
	}

	*accessed(): Iterable<readonly [address: Address, slots: readonly bigint[]]> {
		const machine = this.#machine;
		const { kernel } = machine;
		const { layout, functions } = kernel;
		const slots = new Map<number, bigint[]>();
		for (let slot = functions.getLastSlot() >>> 0; slot !== 0; slot = kernel.readU32(slot + layout.SLOT_PREVIOUS)) {
			if ((kernel.readU32(slot + layout.SLOT_FLAGS) & SlotFlag.loaded) === 0) continue;
			const account = kernel.readU32(slot + layout.SLOT_ACCOUNT);
			const known = slots.get(account);
			const key = kernel.readWord(slot + layout.SLOT_KEY);
			if (known === undefined) slots.set(account, [key]);
			else known.push(key);
		}
		let record = functions.getLastAccount() >>> 0;
		for (; record !== 0; record = kernel.readU32(record + layout.ACCOUNT_PREVIOUS)) {
			if (machine.flagsOf(record) & AccountFlag.loaded) yield [machine.addressOf(record), slots.get(record) ?? []];
		}
	}
}

/** The value, unless it has to be waited for. */
function atOnce<T>(answer: MaybePromise<T>): T | undefined {
	if (!(answer instanceof Promise)) return answer;
	// Nobody will wait for it: a rejection would go unhandled.
	answer.catch(() => undefined);
	return undefined;
}
