// Multiplication modulo 2^256 and its parts. WebAssembly multiplies 64-bit numbers into their low 64 bits only; the high
// half of a product is put together from products of 32-bit halves.
import { fitsU64 } from "./convert";

const LOW: u64 = 0xffffffff;

/** The high 64 bits of the product of `ah:al` and `bh:bl`, given as 32-bit halves. */
@inline
export function mulHighHalves(al: u64, ah: u64, bl: u64, bh: u64): u64 {
	const middle = ah * bl + ((al * bl) >> 32);
	return ah * bh + (middle >> 32) + ((al * bh + (middle & LOW)) >> 32);
}

/** The high 64 bits of a * b. */
@inline
export function mulHigh64(a: u64, b: u64): u64 {
	return mulHighHalves(a & LOW, a >> 32, b & LOW, b >> 32);
}

/** [sp - 32] = [sp] * [sp - 32] */
@inline
export function mul(sp: usize): void {
	if (fitsU64(sp) && fitsU64(sp - 32)) {
		// The limbs above are zero already.
		const a = load<u64>(sp);
		const b = load<u64>(sp - 32);
		store<u64>(sp - 32, a * b);
		store<u64>(sp - 32, mulHigh64(a, b), 8);
	} else {
		multiplyAny(sp - 32, sp, sp - 32);
	}
}

/** [target] = [left] * [right]; the addresses may be equal. */
export function multiply(target: usize, left: usize, right: usize): void {
	multiplyAny(target, left, right);
}

@inline
function multiplyAny(target: usize, left: usize, right: usize): void {
	const upper = load<u64>(left, 16) | load<u64>(left, 24) | load<u64>(right, 16) | load<u64>(right, 24);
	if (upper == 0) multiplyHalves(target, left, right);
	else multiplyWords(target, left, right);
}

/** [target] = [left] * [right], both of two limbs. */
@inline
function multiplyHalves(target: usize, left: usize, right: usize): void {
	const a0 = load<u64>(left);
	const b0 = load<u64>(right);
	const a1 = load<u64>(left, 8);
	const b1 = load<u64>(right, 8);
	const a0l = a0 & LOW;
	const a0h = a0 >> 32;
	const b0l = b0 & LOW;
	const b0h = b0 >> 32;
	const a1l = a1 & LOW;
	const a1h = a1 >> 32;
	const b1l = b1 & LOW;
	const b1h = b1 >> 32;
	store<u64>(target, a0 * b0);

	let term = a0 * b1;
	let sum = mulHighHalves(a0l, a0h, b0l, b0h) + term;
	let carries = <u32>(sum < term);
	term = a1 * b0;
	sum += term;
	carries += <u32>(sum < term);
	store<u64>(target, sum, 8);

	// No overflow: if this high half is 2^64 - 2, the low half was 1 and at most one carry came in.
	sum = mulHighHalves(a0l, a0h, b1l, b1h) + carries;
	term = mulHighHalves(a1l, a1h, b0l, b0h);
	sum += term;
	carries = <u32>(sum < term);
	term = a1 * b1;
	sum += term;
	carries += <u32>(sum < term);
	store<u64>(target, sum, 16);
	store<u64>(target, mulHighHalves(a1l, a1h, b1l, b1h) + carries, 24);
}

