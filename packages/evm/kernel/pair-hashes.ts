// Hashes of 64 bytes that were computed before. Solidity hashes a key and a slot for every access to a mapping, and the same pair again
// when it writes what it has read, in the next call, and in the next transaction: in blocks of the mainnet more than half of them
// were hashed before in the same block.
import { allocate } from "./heap";
import { keccak256 } from "./keccak";
import { loadBigEndian } from "./words/convert";

// An entry: the 64 bytes, the hash as a word, and whether there is one. A pair has one place; whoever comes later gets it.
const HASH: usize = 64;
const IS_SET: usize = 96;
const ENTRY_BITS: usize = 7;
const COUNT_BITS: u64 = 10;
const TABLE_SIZE: usize = ((<usize>1) << ENTRY_BITS) << <usize>COUNT_BITS;

const FIRST_FACTOR: u64 = 0x9e3779b97f4a7c15;
const SECOND_FACTOR: u64 = 0xc2b2ae3d27d4eb4f;

let table: usize = 0;

/** [target] = keccak256 of the 64 bytes at `source`, as a word. */
export function hashPair(source: usize, target: usize): void {
	if (table == 0 && !makeTable()) {
		keccak256(source, 64, target);
		loadBigEndian(target, target);
		return;
	}
	const entry = table + (placeOf(source) << ENTRY_BITS);
	if (load<u32>(entry, IS_SET) == 0 || !isSame(entry, source)) {
		keccak256(source, 64, entry + HASH);
		loadBigEndian(entry + HASH, entry + HASH);
		store<u32>(entry, 1, IS_SET);
		v128.store(entry, v128.load(source));
		v128.store(entry, v128.load(source, 16), 16);
		v128.store(entry, v128.load(source, 32), 32);
		v128.store(entry, v128.load(source, 48), 48);
	}
	v128.store(target, v128.load(entry, HASH));
	v128.store(target, v128.load(entry, HASH + 16), 16);
}

function makeTable(): bool {
	const made = allocate(TABLE_SIZE);
	if (made == 0) return false;
	memory.fill(made, 0, TABLE_SIZE);
	table = made;
	return true;
}

/** Which entry is the pair's. Keys and slots are numbers with zeros in front, or hashes. */
@inline
function placeOf(source: usize): usize {
	const key =
		(load<u64>(source) + rotl<u64>(load<u64>(source, 8), 13)) * FIRST_FACTOR +
		(load<u64>(source, 16) + rotl<u64>(load<u64>(source, 24), 29)) * SECOND_FACTOR;
	const slot =
		(load<u64>(source, 32) + rotl<u64>(load<u64>(source, 40), 17)) * FIRST_FACTOR +
		(load<u64>(source, 48) + rotl<u64>(load<u64>(source, 56), 41)) * SECOND_FACTOR;
	return <usize>(((key ^ rotl<u64>(slot, 32)) * FIRST_FACTOR) >> (64 - COUNT_BITS));
}

@inline
function isSame(entry: usize, source: usize): bool {
	const first = v128.xor(v128.load(entry), v128.load(source));
	const second = v128.xor(v128.load(entry, 16), v128.load(source, 16));
	const third = v128.xor(v128.load(entry, 32), v128.load(source, 32));
	const fourth = v128.xor(v128.load(entry, 48), v128.load(source, 48));
	return !v128.any_true(v128.or(v128.or(first, second), v128.or(third, fourth)));
}
