// Keccak-256 (the Keccak submission's padding, not SHA-3's), as the Yellow Paper uses it.
//
// The 25 lanes live in locals for all 24 rounds. Six lanes are kept complemented, which turns most of the step chi's
// complements into a choice of AND or OR ("Keccak implementation overview", 2.2).

/** Bytes that one permutation absorbs. */
const RATE: usize = 136;
const STATE: usize = memory.data(208, 16);

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

/** Keccak-f[1600] on the state, two rounds at a time. */
function permute(): void {
	let a0 = load<u64>(STATE);
	let a1 = load<u64>(STATE, 8);
	let a2 = load<u64>(STATE, 16);
	let a3 = load<u64>(STATE, 24);
	let a4 = load<u64>(STATE, 32);
	let a5 = load<u64>(STATE, 40);
	let a6 = load<u64>(STATE, 48);
	let a7 = load<u64>(STATE, 56);
	let a8 = load<u64>(STATE, 64);
	let a9 = load<u64>(STATE, 72);
	let a10 = load<u64>(STATE, 80);
	let a11 = load<u64>(STATE, 88);
	let a12 = load<u64>(STATE, 96);
	let a13 = load<u64>(STATE, 104);
	let a14 = load<u64>(STATE, 112);
	let a15 = load<u64>(STATE, 120);
	let a16 = load<u64>(STATE, 128);
	let a17 = load<u64>(STATE, 136);
	let a18 = load<u64>(STATE, 144);
	let a19 = load<u64>(STATE, 152);
	let a20 = load<u64>(STATE, 160);
	let a21 = load<u64>(STATE, 168);
	let a22 = load<u64>(STATE, 176);
	let a23 = load<u64>(STATE, 184);
	let a24 = load<u64>(STATE, 192);
	for (let constant: usize = ROUND_CONSTANTS; constant < ROUND_CONSTANTS_END; constant += 16) {
		let c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20;
		let c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21;
		let c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22;
		let c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23;
		let c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24;
		let d0 = c4 ^ rotl<u64>(c1, 1);
		let d1 = c0 ^ rotl<u64>(c2, 1);
		let d2 = c1 ^ rotl<u64>(c3, 1);
		let d3 = c2 ^ rotl<u64>(c4, 1);
		let d4 = c3 ^ rotl<u64>(c0, 1);
		let b0 = a0 ^ d0;
		let b1 = rotl<u64>(a6 ^ d1, 44);
		let b2 = rotl<u64>(a12 ^ d2, 43);
		let b3 = rotl<u64>(a18 ^ d3, 21);
		let b4 = rotl<u64>(a24 ^ d4, 14);
		const e0 = b0 ^ (b1 | b2) ^ load<u64>(constant);
		const e1 = b1 ^ (~b2 | b3);
		const e2 = b2 ^ (b3 & b4);
		const e3 = b3 ^ (b4 | b0);
		const e4 = b4 ^ (b0 & b1);
		b0 = rotl<u64>(a3 ^ d3, 28);
		b1 = rotl<u64>(a9 ^ d4, 20);
		b2 = rotl<u64>(a10 ^ d0, 3);
		b3 = rotl<u64>(a16 ^ d1, 45);
		b4 = rotl<u64>(a22 ^ d2, 61);
		const e5 = b0 ^ (b1 | b2);
		const e6 = b1 ^ (b2 & b3);
		const e7 = b2 ^ (b3 | ~b4);
		const e8 = b3 ^ (b4 | b0);
		const e9 = b4 ^ (b0 & b1);
		b0 = rotl<u64>(a1 ^ d1, 1);
		b1 = rotl<u64>(a7 ^ d2, 6);
		b2 = rotl<u64>(a13 ^ d3, 25);
		b3 = rotl<u64>(a19 ^ d4, 8);
		b4 = rotl<u64>(a20 ^ d0, 18);
		const e10 = b0 ^ (b1 | b2);
		const e11 = b1 ^ (b2 & b3);
		const e12 = b2 ^ (~b3 & b4);
		const e13 = ~b3 ^ (b4 | b0);
		const e14 = b4 ^ (b0 & b1);
		b0 = rotl<u64>(a4 ^ d4, 27);
		b1 = rotl<u64>(a5 ^ d0, 36);
		b2 = rotl<u64>(a11 ^ d1, 10);
		b3 = rotl<u64>(a17 ^ d2, 15);
		b4 = rotl<u64>(a23 ^ d3, 56);
		const e15 = b0 ^ (b1 & b2);
		const e16 = b1 ^ (b2 | b3);
		const e17 = b2 ^ (~b3 | b4);
		const e18 = ~b3 ^ (b4 & b0);
		const e19 = b4 ^ (b0 | b1);
		b0 = rotl<u64>(a2 ^ d2, 62);
		b1 = rotl<u64>(a8 ^ d3, 55);
		b2 = rotl<u64>(a14 ^ d4, 39);
		b3 = rotl<u64>(a15 ^ d0, 41);
		b4 = rotl<u64>(a21 ^ d1, 2);
		const e20 = b0 ^ (~b1 & b2);
		const e21 = ~b1 ^ (b2 | b3);
		const e22 = b2 ^ (b3 & b4);
		const e23 = b3 ^ (b4 | b0);
		const e24 = b4 ^ (b0 & b1);

		c0 = e0 ^ e5 ^ e10 ^ e15 ^ e20;
		c1 = e1 ^ e6 ^ e11 ^ e16 ^ e21;
		c2 = e2 ^ e7 ^ e12 ^ e17 ^ e22;
		c3 = e3 ^ e8 ^ e13 ^ e18 ^ e23;
		c4 = e4 ^ e9 ^ e14 ^ e19 ^ e24;
		d0 = c4 ^ rotl<u64>(c1, 1);
		d1 = c0 ^ rotl<u64>(c2, 1);
		d2 = c1 ^ rotl<u64>(c3, 1);
		d3 = c2 ^ rotl<u64>(c4, 1);
		d4 = c3 ^ rotl<u64>(c0, 1);
		b0 = e0 ^ d0;
		b1 = rotl<u64>(e6 ^ d1, 44);
		b2 = rotl<u64>(e12 ^ d2, 43);
		b3 = rotl<u64>(e18 ^ d3, 21);
		b4 = rotl<u64>(e24 ^ d4, 14);
		a0 = b0 ^ (b1 | b2) ^ load<u64>(constant, 8);
		a1 = b1 ^ (~b2 | b3);
		a2 = b2 ^ (b3 & b4);
		a3 = b3 ^ (b4 | b0);
		a4 = b4 ^ (b0 & b1);
		b0 = rotl<u64>(e3 ^ d3, 28);
		b1 = rotl<u64>(e9 ^ d4, 20);
		b2 = rotl<u64>(e10 ^ d0, 3);
		b3 = rotl<u64>(e16 ^ d1, 45);
		b4 = rotl<u64>(e22 ^ d2, 61);
		a5 = b0 ^ (b1 | b2);
		a6 = b1 ^ (b2 & b3);
		a7 = b2 ^ (b3 | ~b4);
		a8 = b3 ^ (b4 | b0);
		a9 = b4 ^ (b0 & b1);
		b0 = rotl<u64>(e1 ^ d1, 1);
		b1 = rotl<u64>(e7 ^ d2, 6);
		b2 = rotl<u64>(e13 ^ d3, 25);
		b3 = rotl<u64>(e19 ^ d4, 8);
		b4 = rotl<u64>(e20 ^ d0, 18);
		a10 = b0 ^ (b1 | b2);
		a11 = b1 ^ (b2 & b3);
		a12 = b2 ^ (~b3 & b4);
		a13 = ~b3 ^ (b4 | b0);
		a14 = b4 ^ (b0 & b1);
		b0 = rotl<u64>(e4 ^ d4, 27);
		b1 = rotl<u64>(e5 ^ d0, 36);
		b2 = rotl<u64>(e11 ^ d1, 10);
		b3 = rotl<u64>(e17 ^ d2, 15);
		b4 = rotl<u64>(e23 ^ d3, 56);
		a15 = b0 ^ (b1 & b2);
		a16 = b1 ^ (b2 | b3);
		a17 = b2 ^ (~b3 | b4);
		a18 = ~b3 ^ (b4 & b0);
		a19 = b4 ^ (b0 | b1);
		b0 = rotl<u64>(e2 ^ d2, 62);
		b1 = rotl<u64>(e8 ^ d3, 55);
		b2 = rotl<u64>(e14 ^ d4, 39);
		b3 = rotl<u64>(e15 ^ d0, 41);
		b4 = rotl<u64>(e21 ^ d1, 2);
		a20 = b0 ^ (~b1 & b2);
		a21 = ~b1 ^ (b2 | b3);
		a22 = b2 ^ (b3 & b4);
		a23 = b3 ^ (b4 | b0);
		a24 = b4 ^ (b0 & b1);
	}
	store<u64>(STATE, a0);
	store<u64>(STATE, a1, 8);
	store<u64>(STATE, a2, 16);
	store<u64>(STATE, a3, 24);
	store<u64>(STATE, a4, 32);
	store<u64>(STATE, a5, 40);
	store<u64>(STATE, a6, 48);
	store<u64>(STATE, a7, 56);
	store<u64>(STATE, a8, 64);
	store<u64>(STATE, a9, 72);
	store<u64>(STATE, a10, 80);
	store<u64>(STATE, a11, 88);
	store<u64>(STATE, a12, 96);
	store<u64>(STATE, a13, 104);
	store<u64>(STATE, a14, 112);
	store<u64>(STATE, a15, 120);
	store<u64>(STATE, a16, 128);
	store<u64>(STATE, a17, 136);
	store<u64>(STATE, a18, 144);
	store<u64>(STATE, a19, 152);
	store<u64>(STATE, a20, 160);
	store<u64>(STATE, a21, 168);
	store<u64>(STATE, a22, 176);
	store<u64>(STATE, a23, 184);
	store<u64>(STATE, a24, 192);
}
