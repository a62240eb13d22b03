// Arithmetic modulo a third operand. `sp` and `sp - 32` are added or multiplied, `sp - 64` is the modulus and the place of the
// result.
import { subtract } from "./add";
import { multiplyModulo } from "./barrett";
import { isLess } from "./compare";
import { fitsU64, isZeroWord, setU64 } from "./convert";
import { remainder } from "./div";
import { divideByLimb, divRem } from "./long-division";
import { mulHigh64, multiply } from "./mul";
import { multiplyWide } from "./wide";

// The sum or product, 8 limbs, and a quotient nobody needs.
const WIDE: usize = memory.data(64, 16);
const UNUSED: usize = memory.data(64, 16);
const LEFT: usize = memory.data(32, 16);
const RIGHT: usize = memory.data(32, 16);

/** [sp - 64] = ([sp] + [sp - 32]) mod [sp - 64], the sum unbounded; 0 for modulus 0 */
export function addmod(sp: usize): void {
	const modulus = sp - 64;
	let upper = load<u64>(modulus, 8) | load<u64>(modulus, 16) | load<u64>(modulus, 24);
	upper |= load<u64>(sp, 8) | load<u64>(sp, 16) | load<u64>(sp, 24);
	upper |= load<u64>(sp - 32, 8) | load<u64>(sp - 32, 16) | load<u64>(sp - 32, 24);
	if (upper == 0) {
		const m = load<u64>(modulus);
		if (m != 0) store<u64>(modulus, addModuloLimb(load<u64>(sp), load<u64>(sp - 32), m));
		return;
	}
	let left = sp;
	let right = sp - 32;
	if (!isLess(left, modulus)) {
		if (isZeroWord(modulus)) return;
		reduce(LEFT, left, modulus);
		left = LEFT;
	}
	if (!isLess(right, modulus)) {
		reduce(RIGHT, right, modulus);
		right = RIGHT;
	}
	addReduced(modulus, left, right);
}

/** (a + b) mod m, for m > 0. */
@inline
function addModuloLimb(a: u64, b: u64, m: u64): u64 {
	const sum = a + b;
	if (sum >= a) return sum % m;
	const left = a % m;
	const right = b % m;
	const rest = left + right;
	return rest < left || rest >= m ? rest - m : rest;
}

/** [target] = [word] mod [modulus], for a word that is not below the modulus, and often below its double. */
@inline
function reduce(target: usize, word: usize, modulus: usize): void {
	subtract(target, word, modulus);
	if (!isLess(target, modulus)) remainder(target, target, modulus);
}

/** [modulus] = ([left] + [right]) mod [modulus], both below the modulus. */
@inline
function addReduced(modulus: usize, left: usize, right: usize): void {
	const a0 = load<u64>(left);
	const a1 = load<u64>(left, 8);
	const a2 = load<u64>(left, 16);
	const a3 = load<u64>(left, 24);
	const s0 = a0 + load<u64>(right);
	const t1 = a1 + load<u64>(right, 8);
	const t2 = a2 + load<u64>(right, 16);
	const t3 = a3 + load<u64>(right, 24);
	const c0 = <u64>(s0 < a0);
	const s1 = t1 + c0;
	const c1 = <u64>(t1 < a1) | <u64>(s1 < c0);
	const s2 = t2 + c1;
	const c2 = <u64>(t2 < a2) | <u64>(s2 < c1);
	const s3 = t3 + c2;
	const carry = <u64>(t3 < a3) | <u64>(s3 < c2);
	const m0 = load<u64>(modulus);
	const m1 = load<u64>(modulus, 8);
	const m2 = load<u64>(modulus, 16);
	const m3 = load<u64>(modulus, 24);
	const d0 = s0 - m0;
	const u1 = s1 - m1;
	const u2 = s2 - m2;
	const u3 = s3 - m3;
	const b0 = <u64>(s0 < m0);
	const d1 = u1 - b0;
	const b1 = <u64>(s1 < m1) | <u64>(u1 < b0);
	const d2 = u2 - b1;
	const b2 = <u64>(s2 < m2) | <u64>(u2 < b1);
	const d3 = u3 - b2;
	const borrow = <u64>(s3 < m3) | <u64>(u3 < b2);
	// The sum is below the modulus when subtracting borrows and nothing was carried.
	const keep: u64 = 0 - (borrow & (carry ^ 1));
	store<u64>(modulus, d0 ^ ((d0 ^ s0) & keep));
	store<u64>(modulus, d1 ^ ((d1 ^ s1) & keep), 8);
	store<u64>(modulus, d2 ^ ((d2 ^ s2) & keep), 16);
	store<u64>(modulus, d3 ^ ((d3 ^ s3) & keep), 24);
}

/** [sp - 64] = ([sp] * [sp - 32]) mod [sp - 64], the product unbounded; 0 for modulus 0 */
export function mulmod(sp: usize): void {
	const modulus = sp - 64;
	if (load<u64>(modulus, 24) != 0) {
		if (multiplyModulo(modulus, sp, sp - 32, modulus)) return;
	} else if (fitsU64(modulus)) {
		const m = load<u64>(modulus);
		if (m == 0) return;
		if (fitsU64(sp) && fitsU64(sp - 32)) {
			const a = load<u64>(sp);
			const b = load<u64>(sp - 32);
			store<u64>(WIDE, a * b);
			store<u64>(WIDE, mulHigh64(a, b), 8);
			setU64(modulus, divideByLimb(WIDE, 2, m, UNUSED));
			return;
		}
	}
	if ((load<u64>(sp, 16) | load<u64>(sp, 24) | load<u64>(sp - 32, 16) | load<u64>(sp - 32, 24)) == 0) {
		// Two limbs by two limbs: 256 bits hold the product.
		multiply(WIDE, sp, sp - 32);
		remainder(modulus, WIDE, modulus);
		return;
	}
	multiplyWide(WIDE, sp, sp - 32);
	divRem(WIDE, 8, modulus, UNUSED, modulus);
}
