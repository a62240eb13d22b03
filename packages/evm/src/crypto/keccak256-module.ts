import { emitModule, emitSigned, emitUnsigned, i32, i64, noResult, Wasm } from "./wasm-module.js";

/*
 * Keccak-f[1600] as a WebAssembly module, written out by hand: 64-bit lanes are what JavaScript lacks, and with them a
 * hash takes a twelfth of the time of plain JavaScript. The module has no imports and exports `memory` (one page) and
 * `absorb(blocks: i32, continues: i32)`, which exclusive-ors that many blocks of 136 bytes, read from `inputOffset`, into the
 * state and permutes it after each. The state begins as zeros when `continues` is 0, else as the last call left it.
 *
 * Source: FIPS 202, sections 3.2 and 3.3. Lane (x, y) of the state has the index x + 5y.
 */

/** Where the 25 lanes of the state stand in the module's memory. */
export const stateOffset: number = 0;

/** Where `absorb` reads blocks; from here to the memory's end is room for them. */
export const inputOffset: number = 512;

/** Size of the module's memory. */
export const memorySize: number = 65536;

/** Bytes absorbed per permutation: 1600 bits less twice the 256 bits of the hash. */
export const blockSize: number = 136;

const roundConstantsOffset = 256;

/** FIPS 202, section 3.2.5 (iota). */
export const roundConstants: readonly bigint[] = [
	0x0000000000000001n,
	0x0000000000008082n,
	0x800000000000808an,
	0x8000000080008000n,
	0x000000000000808bn,
	0x0000000080000001n,
	0x8000000080008081n,
	0x8000000000008009n,
	0x000000000000008an,
	0x0000000000000088n,
	0x0000000080008009n,
	0x000000008000000an,
	0x000000008000808bn,
	0x800000000000008bn,
	0x8000000000008089n,
	0x8000000000008003n,
	0x8000000000008002n,
	0x8000000000000080n,
	0x000000000000800an,
	0x800000008000000an,
	0x8000000080008081n,
	0x8000000000008080n,
	0x0000000080000001n,
	0x8000000080008008n,
];

/** FIPS 202, section 3.2.2 (rho): how far the lane x + 5y is rotated. */
const rotations: readonly number[] = [
	0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
];

// Locals of `absorb`.
const blocks = 0;
const continues = 1;
const input = 2;
const constant = 3;
const lane = 4;
const moved = lane + 25;
const parity = moved + 25;
const effect = parity + 5;

/** The module's bytes. */
export function emitKeccakModule(): Uint8Array {
	const constants: number[] = [];
	for (const value of roundConstants) {
		for (let byte = 0n; byte < 8n; byte++) constants.push(Number((value >> (byte * 8n)) & 0xffn));
	}
	const absorb = {
		name: "absorb",
		parameters: [i32, i32],
		locals: [
			[2, i32],
			[25 + 25 + 5 + 5, i64],
		],
		code: emitAbsorb(),
	} as const;
	return emitModule([absorb], roundConstantsOffset, constants);
}

function emitAbsorb(): number[] {
	const code: number[] = [];
	// Locals are zero from the start.
	code.push(Wasm.block, noResult, Wasm.localGet, continues, Wasm.i32EqualZero, Wasm.brIf, 0);
	for (let i = 0; i < 25; i++) {
		code.push(Wasm.i32Const, 0, Wasm.i64Load, 3, ...emitUnsigned(stateOffset + i * 8), Wasm.localSet, lane + i);
	}
	code.push(Wasm.end);
	code.push(Wasm.i32Const, ...emitSigned(inputOffset), Wasm.localSet, input);
	code.push(Wasm.loop, noResult);
	for (let i = 0; i < blockSize / 8; i++) {
		code.push(
			Wasm.localGet,
			lane + i,
			Wasm.localGet,
			input,
			Wasm.i64Load,
			0,
			...emitUnsigned(i * 8),
			Wasm.i64Xor,
			Wasm.localSet,
			lane + i,
		);
	}
	code.push(Wasm.i32Const, ...emitSigned(roundConstantsOffset), Wasm.localSet, constant);
	code.push(Wasm.loop, noResult, ...emitRound());
	code.push(Wasm.localGet, constant, Wasm.i32Const, 8, Wasm.i32Add, Wasm.localTee, constant);
	const constantsEnd = roundConstantsOffset + roundConstants.length * 8;
	code.push(Wasm.i32Const, ...emitSigned(constantsEnd), Wasm.i32LessUnsigned, Wasm.brIf, 0, Wasm.end);
	code.push(Wasm.localGet, input, Wasm.i32Const, ...emitSigned(blockSize), Wasm.i32Add, Wasm.localSet, input);
	code.push(Wasm.localGet, blocks, Wasm.i32Const, 1, Wasm.i32Sub, Wasm.localTee, blocks, Wasm.brIf, 0, Wasm.end);
	for (let i = 0; i < 25; i++) {
		code.push(Wasm.i32Const, 0, Wasm.localGet, lane + i, Wasm.i64Store, 3, ...emitUnsigned(stateOffset + i * 8));
	}
	return code;
}

/** One round: theta, rho and pi together, chi, iota. */
function emitRound(): number[] {
	const code: number[] = [];
	for (let x = 0; x < 5; x++) {
		code.push(Wasm.localGet, lane + x);
		for (let y = 1; y < 5; y++) code.push(Wasm.localGet, lane + x + 5 * y, Wasm.i64Xor);
		code.push(Wasm.localSet, parity + x);
	}
	for (let x = 0; x < 5; x++) {
		code.push(Wasm.localGet, parity + ((x + 4) % 5), Wasm.localGet, parity + ((x + 1) % 5));
		code.push(Wasm.i64Const, 1, Wasm.i64RotateLeft, Wasm.i64Xor, Wasm.localSet, effect + x);
	}
	for (let y = 0; y < 5; y++) {
		for (let x = 0; x < 5; x++) {
			const from = x + 5 * y;
			const to = y + 5 * ((2 * x + 3 * y) % 5);
			code.push(Wasm.localGet, lane + from, Wasm.localGet, effect + x, Wasm.i64Xor);
			if (rotations[from]! > 0) code.push(Wasm.i64Const, ...emitSigned(rotations[from]!), Wasm.i64RotateLeft);
			code.push(Wasm.localSet, moved + to);
		}
	}
	for (let y = 0; y < 25; y += 5) {
		for (let x = 0; x < 5; x++) {
			code.push(
				Wasm.localGet,
				moved + y + x,
				Wasm.localGet,
				moved + y + ((x + 1) % 5),
				Wasm.i64Const,
				...emitSigned(-1),
				Wasm.i64Xor,
			);
			code.push(Wasm.localGet, moved + y + ((x + 2) % 5), Wasm.i64And, Wasm.i64Xor, Wasm.localSet, lane + y + x);
		}
	}
	code.push(Wasm.localGet, lane, Wasm.localGet, constant, Wasm.i64Load, 3, 0, Wasm.i64Xor, Wasm.localSet, lane);
	return code;
}
