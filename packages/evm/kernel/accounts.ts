// The accounts that execution has met, as records that stay where they are until the state is reset. TypeScript fills
// what is missing and reads out what changed.
import { AccountFlag, HostAnswer } from "../src/engine/abi";
import { Rule } from "../src/spec/rules";
import { Code, emptyCode, findCode } from "./code";
import { HashTable, hashWord } from "./hash-table";
import { hostLoadAccount, hostLoadCode } from "./host";
import {
	recordAccount,
	recordBalance,
	recordCode,
	recordDestructed,
	recordNonce,
	recordTouched,
	recordWarmAccount,
} from "./journal";
import { Pool } from "./pool";
import { PRECOMPILES, rule } from "./tables";

@unmanaged
export class Account {
	/** The address as the low 160 bits of a word; address3 is 0. */
	address0: u64;
	address1: u64;
	address2: u64;
	address3: u64;
	balance0: u64;
	balance1: u64;
	balance2: u64;
	balance3: u64;
	/** Keccak-256 of the code, bytes in order. */
	hash0: u64;
	hash1: u64;
	hash2: u64;
	hash3: u64;
	nonce: u64;
	/** Code record; 0: not loaded. */
	code: usize;
	/** AccountFlag bits. */
	flags: u32;
	/** Names the storage: a wiped storage gets a new name, and the old slots are never found again. */
	storage: u32;
	// The transaction in which it was last accessed, created, destructed, touched; 0: never.
	warm: u32;
	created: u32;
	destructed: u32;
	touched: u32;
	/** The account met before this one: the chain TypeScript reads changes from. */
	previous: usize;
	/** Whether it is on the list of those to look at when the transaction ends: the list's number. */
	listed: u32;
	/** Behind it on that list. */
	nextListed: usize;
	/** Number of the precompiled contract that stands here; 0: none. The host may have moved it (Machine.movePrecompiles). */
	precompile: u32;

	@inline
	get balancePointer(): usize {
		return changetype<usize>(this) + offsetof<Account>("balance0");
	}

	@inline
	get exists(): bool {
		return (this.flags & AccountFlag.exists) != 0;
	}

	/** Empty as EIP-161 has it; an account that does not exist is empty. */
	get isEmpty(): bool {
		return (
			this.nonce == 0 &&
			(this.balance0 | this.balance1 | this.balance2 | this.balance3) == 0 &&
			this.hasEmptyCode
		);
	}

	get hasEmptyCode(): bool {
		return sameHash(changetype<usize>(this) + offsetof<Account>("hash0"), emptyCode.hashPointer);
	}

	/** Takes a code record and its hash, without a journal record. */
	setCode(code: usize): void {
		this.code = code;
		const hash = changetype<usize>(this) + offsetof<Account>("hash0");
		const source = changetype<Code>(code).hashPointer;
		v128.store(hash, v128.load(source));
		v128.store(hash, v128.load(source, 16), 16);
	}
}

const ACCOUNT_SIZE: usize = 256;
const table = changetype<HashTable>(memory.data(16, 16));
const pool = changetype<Pool>(memory.data(16, 16));

/** Newest account met. */
export let lastAccount: usize = 0;
/** The transaction that runs: marks of older ones count no more. */
export let epoch: u32 = 1;
let storageNames: u32 = 0;

// Accounts to look at when the transaction ends. An account stays on the list when its mark is taken back.
let firstListed: usize = 0;
let listNumber: u32 = 1;

@inline
function list(account: Account): void {
	if (account.listed == listNumber) return;
	account.listed = listNumber;
	account.nextListed = firstListed;
	firstListed = changetype<usize>(account);
}

/** Forgets which accounts were touched or destructed. */
export function clearAccountList(): void {
	firstListed = 0;
	listNumber++;
}

@inline
export function sameHash(a: usize, b: usize): bool {
	return !v128.any_true(
		v128.or(
			v128.xor(v128.load(a), v128.load(b)),
			v128.xor(v128.load(a, 16), v128.load(b, 16)),
		),
	);
}

export function initializeAccounts(): void {
	table.initialize(10);
}

export function clearAccounts(): void {
	table.clear();
	pool.clear(ACCOUNT_SIZE);
	lastAccount = 0;
}

export function nextEpoch(): void {
	epoch++;
}

/** The record of the account whose address is the low 160 bits of the word; perhaps not loaded yet. */
export function findAccount(word: usize): Account {
	const a = load<u64>(word);
	const b = load<u64>(word, 8);
	const c = load<u64>(word, 16) & 0xffffffff;
	const hash = hashWord(a, b, c, 0, 0);
	const cells = table.cells;
	const mask = table.mask;
	for (let index = hash & mask; ; index = (index + 1) & mask) {
		const cell = cells + ((<usize>index) << 3);
		const record = <usize>load<u32>(cell, 4);
		if (record == 0) break;
		if (load<u32>(cell) != hash) continue;
		const found = changetype<Account>(record);
		if (found.address0 == a && found.address1 == b && found.address2 == c) return found;
	}
	const account = changetype<Account>(pool.take(ACCOUNT_SIZE));
	account.address0 = a;
	account.address1 = b;
	account.address2 = c;
	account.storage = ++storageNames;
	account.previous = lastAccount;
	lastAccount = changetype<usize>(account);
	account.setCode(changetype<usize>(emptyCode));
	// Precompiled contracts are warm in every transaction (EIP-2929).
	if (a < 512 && (b | c) == 0 && load<u8>(PRECOMPILES + <usize>a) != 0) {
		account.warm = u32.MAX_VALUE;
		account.precompile = <u32>a;
	}
	table.insert(hash, changetype<usize>(account));
	return account;
}

