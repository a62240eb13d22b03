// Signed operations on two's complement words. `sp` is the first operand, `sp - 32` the second and the place of the
// result.
import { fitsU64 } from "./convert";
import { divide, remainder } from "./div";

const NUMERATOR: usize = memory.data(32, 16);
const DIVISOR: usize = memory.data(32, 16);

/** [target] = -[source] when `sign` is -1, [source] when it is 0. */
@inline
function negateIf(target: usize, source: usize, sign: u64): void {
	// Two's complement: flip all bits, add one.
	const one = sign & 1;
	const s0 = (load<u64>(source) ^ sign) + one;
	const c0 = <u64>(s0 < one);
	const s1 = (load<u64>(source, 8) ^ sign) + c0;
	const c1 = <u64>(s1 < c0);
	const s2 = (load<u64>(source, 16) ^ sign) + c1;
	const s3 = (load<u64>(source, 24) ^ sign) + <u64>(s2 < c1);
	store<u64>(target, s0);
	store<u64>(target, s1, 8);
	store<u64>(target, s2, 16);
	store<u64>(target, s3, 24);
}

@inline
function signOf(pointer: usize): u64 {
	return <u64>(load<i64>(pointer, 24) >> 63);
}

/** Whether the word is the sign extension of its lowest limb's 65 bits and not -2^64: its magnitude fits into a limb. */
@inline
function hasShortMagnitude(pointer: usize, sign: u64): bool {
	return (
		((load<u64>(pointer, 8) ^ sign) | (load<u64>(pointer, 16) ^ sign) | (load<u64>(pointer, 24) ^ sign)) == 0 &&
		(load<u64>(pointer) | ~sign) != 0
	);
}

/** [target] = -magnitude when `sign` is -1, magnitude when it is 0. */
@inline
function storeSigned(target: usize, magnitude: u64, sign: u64): void {
	const upper = sign & (0 - <u64>(magnitude != 0));
	store<u64>(target, (magnitude ^ sign) - sign);
	store<u64>(target, upper, 8);
	store<u64>(target, upper, 16);
	store<u64>(target, upper, 24);
}

/** [sp - 32] = [sp] / [sp - 32] towards zero, 0 for a zero divisor; -2^255 / -1 is -2^255 */
export function sdiv(sp: usize): void {
	const target = sp - 32;
	const numeratorSign = signOf(sp);
	const divisorSign = signOf(target);
	const sign = numeratorSign ^ divisorSign;
	if (hasShortMagnitude(sp, numeratorSign) && hasShortMagnitude(target, divisorSign)) {
		const d = (load<u64>(target) ^ divisorSign) - divisorSign;
		if (d != 0) storeSigned(target, ((load<u64>(sp) ^ numeratorSign) - numeratorSign) / d, sign);
		return;
	}
	negateIf(NUMERATOR, sp, numeratorSign);
	negateIf(DIVISOR, target, divisorSign);
	divide(target, NUMERATOR, DIVISOR);
	negateIf(target, target, sign);
}

/** [sp - 32] = [sp] mod [sp - 32] with the sign of [sp], 0 for a zero divisor */
export function smod(sp: usize): void {
	const target = sp - 32;
	const sign = signOf(sp);
	const divisorSign = signOf(target);
	if (hasShortMagnitude(sp, sign) && hasShortMagnitude(target, divisorSign)) {
		const d = (load<u64>(target) ^ divisorSign) - divisorSign;
		if (d != 0) storeSigned(target, ((load<u64>(sp) ^ sign) - sign) % d, sign);
		return;
	}
	negateIf(NUMERATOR, sp, sign);
	negateIf(DIVISOR, target, divisorSign);
	remainder(target, NUMERATOR, DIVISOR);
	negateIf(target, target, sign);
}

/** [sp - 32] = [sp - 32] with the sign bit of its byte [sp], counted from the least significant one, copied upwards */
export function signextend(sp: usize): void {
	const index = load<u64>(sp);
	if (index >= 31 || !fitsU64(sp)) return;
	const target = sp - 32;
	const address = target + (<usize>index & ~7);
	const shift = 56 - ((index & 7) << 3);
	const limb = (load<i64>(address) << shift) >> shift;
	store<i64>(address, limb);
	const sign = limb >> 63;
	for (let next = address + 8; next < sp; next += 8) store<i64>(next, sign);
}
