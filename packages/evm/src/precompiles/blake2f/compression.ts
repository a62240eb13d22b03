/**
 * BLAKE2b's F (RFC 7693, section 3.2) with a free number of rounds. A 64-bit word is two signed 32-bit halves, low first, so
 * that V8 keeps all of it in integer registers. One set of arrays serves all calls: nothing here can be re-entered.
 */
const v: Int32Array = new Int32Array(32);
const m: Int32Array = new Int32Array(32);

/** The first 64 bits of the fractions of the square roots of the first eight primes, halves with the low one first. */
// biome-ignore format: a table
const initialState: Int32Array = Int32Array.of(
	0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a,
	0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
);

/** The message schedule: ten permutations of the sixteen words, as indices of low halves. */
// biome-ignore format: a table
const schedule: Uint8Array = Uint8Array.of(
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
	14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
	11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
	7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
	9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
	2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
	12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
	13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
	6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
	10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
).map((word) => 2 * word);

const stateOffset = 4;
const messageOffset = 68;
const counterOffset = 196;

/** Compresses the block of an EIP-152 input (213 bytes) in so many rounds; the new state is 64 bytes. */
export function compressBlake2b(rounds: number, input: Uint8Array, isFinal: boolean): Uint8Array {
	const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
	for (let i = 0; i < 16; i++) v[i] = view.getInt32(stateOffset + 4 * i, true);
	v.set(initialState, 16);
	for (let i = 0; i < 4; i++) v[24 + i]! ^= view.getInt32(counterOffset + 4 * i, true);
	if (isFinal) {
		v[28] = ~v[28]!;
		v[29] = ~v[29]!;
	}
	for (let i = 0; i < 32; i++) m[i] = view.getInt32(messageOffset + 4 * i, true);

	let row = 0;
	for (let round = 0; round < rounds; round++) {
		mixColumn(0, 8, 16, 24, schedule[row]!, schedule[row + 1]!);
		mixColumn(2, 10, 18, 26, schedule[row + 2]!, schedule[row + 3]!);
		mixColumn(4, 12, 20, 28, schedule[row + 4]!, schedule[row + 5]!);
		mixColumn(6, 14, 22, 30, schedule[row + 6]!, schedule[row + 7]!);
		mixColumn(0, 10, 20, 30, schedule[row + 8]!, schedule[row + 9]!);
		mixColumn(2, 12, 22, 24, schedule[row + 10]!, schedule[row + 11]!);
		mixColumn(4, 14, 16, 26, schedule[row + 12]!, schedule[row + 13]!);
		mixColumn(6, 8, 18, 28, schedule[row + 14]!, schedule[row + 15]!);
		row = row === 144 ? 0 : row + 16;
	}

	const output = new Uint8Array(64);
	const outputView = new DataView(output.buffer);
	for (let i = 0; i < 16; i++) {
		outputView.setInt32(4 * i, view.getInt32(stateOffset + 4 * i, true) ^ v[i]! ^ v[i + 16]!, true);
	}
	return output;
}

/** G (RFC 7693, section 3.1) on the words of `v` whose low halves are at a, b, c, d, with two words of `m`. */
function mixColumn(a: number, b: number, c: number, d: number, x: number, y: number): void {
	let aLow = v[a]!;
	let aHigh = v[a + 1]!;
	let bLow = v[b]!;
	let bHigh = v[b + 1]!;
	let cLow = v[c]!;
	let cHigh = v[c + 1]!;
	let dLow = v[d]!;
	let dHigh = v[d + 1]!;

	// a += b + x
	let part = (aLow + bLow) | 0;
	aHigh = (aHigh + bHigh + carry(aLow, bLow, part)) | 0;
	let word = m[x]!;
	aLow = (part + word) | 0;
	aHigh = (aHigh + m[x + 1]! + carry(part, word, aLow)) | 0;
	// d = (d ^ a) >>> 32
	part = dLow ^ aLow;
	dLow = dHigh ^ aHigh;
	dHigh = part;
	// c += d
	part = (cLow + dLow) | 0;
	cHigh = (cHigh + dHigh + carry(cLow, dLow, part)) | 0;
	cLow = part;
	// b = (b ^ c) >>> 24
	bLow ^= cLow;
	bHigh ^= cHigh;
	part = (bLow >>> 24) | (bHigh << 8);
	bHigh = (bHigh >>> 24) | (bLow << 8);
	bLow = part;
	// a += b + y
	part = (aLow + bLow) | 0;
	aHigh = (aHigh + bHigh + carry(aLow, bLow, part)) | 0;
	word = m[y]!;
	aLow = (part + word) | 0;
	aHigh = (aHigh + m[y + 1]! + carry(part, word, aLow)) | 0;
	// d = (d ^ a) >>> 16
	dLow ^= aLow;
	dHigh ^= aHigh;
	part = (dLow >>> 16) | (dHigh << 16);
	dHigh = (dHigh >>> 16) | (dLow << 16);
	dLow = part;
	// c += d
	part = (cLow + dLow) | 0;
	cHigh = (cHigh + dHigh + carry(cLow, dLow, part)) | 0;
	cLow = part;
	// b = (b ^ c) >>> 63
	bLow ^= cLow;
	bHigh ^= cHigh;
	part = (bLow << 1) | (bHigh >>> 31);
	bHigh = (bHigh << 1) | (bLow >>> 31);
	bLow = part;

	v[a] = aLow;
	v[a + 1] = aHigh;
	v[b] = bLow;
	v[b + 1] = bHigh;
	v[c] = cLow;
	v[c + 1] = cHigh;
	v[d] = dLow;
	v[d + 1] = dHigh;
}

/** 1 when a + b = sum overflowed 32 bits. Bits only: comparing as unsigned takes V8 twice as long. */
function carry(a: number, b: number, sum: number): number {
	return ((a & b) | ((a | b) & ~sum)) >>> 31;
}
