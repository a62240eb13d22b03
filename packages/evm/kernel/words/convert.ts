// A word is 32 bytes of linear memory: four 64-bit limbs, the least significant first. Everything here moves words and
// turns them from and into what surrounds them.
//
// A processor cannot forward two pending 64-bit stores to one 128-bit load: the load waits until both have reached the
// cache. Arithmetic leaves its results as 64-bit limbs, so whoever loads 16 bytes of a word for immediate use takes
// them as two lanes (`loadLanes`), and whoever stores may use all 16 bytes at once. What needs no shuffle works on limbs:
// a lane costs two operations to load, and a value takes twice as long through a vector register.

/** 16 bytes of a word whose limbs may just have been stored one by one. */
@inline
export function loadLanes(pointer: usize): v128 {
	return v128.load_lane<u64>(pointer, v128.load_zero<u64>(pointer), 1, 8);
}

@inline
function reverseBytes(bytes: v128): v128 {
	return v128.shuffle<u8>(bytes, bytes, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
}

@inline
export function copyWord(target: usize, source: usize): void {
	const a0 = load<u64>(source);
	const a1 = load<u64>(source, 8);
	const a2 = load<u64>(source, 16);
	const a3 = load<u64>(source, 24);
	store<u64>(target, a0);
	store<u64>(target, a1, 8);
	store<u64>(target, a2, 16);
	store<u64>(target, a3, 24);
}

/** Exchanges two words. */
@inline
export function swapWords(a: usize, b: usize): void {
	const a0 = load<u64>(a);
	const a1 = load<u64>(a, 8);
	store<u64>(a, load<u64>(b));
	store<u64>(a, load<u64>(b, 8), 8);
	store<u64>(b, a0);
	store<u64>(b, a1, 8);
	const a2 = load<u64>(a, 16);
	const a3 = load<u64>(a, 24);
	store<u64>(a, load<u64>(b, 16), 16);
	store<u64>(a, load<u64>(b, 24), 24);
	store<u64>(b, a2, 16);
	store<u64>(b, a3, 24);
}

@inline
export function setZero(target: usize): void {
	v128.store(target, i64x2(0, 0));
	v128.store(target, i64x2(0, 0), 16);
}

@inline
export function setU64(target: usize, value: u64): void {
	store<u64>(target, value);
	store<u64>(target, 0, 8);
	v128.store(target, i64x2(0, 0), 16);
}

/** Reads 32 big-endian bytes at any alignment. */
@inline
export function loadBigEndian(target: usize, source: usize): void {
	const high = v128.load(source);
	const low = v128.load(source, 16);
	v128.store(target, reverseBytes(low));
	v128.store(target, reverseBytes(high), 16);
}

/** Writes 32 big-endian bytes at any alignment. */
@inline
export function storeBigEndian(target: usize, source: usize): void {
	const low = loadLanes(source);
	const high = loadLanes(source + 16);
	v128.store(target, reverseBytes(high));
	v128.store(target, reverseBytes(low), 16);
}

/** Reads the 20 bytes of an address; the upper 12 bytes of the word become zero. */
@inline
export function loadAddressBigEndian(target: usize, source: usize): void {
	const high = bswap<u32>(load<u32>(source));
	const low = v128.load(source, 4);
	v128.store(target, reverseBytes(low));
	store<u64>(target, <u64>high, 16);
	store<u64>(target, 0, 24);
}

/** Writes the lower 20 bytes of the word as an address. */
@inline
export function storeAddressBigEndian(target: usize, source: usize): void {
	const low = loadLanes(source);
	const high = load<u32>(source, 16);
	store<u32>(target, bswap<u32>(high));
	v128.store(target, reverseBytes(low), 4);
}

@inline
export function isZeroWord(pointer: usize): bool {
	return (load<u64>(pointer) | load<u64>(pointer, 8) | load<u64>(pointer, 16) | load<u64>(pointer, 24)) == 0;
}

@inline
export function fitsU64(pointer: usize): bool {
	return (load<u64>(pointer, 8) | load<u64>(pointer, 16) | load<u64>(pointer, 24)) == 0;
}

/** The value, or 2^64 - 1 when it is larger. */
@inline
export function toU64Saturating(pointer: usize): u64 {
	return fitsU64(pointer) ? load<u64>(pointer) : u64.MAX_VALUE;
}

/** The value, or 2^32 - 1 when it is larger. */
@inline
export function toU32Saturating(pointer: usize): u32 {
	const value = load<u64>(pointer);
	return (load<u64>(pointer, 8) | load<u64>(pointer, 16) | load<u64>(pointer, 24) | (value >> 32)) == 0
		? <u32>value
		: u32.MAX_VALUE;
}