/** [target] = [left] * [right] */
@inline
function multiplyWords(target: usize, left: usize, right: usize): void {
	// Column by column. A column needs no limb above its own, so limbs are loaded when their column begins (fewer are alive
	// at a time) and the result may overwrite an operand. Carries are counted and enter the next column.
	const a0 = load<u64>(left);
	const b0 = load<u64>(right);
	const a0l = a0 & LOW;
	const a0h = a0 >> 32;
	const b0l = b0 & LOW;
	const b0h = b0 >> 32;
	store<u64>(target, a0 * b0);

	const a1 = load<u64>(left, 8);
	const b1 = load<u64>(right, 8);
	let term = a0 * b1;
	let sum = mulHighHalves(a0l, a0h, b0l, b0h) + term;
	let carries = <u32>(sum < term);
	term = a1 * b0;
	sum += term;
	carries += <u32>(sum < term);
	store<u64>(target, sum, 8);

	const a2 = load<u64>(left, 16);
	const b2 = load<u64>(right, 16);
	const a1l = a1 & LOW;
	const a1h = a1 >> 32;
	const b1l = b1 & LOW;
	const b1h = b1 >> 32;
	// No overflow: if this high half is 2^64 - 2, the low half was 1 and at most one carry came in.
	sum = mulHighHalves(a0l, a0h, b1l, b1h) + carries;
	term = mulHighHalves(a1l, a1h, b0l, b0h);
	sum += term;
	carries = <u32>(sum < term);
	term = a0 * b2;
	sum += term;
	carries += <u32>(sum < term);
	term = a1 * b1;
	sum += term;
	carries += <u32>(sum < term);
	term = a2 * b0;
	sum += term;
	carries += <u32>(sum < term);
	store<u64>(target, sum, 16);

	// What the last column carries out is lost modulo 2^256.
	const a3 = load<u64>(left, 24);
	const b3 = load<u64>(right, 24);
	sum = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + carries;
	sum += mulHighHalves(a0l, a0h, b2 & LOW, b2 >> 32);
	sum += mulHighHalves(a1l, a1h, b1l, b1h);
	sum += mulHighHalves(a2 & LOW, a2 >> 32, b0l, b0h);
	store<u64>(target, sum, 24);
}

/** The high 64 bits of the square of `h:l`, given as 32-bit halves. */
@inline
function squareHighHalves(l: u64, h: u64): u64 {
	// The middle product counts twice: it and what the low one carries are halved instead, and shifted by one bit less.
	return h * h + ((l * h + ((l * l) >> 33)) >> 31);
}

/** [target] = [source]^2; the addresses may be equal. */
export function square(target: usize, source: usize): void {
	squareTimes(target, source, 1);
}

/** [target] = [source]^(2^times), for times > 0; the addresses may be equal. */
export function squareTimes(target: usize, source: usize, times: i32): void {
	// What is squared again stays in locals: EXP goes through memory once for four squares.
	let a0 = load<u64>(source);
	let a1 = load<u64>(source, 8);
	let a2 = load<u64>(source, 16);
	let a3 = load<u64>(source, 24);
	do {
		const a0l = a0 & LOW;
		const a0h = a0 >> 32;
		const a1l = a1 & LOW;
		const a1h = a1 >> 32;

		// a0 * a1 and a0 * a2 count twice, and so does the low half of a1 * a2.
		const low01 = a0 * a1;
		let term = low01 << 1;
		const s1 = squareHighHalves(a0l, a0h) + term;
		let carries = <u32>(s1 < term);

		const high01 = mulHighHalves(a0l, a0h, a1l, a1h);
		const low02 = a0 * a2;
		let s2 = ((high01 << 1) | (low01 >> 63)) + carries;
		carries = <u32>(high01 >> 63) + <u32>(s2 < <u64>carries);
		term = low02 << 1;
		s2 += term;
		carries += <u32>(s2 < term);
		term = a1 * a1;
		s2 += term;
		carries += <u32>(s2 < term);

		const s3 = ((a0 * a3 + a1 * a2 + mulHighHalves(a0l, a0h, a2 & LOW, a2 >> 32)) << 1) | (low02 >> 63);
		a3 = s3 + squareHighHalves(a1l, a1h) + carries;
		a0 *= a0;
		a1 = s1;
		a2 = s2;
	} while (--times > 0);
	store<u64>(target, a0);
	store<u64>(target, a1, 8);
	store<u64>(target, a2, 16);
	store<u64>(target, a3, 24);
}
