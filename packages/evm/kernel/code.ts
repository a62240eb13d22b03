// Code records: the bytes, padded so that reading past either end is harmless, and the valid jump destinations. Records
// of deployed code are kept by hash and shared; initcode lives as long as its frame.
import { allocate, blockSize, release } from "./heap";
import { HashTable, hashWord } from "./hash-table";
import { keccak256 } from "./keccak";

@unmanaged
export class Code {
	/** Keccak-256, bytes in order. */
	hash0: u64;
	hash1: u64;
	hash2: u64;
	hash3: u64;
	/** Address of the first byte. */
	start: usize;
	size: u32;
	/** One bit per byte of code, lowest bit first. */
	jumpDestinations: usize;
	/** 1: the code is a delegation designator (EIP-7702) and delegate0 to 2 are the address, as a word's limbs. */
	isDelegation: u32;
	delegate0: u64;
	delegate1: u64;
	delegate2: u64;
	delegate3: u64;
	/** Bytes of the block this record begins. */
	blockSize: u32;
	previous: usize;
	// The compiled form, when there is one (src/engine/compiler).
	/** Gas spent in the code so far; below zero: it is not to be compiled. */
	heat: i64;
	/** Index of the compiled entry in the kernel's table; 0: none. */
	entry: u32;
	/** u16 per byte of code: the number of the compiled block that begins there, or 0. */
	blocks: usize;

	@inline
	get hashPointer(): usize {
		return changetype<usize>(this);
	}

	@inline
	get delegatePointer(): usize {
		return changetype<usize>(this) + offsetof<Code>("delegate0");
	}
}

/** Heat of initcode, which runs once and is never compiled. */
export const NEVER_HOT: i64 = i64.MIN_VALUE >> 1;

const HEADER: usize = 192;
/** Wide loads may begin this many bytes before the code … */
const PAD_BEFORE: usize = 32;
/** … and a truncated PUSH reads up to 33 zero bytes behind it; the first of them is STOP. */
const PAD_AFTER: usize = 48;

const table = changetype<HashTable>(memory.data(16, 16));
let newest: usize = 0;
/** Where the number of bytes that cached code occupies lies, u32: TypeScript looks at it before every call. */
export const CODE_CACHE_SIZE: usize = memory.data(4, 16);

export let emptyCode: Code = changetype<Code>(0);

export function initializeCode(): void {
	table.initialize(8);
	emptyCode = buildCode(0, 0);
	keccak256(0, 0, emptyCode.hashPointer);
}

/** Forgets all code but the empty one. No account or frame may refer to any. */
export function clearCode(): void {
	for (let address = newest; address != 0; ) {
		const code = changetype<Code>(address);
		address = code.previous;
		releaseCode(code);
	}
	newest = 0;
	store<u32>(CODE_CACHE_SIZE, 0);
	table.clear();
}

/** A record for the `size` bytes at `source`, without its hash. The null record when memory is exhausted. */
export function buildCode(source: usize, size: u32): Code {
	const bitmapSize = ((<usize>size + 63) >> 6) << 3;
	const total = HEADER + PAD_BEFORE + <usize>size + PAD_AFTER + bitmapSize + 8;
	const block = allocate(total);
	if (block == 0) return changetype<Code>(0);
	memory.fill(block, 0, HEADER + PAD_BEFORE);
	const code = changetype<Code>(block);
	const start = block + HEADER + PAD_BEFORE;
	code.start = start;
	code.size = size;
	code.blockSize = <u32>total;
	code.heat = NEVER_HOT;
	memory.copy(start, source, size);
	memory.fill(start + size, 0, total - HEADER - PAD_BEFORE - size);
	code.jumpDestinations = (start + size + PAD_AFTER + 7) & ~7;
	markJumpDestinations(start, size, code.jumpDestinations);
	// EIP-7702: 0xef0100 followed by the address.
	if (size == 23 && load<u16>(start) == 0x01ef && load<u8>(start, 2) == 0) {
		code.isDelegation = 1;
		code.delegate0 = bswap<u64>(load<u64>(start, 15));
		code.delegate1 = bswap<u64>(load<u64>(start, 7));
		code.delegate2 = bswap<u32>(load<u32>(start, 3));
	}
	return code;
}

