// Bitwise operations and shifts. `sp` is the first operand, `sp - 32` the second and the place of the result; operations
// with one operand replace [sp].
import { fitsU64, setU64, setZero } from "./convert";

/** [sp - 32] = [sp] & [sp - 32] */
@inline
export function and(sp: usize): void {
	const target = sp - 32;
	store<u64>(target, load<u64>(sp) & load<u64>(target));
	store<u64>(target, load<u64>(sp, 8) & load<u64>(target, 8), 8);
	store<u64>(target, load<u64>(sp, 16) & load<u64>(target, 16), 16);
	store<u64>(target, load<u64>(sp, 24) & load<u64>(target, 24), 24);
}

/** [sp - 32] = [sp] | [sp - 32] */
@inline
export function or(sp: usize): void {
	const target = sp - 32;
	store<u64>(target, load<u64>(sp) | load<u64>(target));
	store<u64>(target, load<u64>(sp, 8) | load<u64>(target, 8), 8);
	store<u64>(target, load<u64>(sp, 16) | load<u64>(target, 16), 16);
	store<u64>(target, load<u64>(sp, 24) | load<u64>(target, 24), 24);
}

/** [sp - 32] = [sp] ^ [sp - 32] */
@inline
export function xor(sp: usize): void {
	const target = sp - 32;
	store<u64>(target, load<u64>(sp) ^ load<u64>(target));
	store<u64>(target, load<u64>(sp, 8) ^ load<u64>(target, 8), 8);
	store<u64>(target, load<u64>(sp, 16) ^ load<u64>(target, 16), 16);
	store<u64>(target, load<u64>(sp, 24) ^ load<u64>(target, 24), 24);
}

/** [sp] = ~[sp] */
@inline
export function not(sp: usize): void {
	store<u64>(sp, ~load<u64>(sp));
	store<u64>(sp, ~load<u64>(sp, 8), 8);
	store<u64>(sp, ~load<u64>(sp, 16), 16);
	store<u64>(sp, ~load<u64>(sp, 24), 24);
}

/** [sp - 32] = byte [sp] of [sp - 32], counted from the most significant one; 0 from 32 on */
@inline
export function byte(sp: usize): void {
	const target = sp - 32;
	const index = load<u64>(sp);
	const value = index < 32 && fitsU64(sp) ? <u64>load<u8>(target + 31 - <usize>index) : 0;
	setU64(target, value);
}

/** [sp - 32] = [sp - 32] << [sp]; 0 from 256 on */
@inline
export function shl(sp: usize): void {
	const target = sp - 32;
	const shift = load<u64>(sp);
	if (shift >= 256 || !fitsU64(sp)) {
		setZero(target);
		return;
	}
	// The value moves up into the slot of the shift and leaves zeros below it; then whole limbs are skipped by address.
	const a0 = load<u64>(target);
	const a1 = load<u64>(target, 8);
	const a2 = load<u64>(target, 16);
	const a3 = load<u64>(target, 24);
	store<u64>(sp, a0);
	store<u64>(sp, a1, 8);
	store<u64>(sp, a2, 16);
	store<u64>(sp, a3, 24);
	setZero(target);
	const from = sp - ((<usize>shift >> 3) & 24);
	const bits = shift & 63;
	const rest = 63 - bits;
	const v0 = load<u64>(from);
	const v1 = load<u64>(from, 8);
	const v2 = load<u64>(from, 16);
	const v3 = load<u64>(from, 24);
	store<u64>(target, v0 << bits);
	store<u64>(target, (v1 << bits) | ((v0 >> 1) >> rest), 8);
	store<u64>(target, (v2 << bits) | ((v1 >> 1) >> rest), 16);
	store<u64>(target, (v3 << bits) | ((v2 >> 1) >> rest), 24);
}

/** [target] = [source] >> shift, for shift < 256; the 32 bytes above [source] hold `fill` four times. */
@inline
function shiftLimbs(target: usize, source: usize, shift: u64, fill: u64): void {
	const from = source + ((<usize>shift >> 3) & 24);
	const bits = shift & 63;
	const rest = 63 - bits;
	const v0 = load<u64>(from);
	const v1 = load<u64>(from, 8);
	const v2 = load<u64>(from, 16);
	const v3 = load<u64>(from, 24);
	store<u64>(target, (v0 >> bits) | ((v1 << 1) << rest));
	store<u64>(target, (v1 >> bits) | ((v2 << 1) << rest), 8);
	store<u64>(target, (v2 >> bits) | ((v3 << 1) << rest), 16);
	store<u64>(target, (v3 >> bits) | ((fill << 1) << rest), 24);
}

/** [sp - 32] = [sp - 32] >> [sp], zeros coming in; 0 from 256 on */
@inline
export function shr(sp: usize): void {
	const shift = load<u64>(sp);
	if (shift >= 256 || !fitsU64(sp)) {
		setZero(sp - 32);
		return;
	}
	// The upper limbs of the shift are zero: with the lowest they are the zeros that come in from above.
	store<u64>(sp, 0);
	shiftLimbs(sp - 32, sp - 32, shift, 0);
}

/** [sp - 32] = [sp - 32] >> [sp], copies of the sign bit coming in (EIP-145) */
@inline
export function sar(sp: usize): void {
	const shift = load<u64>(sp);
	const fill = <u64>(load<i64>(sp - 32, 24) >> 63);
	const sign = i64x2.splat(fill);
	if (shift >= 256 || !fitsU64(sp)) {
		v128.store(sp - 32, sign);
		v128.store(sp - 32, sign, 16);
		return;
	}
	v128.store(sp, sign);
	v128.store(sp, sign, 16);
	shiftLimbs(sp - 32, sp - 32, shift, fill);
}

// A copy of the word to shift, and zeros above it that stay.
const PADDED: usize = memory.data(64, 16);

/** [target] = [source] >> shift, for shift < 256. */
export function shiftWordRight(target: usize, source: usize, shift: u64): void {
	store<u64>(PADDED, load<u64>(source));
	store<u64>(PADDED, load<u64>(source, 8), 8);
	store<u64>(PADDED, load<u64>(source, 16), 16);
	store<u64>(PADDED, load<u64>(source, 24), 24);
	shiftLimbs(target, PADDED, shift, 0);
}

/** The zero bits above the highest one bit of the word; 256 for zero */
@inline
export function leadingZeros(pointer: usize): u64 {
	const a3 = load<u64>(pointer, 24);
	if (a3 != 0) return clz<u64>(a3);
	const a2 = load<u64>(pointer, 16);
	if (a2 != 0) return 64 + clz<u64>(a2);
	const a1 = load<u64>(pointer, 8);
	return a1 != 0 ? 128 + clz<u64>(a1) : 192 + clz<u64>(load<u64>(pointer));
}

/** [sp] = leading zero bits of [sp] (EIP-7939) */
@inline
export function countLeadingZeros(sp: usize): void {
	setU64(sp, leadingZeros(sp));
}
