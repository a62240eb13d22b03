// Keccak-256 (the Keccak submission's padding, not SHA-3's), as the Yellow Paper uses it.
//
// Six of the 25 lanes are kept complemented, which turns most of the step chi's complements into a choice of AND or OR
// ("Keccak implementation overview", 2.2).

/** Bytes that one permutation absorbs. */
const RATE: usize = 136;
const STATE: usize = memory.data(208, 16);
const NEXT_STATE: usize = memory.data(208, 16);

// prettier-ignore
const ROUND_CONSTANTS: usize = memory.data<u64>([
	0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
	0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
	0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
	0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
	0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
	0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
]);
const ROUND_CONSTANTS_END: usize = ROUND_CONSTANTS + 24 * 8;

/** Writes the 32 bytes of the digest of `length` bytes at `source` to `target`; nothing else outside its own state changes. */
export function keccak256(source: usize, length: usize, target: usize): void {
	clearState();
	const end = source + length;
	let rest = length;
	while (rest >= RATE) {
		absorbLanes(end - rest, RATE);
		permute();
		rest -= RATE;
	}
	const lanes = rest & ~7;
	absorbLanes(end - rest, lanes);
	// The last bytes, fewer than a lane, followed by the padding's first one bit; its last one ends the block.
	const last = STATE + lanes;
	store<u64>(last, load<u64>(last) ^ lastBytes(end, length, rest & 7));
	store<u64>(STATE, load<u64>(STATE, RATE - 8) ^ 0x8000000000000000, RATE - 8);
	permute();
	store<u64>(target, load<u64>(STATE));
	store<u64>(target, ~load<u64>(STATE, 8), 8);
	store<u64>(target, ~load<u64>(STATE, 16), 16);
	store<u64>(target, load<u64>(STATE, 24), 24);
}

/** The `count` bytes, fewer than 8, before `end`, and a one bit above them. Never reads outside the input. */
@inline
function lastBytes(end: usize, length: usize, count: usize): u64 {
	const bits = <u64>count << 3;
	const padding = (<u64>1) << bits;
	if (count == 0) return padding;
	if (length >= 8) return (load<u64>(end - 8) >> (64 - bits)) | padding;
	let value: u64 = 0;
	for (let pointer = end - 1; pointer >= end - count; pointer--) value = (value << 8) | <u64>load<u8>(pointer);
	return value | padding;
}

@inline
function absorbLanes(source: usize, length: usize): void {
	for (let offset: usize = 0; offset < length; offset += 8) {
		store<u64>(STATE + offset, load<u64>(STATE + offset) ^ load<u64>(source + offset));
	}
}

@inline
function clearState(): void {
	for (let offset: usize = 0; offset < 200; offset += 8) store<u64>(STATE + offset, 0);
	store<u64>(STATE, u64.MAX_VALUE, 8);
	store<u64>(STATE, u64.MAX_VALUE, 16);
	store<u64>(STATE, u64.MAX_VALUE, 64);
	store<u64>(STATE, u64.MAX_VALUE, 96);
	store<u64>(STATE, u64.MAX_VALUE, 136);
	store<u64>(STATE, u64.MAX_VALUE, 160);
}

/**
 * Keccak-f[1600] on the state, two rounds at a time: from STATE to NEXT_STATE and back. A lane is read once in a round,
 * where it is needed, and the parities of the columns (step theta of the next round) grow while lanes are written: few
 * values are alive at once, which matters more than the memory that is read and written.
 */
