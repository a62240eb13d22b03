// Unsigned division. `sp` is the numerator, `sp - 32` the divisor and the place of the result; dividing by zero gives zero
// (Yellow Paper, appendix H).
import { isZeroWord } from "./convert";
import { divRem } from "./long-division";

const UNUSED: usize = memory.data(64, 16);

/** [sp - 32] = [sp] / [sp - 32] */
export function div(sp: usize): void {
	divide(sp - 32, sp, sp - 32);
}

/** [target] = [numerator] / [divisor]; the target may be an operand. */
export function divide(target: usize, numerator: usize, divisor: usize): void {
	const d = load<u64>(divisor);
	if ((load<u64>(divisor, 8) | load<u64>(divisor, 16) | load<u64>(divisor, 24)) == 0) {
		if ((load<u64>(numerator, 8) | load<u64>(numerator, 16) | load<u64>(numerator, 24)) == 0 || d == 0) {
			store<u64>(target, d == 0 ? 0 : load<u64>(numerator) / d);
			store<u64>(target, 0, 8);
			v128.store(target, i64x2(0, 0), 16);
			return;
		}
	}
	divRem(numerator, 4, divisor, target, UNUSED);
}

/** [sp - 32] = [sp] mod [sp - 32] */
export function mod(sp: usize): void {
	remainder(sp - 32, sp, sp - 32);
}

/** [target] = [numerator] mod [divisor]; the target may be an operand. */
export function remainder(target: usize, numerator: usize, divisor: usize): void {
	const d = load<u64>(divisor);
	if ((load<u64>(divisor, 8) | load<u64>(divisor, 16) | load<u64>(divisor, 24)) == 0) {
		if ((load<u64>(numerator, 8) | load<u64>(numerator, 16) | load<u64>(numerator, 24)) == 0 || d == 0) {
			store<u64>(target, d == 0 ? 0 : load<u64>(numerator) % d);
			store<u64>(target, 0, 8);
			v128.store(target, i64x2(0, 0), 16);
			return;
		}
	}
	divRem(numerator, 4, divisor, UNUSED, target);
}
