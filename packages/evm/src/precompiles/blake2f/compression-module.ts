import {
	emitModule,
	emitSigned,
	emitUnsigned,
	i32,
	i64,
	noResult,
	Wasm,
	type WasmFunction,
} from "../../crypto/wasm-module.js";

/*
 * BLAKE2b's F (RFC 7693, section 3.2) with a free number of rounds as a WebAssembly module, written out by hand for its 64-bit
 * integers. It exports `memory` and `compress(rounds: i32, finalMask: i64)`, which reads an input of EIP-152 at
 * `inputOffset` and writes the new state at `outputOffset`. All words of a round stay in locals; the rounds stand one after the
 * other until their message schedule repeats.
 *
 * Rounds are a function of their own, called for so many at a time: JavaScript engines replace a function by its optimised form
 * when it is called again, never while it runs, and the four billion rounds that an input can ask for are ten times slower in the
 * first form.
 */

export const inputOffset: number = 0;
export const outputOffset: number = 256;

const stateOffset = inputOffset + 4;
const messageOffset = inputOffset + 68;
const counterOffset = inputOffset + 196;
const vectorOffset = outputOffset + 64;

/** The first 64 bits of the fractions of the square roots of the first eight primes. */
const initialState: readonly bigint[] = [
	0x6a09e667f3bcc908n,
	0xbb67ae8584caa73bn,
	0x3c6ef372fe94f82bn,
	0xa54ff53a5f1d36f1n,
	0x510e527fade682d1n,
	0x9b05688c2b3e6c1fn,
	0x1f83d9abfb41bd6bn,
	0x5be0cd19137e2179n,
];

/** The message schedule: which two words each of the eight steps of a round mixes in. */
// biome-ignore format: a table
const schedule: readonly (readonly number[])[] = [
	[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
	[14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
	[11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
	[7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
	[9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
	[2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
	[12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
	[13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
	[6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
	[10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/** Columns, then diagonals of the working vector. */
const steps: readonly (readonly [a: number, b: number, c: number, d: number])[] = [
	[0, 4, 8, 12],
	[1, 5, 9, 13],
	[2, 6, 10, 14],
	[3, 7, 11, 15],
	[0, 5, 10, 15],
	[1, 6, 11, 12],
	[2, 7, 8, 13],
	[3, 4, 9, 14],
];

/** Rounds per call of the function that does them: a multiple of the schedule's length. */
const roundsAtOnce = 10_240;

/** Functions of the module. */
const compressFunction = 0;
const mixFunction = 1;

/** The module's bytes. */
export function emitCompressionModule(): Uint8Array {
	const functions: WasmFunction[] = [];
	functions[compressFunction] = { name: "compress", parameters: [i32, i64], locals: [], code: emitCompress() };
	functions[mixFunction] = { parameters: [i32], locals: [[16 + 16, i64]], code: emitRounds() };
	return emitModule(functions);
}

/** Sets the working vector up, has it mixed, and folds it into the state. */
function emitCompress(): number[] {
	const rounds = 0;
	const finalMask = 1;
	const code: number[] = [];
	for (let i = 0; i < 8; i++) {
		code.push(Wasm.i32Const, 0, ...emitLoad(stateOffset + 8 * i), ...emitStore(vectorOffset + 8 * i));
		code.push(Wasm.i32Const, 0, Wasm.i64Const, ...emitSigned(BigInt.asIntN(64, initialState[i]!)));
		if (i === 4 || i === 5) code.push(...emitLoad(counterOffset + 8 * (i - 4)), Wasm.i64Xor);
		if (i === 6) code.push(Wasm.localGet, finalMask, Wasm.i64Xor);
		code.push(...emitStore(vectorOffset + 8 * (8 + i)));
	}
	const atOnce = [Wasm.i32Const, ...emitSigned(roundsAtOnce)];
	code.push(Wasm.block, noResult, Wasm.loop, noResult);
	code.push(Wasm.localGet, rounds, ...atOnce, Wasm.i32LessUnsigned, Wasm.brIf, 1);
	code.push(...atOnce, Wasm.call, mixFunction);
	code.push(Wasm.localGet, rounds, ...atOnce, Wasm.i32Sub, Wasm.localSet, rounds);
	code.push(Wasm.br, 0, Wasm.end, Wasm.end);
	code.push(Wasm.localGet, rounds, Wasm.call, mixFunction);
	for (let i = 0; i < 8; i++) {
		code.push(Wasm.i32Const, 0, ...emitLoad(stateOffset + 8 * i));
		code.push(...emitLoad(vectorOffset + 8 * i), Wasm.i64Xor, ...emitLoad(vectorOffset + 8 * (8 + i)), Wasm.i64Xor);
		code.push(...emitStore(outputOffset + 8 * i));
	}
	return code;
}

// Locals of the function of rounds.
const rounds = 0;
const vector = 1;
const message = vector + 16;

/** So many rounds on the working vector in memory, from the schedule's beginning. */
function emitRounds(): number[] {
	const code: number[] = [];
	for (let i = 0; i < 16; i++) {
		code.push(...emitLoad(vectorOffset + 8 * i), Wasm.localSet, vector + i);
		code.push(...emitLoad(messageOffset + 8 * i), Wasm.localSet, message + i);
	}
	code.push(Wasm.block, noResult, Wasm.loop, noResult);
	for (const words of schedule) {
		code.push(Wasm.localGet, rounds, Wasm.i32EqualZero, Wasm.brIf, 1);
		code.push(Wasm.localGet, rounds, Wasm.i32Const, 1, Wasm.i32Sub, Wasm.localSet, rounds);
		for (const [i, [a, b, c, d]] of steps.entries())
			code.push(...emitMix(a, b, c, d, words[2 * i]!, words[2 * i + 1]!));
	}
	code.push(Wasm.br, 0, Wasm.end, Wasm.end);
	for (let i = 0; i < 16; i++) {
		code.push(Wasm.i32Const, 0, Wasm.localGet, vector + i, ...emitStore(vectorOffset + 8 * i));
	}
	return code;
}

/** G (RFC 7693, section 3.1). */
function emitMix(a: number, b: number, c: number, d: number, x: number, y: number): number[] {
	return [
		...emitAdd(a, b, message + x),
		...emitTurn(d, a, 32),
		...emitAdd(c, d),
		...emitTurn(b, c, 24),
		...emitAdd(a, b, message + y),
		...emitTurn(d, a, 16),
		...emitAdd(c, d),
		...emitTurn(b, c, 63),
	];
}

/** to += from, and += a local */
function emitAdd(to: number, from: number, local?: number): number[] {
	const more = local === undefined ? [] : [Wasm.localGet, local, Wasm.i64Add];
	return [
		...[Wasm.localGet, vector + to, Wasm.localGet, vector + from, Wasm.i64Add],
		...more,
		...[Wasm.localSet, vector + to],
	];
}

/** to = (to ^ from), rotated right */
function emitTurn(to: number, from: number, bits: number): number[] {
	return [
		...[Wasm.localGet, vector + to, Wasm.localGet, vector + from, Wasm.i64Xor],
		...[Wasm.i64Const, ...emitSigned(bits), Wasm.i64RotateRight, Wasm.localSet, vector + to],
	];
}

function emitLoad(offset: number): number[] {
	return [Wasm.i32Const, 0, Wasm.i64Load, 0, ...emitUnsigned(offset)];
}

function emitStore(offset: number): number[] {
	return [Wasm.i64Store, 3, ...emitUnsigned(offset)];
}
