// Addition and subtraction modulo 2^256. `sp` is the first operand (the top of the stack), `sp - 32` the second and
// the place of the result.

/** [sp - 32] = [sp] + [sp - 32] */
@inline
export function add(sp: usize): void {
	const target = sp - 32;
	const a0 = load<u64>(sp);
	const a1 = load<u64>(sp, 8);
	const a2 = load<u64>(sp, 16);
	const s0 = a0 + load<u64>(target);
	const s1 = a1 + load<u64>(target, 8);
	const s2 = a2 + load<u64>(target, 16);
	const s3 = load<u64>(sp, 24) + load<u64>(target, 24);
	// A limb generates a carry, or passes one on when its sum is all ones; never both.
	const c0 = <u64>(s0 < a0);
	const t1 = s1 + c0;
	const c1 = <u64>(s1 < a1) | <u64>(t1 < c0);
	const t2 = s2 + c1;
	const c2 = <u64>(s2 < a2) | <u64>(t2 < c1);
	store<u64>(target, s0);
	store<u64>(target, t1, 8);
	store<u64>(target, t2, 16);
	store<u64>(target, s3 + c2, 24);
}

/** [sp - 32] = [sp] - [sp - 32] */
@inline
export function sub(sp: usize): void {
	subtract(sp - 32, sp, sp - 32);
}

/** [target] = [left] - [right]; the target may be an operand. */
@inline
export function subtract(target: usize, left: usize, right: usize): void {
	const a0 = load<u64>(left);
	const a1 = load<u64>(left, 8);
	const a2 = load<u64>(left, 16);
	const b0 = load<u64>(right);
	const b1 = load<u64>(right, 8);
	const b2 = load<u64>(right, 16);
	const d1 = a1 - b1;
	const d2 = a2 - b2;
	const d3 = load<u64>(left, 24) - load<u64>(right, 24);
	const c0 = <u64>(a0 < b0);
	const c1 = <u64>(a1 < b1) | <u64>(d1 < c0);
	const c2 = <u64>(a2 < b2) | <u64>(d2 < c1);
	store<u64>(target, a0 - b0);
	store<u64>(target, d1 - c0, 8);
	store<u64>(target, d2 - c1, 16);
	store<u64>(target, d3 - c2, 24);
}
