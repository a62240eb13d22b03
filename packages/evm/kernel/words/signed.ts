// Signed operations on two's complement words. `sp` is the first operand, `sp - 32` the second and the place of the
// result.
import { fitsU64 } from "./convert";
import { divide, remainder } from "./div";

/** [word] = -[word] */
@inline
function negate(word: usize): void {
	// Two's complement: flip all bits, add one.
	const a0 = load<u64>(word);
	const a1 = load<u64>(word, 8);
	const a2 = load<u64>(word, 16);
	const a3 = load<u64>(word, 24);
	const c0 = <u64>(a0 == 0);
	const c1 = c0 & <u64>(a1 == 0);
	const c2 = c1 & <u64>(a2 == 0);
	store<u64>(word, 0 - a0);
	store<u64>(word, ~a1 + c0, 8);
	store<u64>(word, ~a2 + c1, 16);
	store<u64>(word, ~a3 + c2, 24);
}

/** Takes the signs off both operands; the first one's place is free once the instruction is done. */
@inline
function takeMagnitudes(sp: usize, sign: u64, divisorSign: u64): void {
	if (sign != 0) negate(sp);
	if (divisorSign != 0) negate(sp - 32);
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
	takeMagnitudes(sp, numeratorSign, divisorSign);
	divide(target, sp, target);
	if (sign != 0) negate(target);
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
	takeMagnitudes(sp, sign, divisorSign);
	remainder(target, sp, target);
	if (sign != 0) negate(target);
}

/** [sp - 32] = [sp - 32] with the sign bit of its byte [sp], counted from the least significant one, copied upwards */
@inline
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
