// Storage slots that execution has met: original value, current value, access mark. A warm SLOAD or SSTORE never leaves
// the kernel. Transient storage (EIP-1153) uses the same records in a table of its own.
import { AccountFlag, HostAnswer, SlotFlag } from "../src/engine/abi";
import { Account, epoch } from "./accounts";
import { HashTable, hashWord } from "./hash-table";
import { hostLoadSlot } from "./host";
import { recordSlot, recordTransient, recordWarmSlot } from "./journal";
import { Pool } from "./pool";

@unmanaged
export class Slot {
	key0: u64;
	key1: u64;
	key2: u64;
	key3: u64;
	/** Value when the transaction began, once it was written in it: see `written`. */
	original0: u64;
	original1: u64;
	original2: u64;
	original3: u64;
	current0: u64;
	current1: u64;
	current2: u64;
	current3: u64;
	account: usize;
	/** Name of the storage it belongs to (Account.storage). */
	storage: u32;
	flags: u32;
	/** The transaction in which it was last accessed. */
	warm: u32;
	/** The transaction in which `original` was taken. */
	written: u32;
	previous: usize;

	@inline
	get keyPointer(): usize {
		return changetype<usize>(this);
	}

	@inline
	get originalPointer(): usize {
		return changetype<usize>(this) + offsetof<Slot>("original0");
	}

	@inline
	get currentPointer(): usize {
		return changetype<usize>(this) + offsetof<Slot>("current0");
	}

	@inline
	get currentIsZero(): bool {
		return (this.current0 | this.current1 | this.current2 | this.current3) == 0;
	}

	@inline
	get originalIsZero(): bool {
		return (this.original0 | this.original1 | this.original2 | this.original3) == 0;
	}
}

const SLOT_SIZE: usize = 128;
const slots = changetype<HashTable>(memory.data(16, 16));
const slotPool = changetype<Pool>(memory.data(16, 16));
const transients = changetype<HashTable>(memory.data(16, 16));
const transientPool = changetype<Pool>(memory.data(16, 16));

/** Newest slot met: the chain TypeScript reads changes from. */
export let lastSlot: usize = 0;

export function initializeStorage(): void {
	slots.initialize(12);
	transients.initialize(8);
}

export function clearStorage(): void {
	slots.clear();
	slotPool.clear(SLOT_SIZE);
	lastSlot = 0;
	clearTransientStorage();
}

export function clearTransientStorage(): void {
	transients.clear();
	transientPool.clear(SLOT_SIZE);
}

function findIn(table: HashTable, pool: Pool, account: Account, key: usize): Slot {
	const a = load<u64>(key);
	const b = load<u64>(key, 8);
	const c = load<u64>(key, 16);
	const d = load<u64>(key, 24);
	const storage = account.storage;
	const hash = hashWord(a, b, c, d, storage);
	const cells = table.cells;
	const mask = table.mask;
	for (let index = hash & mask; ; index = (index + 1) & mask) {
		const cell = cells + ((<usize>index) << 3);
		const record = <usize>load<u32>(cell, 4);
		if (record == 0) break;
		if (load<u32>(cell) != hash) continue;
		const found = changetype<Slot>(record);
		if (
			found.storage == storage &&
			found.key0 == a &&
			found.key1 == b &&
			found.key2 == c &&
			found.key3 == d
		) {
			return found;
		}
	}
	const slot = changetype<Slot>(pool.take(SLOT_SIZE));
	slot.key0 = a;
	slot.key1 = b;
	slot.key2 = c;
	slot.key3 = d;
	slot.account = changetype<usize>(account);
	slot.storage = storage;
	if (changetype<usize>(table) == changetype<usize>(slots)) {
		slot.previous = lastSlot;
		lastSlot = changetype<usize>(slot);
	}
	table.insert(hash, changetype<usize>(slot));
	return slot;
}

/** The record of a slot, perhaps not loaded yet. */
@inline
export function findSlot(account: Account, key: usize): Slot {
	return findIn(slots, slotPool, account, key);
}

/** The record of a slot of transient storage; it starts as zero. */
@inline
export function findTransient(account: Account, key: usize): Slot {
	return findIn(transients, transientPool, account, key);
}

/** False when the host cannot say yet. */
@inline
export function ensureSlot(slot: Slot): bool {
	if ((slot.flags & SlotFlag.loaded) != 0) return true;
	return loadSlot(slot);
}

function loadSlot(slot: Slot): bool {
	const account = changetype<Account>(slot.account);
	// A wiped or new storage holds nothing but what is in these records.
	if ((account.flags & AccountFlag.storageCleared) != 0 || (account.flags & AccountFlag.hasStorage) == 0) {
		slot.flags |= SlotFlag.loaded;
		return true;
	}
	return hostLoadSlot(changetype<usize>(slot)) == HostAnswer.done;
}

@inline
export function warmSlot(slot: Slot): void {
	if (slot.warm == epoch) return;
	recordWarmSlot(slot);
	slot.warm = epoch;
}

/** Takes the value at the start of the transaction, before the first write in it. */
@inline
export function captureOriginal(slot: Slot): void {
	if (slot.written == epoch) return;
	slot.written = epoch;
	v128.store(slot.originalPointer, v128.load(slot.currentPointer));
	v128.store(slot.originalPointer, v128.load(slot.currentPointer, 16), 16);
}

export function writeSlot(slot: Slot, value: usize): void {
	recordSlot(slot);
	slot.flags |= SlotFlag.dirty;
	v128.store(slot.currentPointer, v128.load(value));
	v128.store(slot.currentPointer, v128.load(value, 16), 16);
}

export function writeTransient(slot: Slot, value: usize): void {
	recordTransient(slot);
	v128.store(slot.currentPointer, v128.load(value));
	v128.store(slot.currentPointer, v128.load(value, 16), 16);
}
