import type { Address } from "../bytes/address.js";
import { AccountFlag, SlotFlag } from "../engine/abi.js";
import type { AccountChange, StateChanges } from "../state/database.js";
import type { Machine } from "./machine.js";

/**
 * What execution changed since the changes were last taken, one entry per account, and marks it as taken. Accounts
 * that were merely written with what they had may be among them.
 */
export function takeChanges(machine: Machine): StateChanges {
	const { kernel } = machine;
	const { layout, functions } = kernel;
	const storages = new Map<number, Map<bigint, bigint>>();
	// The memory does not move meanwhile, and there may be thousands of records that did not change.
	const words = kernel.words32;
	let held = 0;
	for (let slot = functions.getLastSlot() >>> 0; slot !== 0; slot = words[(slot + layout.SLOT_PREVIOUS) >>> 2]!) {
		held++;
		const flags = words[(slot + layout.SLOT_FLAGS) >>> 2]!;
		if ((flags & SlotFlag.dirty) === 0) continue;
		kernel.writeU32(slot + layout.SLOT_FLAGS, flags & ~SlotFlag.dirty);
		const account = kernel.readU32(slot + layout.SLOT_ACCOUNT);
		// A slot of a storage that was wiped since counts no more.
		if (kernel.readU32(slot + layout.SLOT_STORAGE) !== kernel.readU32(account + layout.ACCOUNT_STORAGE)) continue;
		let storage = storages.get(account);
		if (storage === undefined) {
			storage = new Map();
			storages.set(account, storage);
		}
		storage.set(kernel.readWord(slot + layout.SLOT_KEY), kernel.readWord(slot + layout.SLOT_CURRENT));
	}
	const changes: AccountChange[] = [];
	for (
		let record = functions.getLastAccount() >>> 0;
		record !== 0;
		record = words[(record + layout.ACCOUNT_PREVIOUS) >>> 2]!
	) {
		held++;
		const flags = words[(record + layout.ACCOUNT_FLAGS) >>> 2]!;
		const storage = storages.get(record);
		if ((flags & AccountFlag.dirty) === 0 && storage === undefined) continue;
		// A storage is wiped once: what is written to it later is added to what was taken now.
		kernel.writeU32(record + layout.ACCOUNT_FLAGS, flags & ~(AccountFlag.dirty | AccountFlag.storageCleared));
		changes.push(readChange(machine, record, flags, storage ?? new Map()));
	}
	machine.heldRecords = held;
	return changes;
}

function readChange(
	machine: Machine,
	record: number,
	flags: number,
	storage: ReadonlyMap<bigint, bigint>,
): AccountChange {
	const address: Address = machine.addressOf(record);
	const storageCleared = (flags & AccountFlag.storageCleared) !== 0;
	if ((flags & AccountFlag.exists) === 0) {
		return { address, account: undefined, code: undefined, storageCleared: true, storage: new Map() };
	}
	const { kernel } = machine;
	const code = kernel.readU32(record + kernel.layout.ACCOUNT_CODE);
	const hasCode = code !== 0 && kernel.readU32(code + kernel.layout.CODE_SIZE) !== 0;
	return {
		address,
		account: {
			nonce: machine.nonceOf(record),
			balance: machine.balanceOf(record),
			codeHash: machine.codeHashOf(record),
		},
		code: hasCode ? machine.codeOf(record) : undefined,
		storageCleared,
		storage,
	};
}