/** False when the host cannot say yet. */
@inline
export function ensureLoaded(account: Account): bool {
	if ((account.flags & AccountFlag.loaded) != 0) return true;
	return hostLoadAccount(changetype<usize>(account)) == HostAnswer.done;
}

/** False when the host cannot say yet. The account is loaded. */
@inline
export function ensureCode(account: Account): bool {
	if (account.code != 0) return true;
	return loadCode(account);
}

function loadCode(account: Account): bool {
	const code = findCode(changetype<usize>(account) + offsetof<Account>("hash0"));
	if (code != 0) {
		account.code = code;
		return true;
	}
	return hostLoadCode(changetype<usize>(account)) == HostAnswer.done;
}

@inline
export function isPrecompile(account: Account): bool {
	return account.precompile != 0;
}

@inline
export function isWarm(account: Account): bool {
	return account.warm >= epoch;
}

@inline
export function warmAccount(account: Account): void {
	if (account.warm >= epoch) return;
	recordWarmAccount(account);
	account.warm = epoch;
}

/**
 * Marks an account as changed or addressed in a way that counts for EIP-161. Before that rule such an account simply
 * comes into being.
 */
export function touch(account: Account): void {
	if (rule(Rule.stateClearing)) {
		if (account.touched == epoch) return;
		recordTouched(account);
		account.touched = epoch;
		list(account);
	} else if (!account.exists) {
		bringIntoBeing(account);
	}
}

function bringIntoBeing(account: Account): void {
	recordAccount(account);
	account.flags |= AccountFlag.exists | AccountFlag.dirty;
}

export function setNonce(account: Account, nonce: u64): void {
	recordNonce(account);
	account.nonce = nonce;
	if (!account.exists) bringIntoBeing(account);
	account.flags |= AccountFlag.dirty;
}

export function setCode(account: Account, code: Code): void {
	recordCode(account);
	account.setCode(changetype<usize>(code));
	if (!account.exists) bringIntoBeing(account);
	account.flags |= AccountFlag.dirty;
}

/** Adds the word at `amount` to the balance; touches. Wraps at 2^256, which no real supply reaches. */
export function addBalance(account: Account, amount: usize): void {
	touch(account);
	if ((load<u64>(amount) | load<u64>(amount, 8) | load<u64>(amount, 16) | load<u64>(amount, 24)) == 0) return;
	recordBalance(account);
	if (!account.exists) bringIntoBeing(account);
	account.flags |= AccountFlag.dirty;
	let carry: u64 = 0;
	const balance = account.balancePointer;
	for (let i: usize = 0; i < 32; i += 8) {
		const a = load<u64>(balance + i);
		const b = load<u64>(amount + i);
		const sum = a + b;
		const total = sum + carry;
		carry = u64(sum < a) | u64(total < sum);
		store<u64>(balance + i, total);
	}
}

/** Takes the word at `amount` from the balance, which covers it; touches. */
export function subtractBalance(account: Account, amount: usize): void {
	touch(account);
	if ((load<u64>(amount) | load<u64>(amount, 8) | load<u64>(amount, 16) | load<u64>(amount, 24)) == 0) return;
	recordBalance(account);
	account.flags |= AccountFlag.dirty;
	let borrow: u64 = 0;
	const balance = account.balancePointer;
	for (let i: usize = 0; i < 32; i += 8) {
		const a = load<u64>(balance + i);
		const b = load<u64>(amount + i);
		const difference = a - b;
		store<u64>(balance + i, difference - borrow);
		borrow = u64(a < b) | u64(difference < borrow);
	}
}

export function balanceCovers(account: Account, amount: usize): bool {
	const balance = account.balancePointer;
	for (let i: i32 = 24; i >= 0; i -= 8) {
		const have = load<u64>(balance + <usize>i);
		const need = load<u64>(amount + <usize>i);
		if (have != need) return have > need;
	}
	return true;
}

/**
 * Makes an account a new contract: nonce as the rules say, balance as it was (Yellow Paper 7). It had no storage, or
 * nothing would be created there; its slots keep their access marks, which an access list may have set before.
 */
export function createAccount(account: Account): void {
	touch(account);
	recordAccount(account);
	account.flags = (account.flags & ~AccountFlag.hasStorage) | AccountFlag.exists | AccountFlag.dirty | AccountFlag.storageCleared;
	account.created = epoch;
	recordNonce(account);
	account.nonce = rule(Rule.stateClearing) ? 1 : 0;
}

/** Puts the account on the list of those deleted when the transaction ends. True when it was not on it before. */
export function markDestructed(account: Account): bool {
	if (account.destructed == epoch) return false;
	recordDestructed(account);
	account.destructed = epoch;
	list(account);
	return true;
}

/** Deletes destructed accounts, and touched ones that are empty (EIP-161), and forgets which they were. */
export function sweepAccounts(): void {
	for (let record = firstListed; record != 0; record = changetype<Account>(record).nextListed) {
		const account = changetype<Account>(record);
		if (account.destructed == epoch) deleteAccount(account);
		else if (account.touched == epoch && account.exists && account.isEmpty) deleteAccount(account);
	}
	clearAccountList();
}

function deleteAccount(account: Account): void {
	account.flags = AccountFlag.loaded | AccountFlag.dirty | AccountFlag.storageCleared;
	account.nonce = 0;
	account.balance0 = 0;
	account.balance1 = 0;
	account.balance2 = 0;
	account.balance3 = 0;
	account.storage = ++storageNames;
	account.setCode(changetype<usize>(emptyCode));
}
