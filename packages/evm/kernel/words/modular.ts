// Arithmetic modulo a third operand.
import { multiplyModulo } from "./barrett";
import { isZeroWord } from "./convert";
import { divRem } from "./long-division";
import { multiplyWide } from "./wide";

// The sum or product, 8 limbs, and a quotient nobody needs.
const WIDE: usize = memory.data(64, 16);
const UNUSED: usize = memory.data(64, 16);

/** [sp - 64] = ([sp] + [sp - 32]) mod [sp - 64], the sum unbounded; 0 for modulus 0 */
export function addmod(sp: usize): void {
	const modulus = sp - 64;
	if (isZeroWord(modulus)) return;
	const a0 = load<u64>(sp);
	const a1 = load<u64>(sp, 8);
	const a2 = load<u64>(sp, 16);
	const a3 = load<u64>(sp, 24);
	const s0 = a0 + load<u64>(sp - 32);
	const s1 = a1 + load<u64>(sp - 32, 8);
	const s2 = a2 + load<u64>(sp - 32, 16);
	const s3 = a3 + load<u64>(sp - 32, 24);
	const c0 = <u64>(s0 < a0);
	const t1 = s1 + c0;
	const c1 = <u64>(s1 < a1) | <u64>(t1 < c0);
	const t2 = s2 + c1;
	const c2 = <u64>(s2 < a2) | <u64>(t2 < c1);
	const t3 = s3 + c2;
	const c3 = <u64>(s3 < a3) | <u64>(t3 < c2);
	store<u64>(WIDE, s0);
	store<u64>(WIDE, t1, 8);
	store<u64>(WIDE, t2, 16);
	store<u64>(WIDE, t3, 24);
	store<u64>(WIDE, c3, 32);
	divRem(WIDE, 5, modulus, UNUSED, modulus);
}

/** [sp - 64] = ([sp] * [sp - 32]) mod [sp - 64], the product unbounded; 0 for modulus 0 */
export function mulmod(sp: usize): void {
	const modulus = sp - 64;
	if (isZeroWord(modulus)) return;
	if (load<u64>(modulus, 24) != 0 && multiplyModulo(modulus, sp, sp - 32, modulus)) return;
	multiplyWide(WIDE, sp, sp - 32);
	divRem(WIDE, 8, modulus, UNUSED, modulus);
}
