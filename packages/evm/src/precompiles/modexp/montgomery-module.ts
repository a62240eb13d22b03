import { emitModule, emitSigned, emitUnsigned, i32, i64, noResult, Wasm } from "../../crypto/wasm-module.js";

/*
 * Modular exponentiation for odd moduli of a few 32-bit limbs as a WebAssembly module, written out by hand: for such sizes most of
 * a BigInt operation is allocation. Numbers are limbs in little endian, in Montgomery's form (P. Montgomery, "Modular
 * multiplication without trial division", 1985).
 *
 * It exports `memory`, `multiply(target, a, b)` on addresses of numbers below the modulus, and `power(size: i32)`, which raises
 * the number at `accumulatorOffset` to the power 256^size and multiplies it by the base to the power of the `size` bytes, at
 * least one, at `exponentOffset`; the base's powers 0 to 15 are at `tableOffset`.
 */

/** Most limbs that there is room for. */
const maxLimbs = 8;
const numberSize = 4 * maxLimbs;

export const modulusOffset: number = 0;
/** -1 / modulus modulo 2^32. */
export const inverseOffset: number = numberSize;
export const accumulatorOffset: number = 2 * numberSize;
export const tableOffset: number = 3 * numberSize;
/** Entries of the table are this far apart. */
export const tableStride: number = numberSize;
export const exponentOffset: number = tableOffset + 16 * tableStride;
/** Room for bytes of the exponent. */
export const exponentCapacity: number = 65_536 - exponentOffset;

const mask = 0xffff_ffffn;

/** The module's bytes, for numbers of so many limbs, at most 8. */
export function emitMontgomeryModule(limbs: number): Uint8Array {
	return emitModule([
		{
			name: "multiply",
			parameters: [i32, i32, i32],
			locals: [[3 * limbs + 4, i64]],
			code: emitMultiply(limbs),
		},
		{ name: "power", parameters: [i32], locals: [[2, i32]], code: emitPower() },
	]);
}

/** target = a b / 2^(32 limbs) modulo the modulus, limb by limb (coarsely integrated operand scanning). */
function emitMultiply(limbs: number): number[] {
	const [target, a, b] = [0, 1, 2];
	const factor = 3;
	const modulus = factor + limbs;
	const sum = modulus + limbs;
	const carry = sum + limbs + 1;
	const multiplier = carry + 1;
	const top = sum + limbs;
	const code: number[] = [];
	/** local & mask, and its upper half to carry */
	const split = (to: number): void => {
		code.push(Wasm.localTee, carry, Wasm.i64Const, ...emitSigned(mask), Wasm.i64And, Wasm.localSet, to);
		code.push(Wasm.localGet, carry, Wasm.i64Const, 32, Wasm.i64ShiftRight, Wasm.localSet, carry);
	};
	for (let i = 0; i < limbs; i++) {
		code.push(Wasm.localGet, a, Wasm.i64Load32Unsigned, 2, ...emitUnsigned(4 * i), Wasm.localSet, factor + i);
		code.push(Wasm.i32Const, 0, Wasm.i64Load32Unsigned, 2, ...emitUnsigned(modulusOffset + 4 * i));
		code.push(Wasm.localSet, modulus + i);
	}
	for (let i = 0; i < limbs; i++) {
		// sum += a b[i]
		code.push(Wasm.localGet, b, Wasm.i64Load32Unsigned, 2, ...emitUnsigned(4 * i), Wasm.localSet, multiplier);
		for (let j = 0; j < limbs; j++) {
			code.push(Wasm.localGet, factor + j, Wasm.localGet, multiplier, Wasm.i64Mul);
			if (i > 0) code.push(Wasm.localGet, sum + j, Wasm.i64Add);
			if (j > 0) code.push(Wasm.localGet, carry, Wasm.i64Add);
			split(sum + j);
		}
		// The limb above what was the top one is the carry of carries: at most one.
		code.push(Wasm.localGet, carry);
		if (i > 0) code.push(Wasm.localGet, top, Wasm.i64Add);
		code.push(Wasm.localSet, top);
		// sum = (sum + q modulus) / 2^32, with q so that the lowest limb vanishes
		code.push(Wasm.localGet, sum, Wasm.i32Const, 0, Wasm.i64Load32Unsigned, 2, ...emitUnsigned(inverseOffset));
		code.push(Wasm.i64Mul, Wasm.i64Const, ...emitSigned(mask), Wasm.i64And, Wasm.localSet, multiplier);
		for (let j = 0; j < limbs; j++) {
			code.push(Wasm.localGet, modulus + j, Wasm.localGet, multiplier, Wasm.i64Mul);
			code.push(Wasm.localGet, sum + j, Wasm.i64Add);
			if (j > 0) code.push(Wasm.localGet, carry, Wasm.i64Add);
			if (j > 0) split(sum + j - 1);
			else code.push(Wasm.i64Const, 32, Wasm.i64ShiftRight, Wasm.localSet, carry);
		}
		code.push(Wasm.localGet, top, Wasm.localGet, carry, Wasm.i64Add);
		split(sum + limbs - 1);
		code.push(Wasm.localGet, carry, Wasm.localSet, top);
	}
	// The sum is below twice the modulus: factor = sum - modulus, and carry = -1 when that is negative.
	code.push(Wasm.i64Const, 0, Wasm.localSet, carry);
	for (let j = 0; j < limbs; j++) {
		code.push(Wasm.localGet, sum + j, Wasm.localGet, modulus + j, Wasm.i64Sub, Wasm.localGet, carry, Wasm.i64Add);
		code.push(Wasm.localTee, factor + j, Wasm.i64Const, 32, Wasm.i64ShiftRightSigned, Wasm.localSet, carry);
	}
	for (let j = 0; j < limbs; j++) {
		code.push(Wasm.localGet, target, Wasm.localGet, sum + j, Wasm.localGet, factor + j);
		code.push(Wasm.localGet, top, Wasm.localGet, carry, Wasm.i64Add, Wasm.i64Const, 0, Wasm.i64LessSigned, Wasm.select);
		code.push(Wasm.i64Store32, 2, ...emitUnsigned(4 * j));
	}
	return code;
}

function emitPower(): number[] {
	const [size, byte, address] = [0, 1, 2];
	const accumulator = [Wasm.i32Const, ...emitSigned(accumulatorOffset)];
	const square = [...accumulator, ...accumulator, ...accumulator, Wasm.call, 0];
	const code: number[] = [Wasm.loop, noResult];
	code.push(Wasm.localGet, address, Wasm.i32Load8Unsigned, 0, ...emitUnsigned(exponentOffset), Wasm.localSet, byte);
	for (const shift of [4, 0]) {
		code.push(...square, ...square, ...square, ...square, ...accumulator, ...accumulator);
		code.push(Wasm.localGet, byte, Wasm.i32Const, shift, Wasm.i32ShiftRight, Wasm.i32Const, 15, Wasm.i32And);
		code.push(Wasm.i32Const, ...emitSigned(tableStride), Wasm.i32Mul, Wasm.i32Const, ...emitSigned(tableOffset));
		code.push(Wasm.i32Add, Wasm.call, 0);
	}
	code.push(Wasm.localGet, address, Wasm.i32Const, 1, Wasm.i32Add, Wasm.localTee, address);
	code.push(Wasm.localGet, size, Wasm.i32LessUnsigned, Wasm.brIf, 0, Wasm.end);
	return code;
}
