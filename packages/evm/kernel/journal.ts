// The undo log. Whatever a message call changes is recorded before it changes; a failing frame rolls back to its mark,
// access marks included (EIP-2929). One record is 40 bytes: kind, what, and up to 32 bytes of what was.
import { JournalKind, AccountFlag } from "../src/engine/abi";
import { allocate, release } from "./heap";
import { Account } from "./accounts";
import { Slot } from "./storage";

const RECORD: usize = 40;
let arena: usize = 0;
let arenaSize: usize = 0;
/** Offset of the next record: what a frame remembers as its mark. */
export let journalTop: usize = 0;

export function initializeJournal(): void {
	arenaSize = 1 << 16;
	arena = allocate(arenaSize);
}

export function clearJournal(): void {
	journalTop = 0;
}

/** Address of the journal, for tracers that read what changed. */
export function journalAddress(): usize {
	return arena;
}

function push(kind: JournalKind, subject: usize): usize {
	if (journalTop + RECORD > arenaSize) {
		const larger = allocate(arenaSize << 1);
		if (larger == 0) unreachable();
		memory.copy(larger, arena, journalTop);
		release(arena, arenaSize);
		arena = larger;
		arenaSize <<= 1;
	}
	const record = arena + journalTop;
	journalTop += RECORD;
	store<u32>(record, kind);
	store<u32>(record, <u32>subject, 4);
	return record;
}

function pushWord(kind: JournalKind, subject: usize, word: usize): void {
	const record = push(kind, subject);
	v128.store(record, v128.load(word), 8);
	v128.store(record, v128.load(word, 16), 24);
}

export function recordBalance(account: Account): void {
	pushWord(JournalKind.balance, changetype<usize>(account), account.balancePointer);
}

export function recordNonce(account: Account): void {
	store<u64>(push(JournalKind.nonce, changetype<usize>(account)), account.nonce, 8);
}

export function recordCode(account: Account): void {
	store<u32>(push(JournalKind.code, changetype<usize>(account)), <u32>account.code, 8);
}

export function recordSlot(slot: Slot): void {
	pushWord(JournalKind.slot, changetype<usize>(slot), slot.currentPointer);
}

export function recordTransient(slot: Slot): void {
	pushWord(JournalKind.transient, changetype<usize>(slot), slot.currentPointer);
}

export function recordWarmAccount(account: Account): void {
	push(JournalKind.warmAccount, changetype<usize>(account));
}

export function recordWarmSlot(slot: Slot): void {
	push(JournalKind.warmSlot, changetype<usize>(slot));
}

export function recordAccount(account: Account): void {
	const record = push(JournalKind.account, changetype<usize>(account));
	store<u32>(record, account.flags, 8);
	store<u32>(record, account.storage, 12);
	store<u32>(record, account.created, 16);
}

export function recordDestructed(account: Account): void {
	push(JournalKind.destructed, changetype<usize>(account));
}

export function recordTouched(account: Account): void {
	push(JournalKind.touched, changetype<usize>(account));
}

/** Undoes everything recorded since the mark, newest first. */
export function revertTo(mark: usize): void {
	while (journalTop > mark) {
		journalTop -= RECORD;
		const record = arena + journalTop;
		const subject = <usize>load<u32>(record, 4);
		const account = changetype<Account>(subject);
		switch (<i32>load<u32>(record)) {
			case JournalKind.balance:
				copyWord(account.balancePointer, record + 8);
				break;
			case JournalKind.nonce:
				account.nonce = load<u64>(record, 8);
				break;
			case JournalKind.code:
				account.setCode(<usize>load<u32>(record, 8));
				break;
			case JournalKind.slot:
			case JournalKind.transient:
				copyWord(changetype<Slot>(subject).currentPointer, record + 8);
				break;
			case JournalKind.warmAccount:
				account.warm = 0;
				break;
			case JournalKind.warmSlot:
				changetype<Slot>(subject).warm = 0;
				break;
			case JournalKind.account:
				// What was loaded since stays loaded.
				account.flags = load<u32>(record, 8) | (account.flags & (AccountFlag.loaded | AccountFlag.dirty));
				account.storage = load<u32>(record, 12);
				account.created = load<u32>(record, 16);
				break;
			case JournalKind.destructed:
				account.destructed = 0;
				break;
			case JournalKind.touched:
				// Block 2675119 of mainnet: the touch of the RIPEMD-160 precompile survived a failing call (EIP-161).
				if (!(account.address0 == 3 && account.address1 == 0 && account.address2 == 0)) account.touched = 0;
				break;
		}
	}
}

@inline
function copyWord(target: usize, source: usize): void {
	v128.store(target, v128.load(source));
	v128.store(target, v128.load(source, 16), 16);
}