export function releaseCode(code: Code): void {
	if (code.blocks != 0) release(code.blocks, (<usize>code.size + 1) << 1);
	release(changetype<usize>(code), code.blockSize);
}

/** Room for the numbers of the code's blocks and of its end, all 0; the address of the map, or 0 when memory is exhausted. */
export function reserveBlocks(code: Code): usize {
	const size = (<usize>code.size + 1) << 1;
	const blocks = allocate(size);
	if (blocks != 0) memory.fill(blocks, 0, size);
	code.blocks = blocks;
	return blocks;
}

/** Takes the compiled forms from all code: the rules have changed. */
export function forgetCompiledCode(): void {
	for (let address = newest; address != 0; address = changetype<Code>(address).previous) {
		const code = changetype<Code>(address);
		if (code.blocks != 0) release(code.blocks, (<usize>code.size + 1) << 1);
		code.blocks = 0;
		code.entry = 0;
		code.heat = 0;
	}
}

/** Every JUMPDEST that is not inside the immediate of a PUSH (Yellow Paper 9.4.3). */
function markJumpDestinations(start: usize, size: u32, bitmap: usize): void {
	let position: u32 = 0;
	while (position < size) {
		const opcode = <u32>load<u8>(start + position);
		// PUSH1 to PUSH32 are 0x60 to 0x7f.
		if (opcode - 0x60 < 32) {
			position += opcode - 0x5e;
			continue;
		}
		if (opcode == 0x5b) {
			const byte = bitmap + (position >> 3);
			store<u8>(byte, load<u8>(byte) | ((<u8>1) << <u8>(position & 7)));
		}
		position++;
	}
}

@inline
export function isJumpDestination(bitmap: usize, offset: u32): bool {
	return ((load<u8>(bitmap + (offset >> 3)) >> (offset & 7)) & 1) != 0;
}

/** The record of the code with the hash at `hash`; 0 when there is none. */
export function findCode(hash: usize): usize {
	if (equalHash(hash, emptyCode.hashPointer)) return changetype<usize>(emptyCode);
	const key = hashOfHash(hash);
	const cells = table.cells;
	for (let index = key & table.mask; ; index = (index + 1) & table.mask) {
		const cell = cells + ((<usize>index) << 3);
		const record = <usize>load<u32>(cell, 4);
		if (record == 0) break;
		if (load<u32>(cell) == key && equalHash(record, hash)) return record;
	}
	return 0;
}

/**
 * The shared record for the `size` bytes at `source`, whose hash is at `hash`, or 0 to have it computed. The null
 * record when memory is exhausted.
 */
export function installCode(source: usize, size: u32, hash: usize): Code {
	if (size == 0) return emptyCode;
	if (hash == 0) {
		keccak256(source, size, HASH);
		hash = HASH;
	}
	const known = findCode(hash);
	if (known != 0) return changetype<Code>(known);
	const code = buildCode(source, size);
	if (changetype<usize>(code) == 0) return code;
	v128.store(code.hashPointer, v128.load(hash));
	v128.store(code.hashPointer, v128.load(hash, 16), 16);
	code.heat = 0;
	code.previous = newest;
	newest = changetype<usize>(code);
	store<u32>(CODE_CACHE_SIZE, load<u32>(CODE_CACHE_SIZE) + <u32>blockSize(code.blockSize));
	table.insert(hashOfHash(hash), changetype<usize>(code));
	return code;
}

const HASH: usize = memory.data(32, 16);

@inline
function hashOfHash(hash: usize): u32 {
	return hashWord(load<u64>(hash), load<u64>(hash, 8), load<u64>(hash, 16), load<u64>(hash, 24), 1);
}

@inline
function equalHash(a: usize, b: usize): bool {
	return (
		load<u64>(a) == load<u64>(b) &&
		load<u64>(a, 8) == load<u64>(b, 8) &&
		load<u64>(a, 16) == load<u64>(b, 16) &&
		load<u64>(a, 24) == load<u64>(b, 24)
	);
}