function permute(): void {
	let p0 = columnParity(0);
	let p1 = columnParity(8);
	let p2 = columnParity(16);
	let p3 = columnParity(24);
	let p4 = columnParity(32);
	for (let constant: usize = ROUND_CONSTANTS; constant < ROUND_CONSTANTS_END; constant += 16) {
		let d0 = p4 ^ rotl<u64>(p1, 1);
		let d1 = p0 ^ rotl<u64>(p2, 1);
		let d2 = p1 ^ rotl<u64>(p3, 1);
		let d3 = p2 ^ rotl<u64>(p4, 1);
		let d4 = p3 ^ rotl<u64>(p0, 1);
		let b0 = load<u64>(STATE) ^ d0;
		let b1 = rotl<u64>(load<u64>(STATE, 48) ^ d1, 44);
		let b2 = rotl<u64>(load<u64>(STATE, 96) ^ d2, 43);
		let b3 = rotl<u64>(load<u64>(STATE, 144) ^ d3, 21);
		let b4 = rotl<u64>(load<u64>(STATE, 192) ^ d4, 14);
		let a = b0 ^ (b1 | b2) ^ load<u64>(constant);
		store<u64>(NEXT_STATE, a);
		p0 = a;
		a = b1 ^ (~b2 | b3);
		store<u64>(NEXT_STATE, a, 8);
		p1 = a;
		a = b2 ^ (b3 & b4);
		store<u64>(NEXT_STATE, a, 16);
		p2 = a;
		a = b3 ^ (b4 | b0);
		store<u64>(NEXT_STATE, a, 24);
		p3 = a;
		a = b4 ^ (b0 & b1);
		store<u64>(NEXT_STATE, a, 32);
		p4 = a;
		b0 = rotl<u64>(load<u64>(STATE, 24) ^ d3, 28);
		b1 = rotl<u64>(load<u64>(STATE, 72) ^ d4, 20);
		b2 = rotl<u64>(load<u64>(STATE, 80) ^ d0, 3);
		b3 = rotl<u64>(load<u64>(STATE, 128) ^ d1, 45);
		b4 = rotl<u64>(load<u64>(STATE, 176) ^ d2, 61);
		a = b0 ^ (b1 | b2);
		store<u64>(NEXT_STATE, a, 40);
		p0 ^= a;
		a = b1 ^ (b2 & b3);
		store<u64>(NEXT_STATE, a, 48);
		p1 ^= a;
		a = b2 ^ (b3 | ~b4);
		store<u64>(NEXT_STATE, a, 56);
		p2 ^= a;
		a = b3 ^ (b4 | b0);
		store<u64>(NEXT_STATE, a, 64);
		p3 ^= a;
		a = b4 ^ (b0 & b1);
		store<u64>(NEXT_STATE, a, 72);
		p4 ^= a;
		b0 = rotl<u64>(load<u64>(STATE, 8) ^ d1, 1);
		b1 = rotl<u64>(load<u64>(STATE, 56) ^ d2, 6);
		b2 = rotl<u64>(load<u64>(STATE, 104) ^ d3, 25);
		b3 = rotl<u64>(load<u64>(STATE, 152) ^ d4, 8);
		b4 = rotl<u64>(load<u64>(STATE, 160) ^ d0, 18);
		a = b0 ^ (b1 | b2);
		store<u64>(NEXT_STATE, a, 80);
		p0 ^= a;
		a = b1 ^ (b2 & b3);
		store<u64>(NEXT_STATE, a, 88);
		p1 ^= a;
		a = b2 ^ (~b3 & b4);
		store<u64>(NEXT_STATE, a, 96);
		p2 ^= a;
		a = ~b3 ^ (b4 | b0);
		store<u64>(NEXT_STATE, a, 104);
		p3 ^= a;
		a = b4 ^ (b0 & b1);
		store<u64>(NEXT_STATE, a, 112);
		p4 ^= a;
		b0 = rotl<u64>(load<u64>(STATE, 32) ^ d4, 27);
		b1 = rotl<u64>(load<u64>(STATE, 40) ^ d0, 36);
		b2 = rotl<u64>(load<u64>(STATE, 88) ^ d1, 10);
		b3 = rotl<u64>(load<u64>(STATE, 136) ^ d2, 15);
		b4 = rotl<u64>(load<u64>(STATE, 184) ^ d3, 56);
		a = b0 ^ (b1 & b2);
		store<u64>(NEXT_STATE, a, 120);
		p0 ^= a;
		a = b1 ^ (b2 | b3);
		store<u64>(NEXT_STATE, a, 128);
		p1 ^= a;
		a = b2 ^ (~b3 | b4);
		store<u64>(NEXT_STATE, a, 136);
		p2 ^= a;
		a = ~b3 ^ (b4 & b0);
		store<u64>(NEXT_STATE, a, 144);
		p3 ^= a;
		a = b4 ^ (b0 | b1);
		store<u64>(NEXT_STATE, a, 152);
		p4 ^= a;
		b0 = rotl<u64>(load<u64>(STATE, 16) ^ d2, 62);
		b1 = rotl<u64>(load<u64>(STATE, 64) ^ d3, 55);
		b2 = rotl<u64>(load<u64>(STATE, 112) ^ d4, 39);
		b3 = rotl<u64>(load<u64>(STATE, 120) ^ d0, 41);
		b4 = rotl<u64>(load<u64>(STATE, 168) ^ d1, 2);
		a = b0 ^ (~b1 & b2);
		store<u64>(NEXT_STATE, a, 160);
		p0 ^= a;
		a = ~b1 ^ (b2 | b3);
		store<u64>(NEXT_STATE, a, 168);
		p1 ^= a;
		a = b2 ^ (b3 & b4);
		store<u64>(NEXT_STATE, a, 176);
		p2 ^= a;
		a = b3 ^ (b4 | b0);
		store<u64>(NEXT_STATE, a, 184);
		p3 ^= a;
		a = b4 ^ (b0 & b1);
		store<u64>(NEXT_STATE, a, 192);
		p4 ^= a;

		d0 = p4 ^ rotl<u64>(p1, 1);
		d1 = p0 ^ rotl<u64>(p2, 1);
		d2 = p1 ^ rotl<u64>(p3, 1);
		d3 = p2 ^ rotl<u64>(p4, 1);
		d4 = p3 ^ rotl<u64>(p0, 1);
		b0 = load<u64>(NEXT_STATE) ^ d0;
		b1 = rotl<u64>(load<u64>(NEXT_STATE, 48) ^ d1, 44);
		b2 = rotl<u64>(load<u64>(NEXT_STATE, 96) ^ d2, 43);
		b3 = rotl<u64>(load<u64>(NEXT_STATE, 144) ^ d3, 21);
		b4 = rotl<u64>(load<u64>(NEXT_STATE, 192) ^ d4, 14);
		a = b0 ^ (b1 | b2) ^ load<u64>(constant, 8);
		store<u64>(STATE, a);
		p0 = a;
		a = b1 ^ (~b2 | b3);
		store<u64>(STATE, a, 8);
		p1 = a;
		a = b2 ^ (b3 & b4);
		store<u64>(STATE, a, 16);
		p2 = a;
		a = b3 ^ (b4 | b0);
		store<u64>(STATE, a, 24);
		p3 = a;
		a = b4 ^ (b0 & b1);
		store<u64>(STATE, a, 32);
		p4 = a;
		b0 = rotl<u64>(load<u64>(NEXT_STATE, 24) ^ d3, 28);
		b1 = rotl<u64>(load<u64>(NEXT_STATE, 72) ^ d4, 20);
		b2 = rotl<u64>(load<u64>(NEXT_STATE, 80) ^ d0, 3);
		b3 = rotl<u64>(load<u64>(NEXT_STATE, 128) ^ d1, 45);
		b4 = rotl<u64>(load<u64>(NEXT_STATE, 176) ^ d2, 61);
		a = b0 ^ (b1 | b2);
		store<u64>(STATE, a, 40);
		p0 ^= a;
		a = b1 ^ (b2 & b3);
		store<u64>(STATE, a, 48);
		p1 ^= a;
		a = b2 ^ (b3 | ~b4);
		store<u64>(STATE, a, 56);
		p2 ^= a;
		a = b3 ^ (b4 | b0);
		store<u64>(STATE, a, 64);
		p3 ^= a;
		a = b4 ^ (b0 & b1);
		store<u64>(STATE, a, 72);
		p4 ^= a;
		b0 = rotl<u64>(load<u64>(NEXT_STATE, 8) ^ d1, 1);
		b1 = rotl<u64>(load<u64>(NEXT_STATE, 56) ^ d2, 6);
		b2 = rotl<u64>(load<u64>(NEXT_STATE, 104) ^ d3, 25);
		b3 = rotl<u64>(load<u64>(NEXT_STATE, 152) ^ d4, 8);
		b4 = rotl<u64>(load<u64>(NEXT_STATE, 160) ^ d0, 18);
		a = b0 ^ (b1 | b2);
		store<u64>(STATE, a, 80);
		p0 ^= a;
		a = b1 ^ (b2 & b3);
		store<u64>(STATE, a, 88);
		p1 ^= a;
		a = b2 ^ (~b3 & b4);
		store<u64>(STATE, a, 96);
		p2 ^= a;
		a = ~b3 ^ (b4 | b0);
		store<u64>(STATE, a, 104);
		p3 ^= a;
		a = b4 ^ (b0 & b1);
		store<u64>(STATE, a, 112);
		p4 ^= a;
		b0 = rotl<u64>(load<u64>(NEXT_STATE, 32) ^ d4, 27);
		b1 = rotl<u64>(load<u64>(NEXT_STATE, 40) ^ d0, 36);
		b2 = rotl<u64>(load<u64>(NEXT_STATE, 88) ^ d1, 10);
		b3 = rotl<u64>(load<u64>(NEXT_STATE, 136) ^ d2, 15);
		b4 = rotl<u64>(load<u64>(NEXT_STATE, 184) ^ d3, 56);
		a = b0 ^ (b1 & b2);
		store<u64>(STATE, a, 120);
		p0 ^= a;
		a = b1 ^ (b2 | b3);
		store<u64>(STATE, a, 128);
		p1 ^= a;
		a = b2 ^ (~b3 | b4);
		store<u64>(STATE, a, 136);
		p2 ^= a;
		a = ~b3 ^ (b4 & b0);
		store<u64>(STATE, a, 144);
		p3 ^= a;
		a = b4 ^ (b0 | b1);
		store<u64>(STATE, a, 152);
		p4 ^= a;
		b0 = rotl<u64>(load<u64>(NEXT_STATE, 16) ^ d2, 62);
		b1 = rotl<u64>(load<u64>(NEXT_STATE, 64) ^ d3, 55);
		b2 = rotl<u64>(load<u64>(NEXT_STATE, 112) ^ d4, 39);
		b3 = rotl<u64>(load<u64>(NEXT_STATE, 120) ^ d0, 41);
		b4 = rotl<u64>(load<u64>(NEXT_STATE, 168) ^ d1, 2);
		a = b0 ^ (~b1 & b2);
		store<u64>(STATE, a, 160);
		p0 ^= a;
		a = ~b1 ^ (b2 | b3);
		store<u64>(STATE, a, 168);
		p1 ^= a;
		a = b2 ^ (b3 & b4);
		store<u64>(STATE, a, 176);
		p2 ^= a;
		a = b3 ^ (b4 | b0);
		store<u64>(STATE, a, 184);
		p3 ^= a;
		a = b4 ^ (b0 & b1);
		store<u64>(STATE, a, 192);
		p4 ^= a;
	}
}

@inline
function columnParity(column: usize): u64 {
	const lane = STATE + column;
	return load<u64>(lane) ^ load<u64>(lane, 40) ^ load<u64>(lane, 80) ^ load<u64>(lane, 120) ^ load<u64>(lane, 160);
}
