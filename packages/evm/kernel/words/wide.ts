// The 512-bit product of two words, for multiplication modulo another number than 2^256.
import { mulHighHalves } from "./mul";

const LOW: u64 = 0xffffffff;

/** [target], 64 bytes = [left] * [right]; the target must not overlap the factors. */
export function multiplyWide(target: usize, left: usize, right: usize): void {
	const a0 = load<u64>(left);
	const a1 = load<u64>(left, 8);
	const a2 = load<u64>(left, 16);
	const a3 = load<u64>(left, 24);
	const b0 = load<u64>(right);
	const b1 = load<u64>(right, 8);
	const b2 = load<u64>(right, 16);
	const b3 = load<u64>(right, 24);
	const a0l = a0 & LOW;
	const a0h = a0 >> 32;
	const a1l = a1 & LOW;
	const a1h = a1 >> 32;
	const a2l = a2 & LOW;
	const a2h = a2 >> 32;
	const a3l = a3 & LOW;
	const a3h = a3 >> 32;
	const b0l = b0 & LOW;
	const b0h = b0 >> 32;
	const b1l = b1 & LOW;
	const b1h = b1 >> 32;
	const b2l = b2 & LOW;
	const b2h = b2 >> 32;
	const b3l = b3 & LOW;
	const b3h = b3 >> 32;
	store<u64>(target, a0 * b0);

	let sum = mulHighHalves(a0l, a0h, b0l, b0h);
	let carries: u64 = 0;
	let term: u64;
	term = a0 * b1;
	sum += term;
	carries += <u64>(sum < term);
	term = a1 * b0;
	sum += term;
	carries += <u64>(sum < term);
	store<u64>(target, sum, 8);

	sum = mulHighHalves(a0l, a0h, b1l, b1h) + carries;
	carries = <u64>(sum < carries);
	term = mulHighHalves(a1l, a1h, b0l, b0h);
	sum += term;
	carries += <u64>(sum < term);
	term = a0 * b2;
	sum += term;
	carries += <u64>(sum < term);
	term = a1 * b1;
	sum += term;
	carries += <u64>(sum < term);
	term = a2 * b0;
	sum += term;
	carries += <u64>(sum < term);
	store<u64>(target, sum, 16);

	sum = mulHighHalves(a0l, a0h, b2l, b2h) + carries;
	carries = <u64>(sum < carries);
	term = mulHighHalves(a1l, a1h, b1l, b1h);
	sum += term;
	carries += <u64>(sum < term);
	term = mulHighHalves(a2l, a2h, b0l, b0h);
	sum += term;
	carries += <u64>(sum < term);
	term = a0 * b3;
	sum += term;
	carries += <u64>(sum < term);
	term = a1 * b2;
	sum += term;
	carries += <u64>(sum < term);
	term = a2 * b1;
	sum += term;
	carries += <u64>(sum < term);
	term = a3 * b0;
	sum += term;
	carries += <u64>(sum < term);
	store<u64>(target, sum, 24);

	sum = mulHighHalves(a0l, a0h, b3l, b3h) + carries;
	carries = <u64>(sum < carries);
	term = mulHighHalves(a1l, a1h, b2l, b2h);
	sum += term;
	carries += <u64>(sum < term);
	term = mulHighHalves(a2l, a2h, b1l, b1h);
	sum += term;
	carries += <u64>(sum < term);
	term = mulHighHalves(a3l, a3h, b0l, b0h);
	sum += term;
	carries += <u64>(sum < term);
	term = a1 * b3;
	sum += term;
	carries += <u64>(sum < term);
	term = a2 * b2;
	sum += term;
	carries += <u64>(sum < term);
	term = a3 * b1;
	sum += term;
	carries += <u64>(sum < term);
	store<u64>(target, sum, 32);

	sum = mulHighHalves(a1l, a1h, b3l, b3h) + carries;
	carries = <u64>(sum < carries);
	term = mulHighHalves(a2l, a2h, b2l, b2h);
	sum += term;
	carries += <u64>(sum < term);
	term = mulHighHalves(a3l, a3h, b1l, b1h);
	sum += term;
	carries += <u64>(sum < term);
	term = a2 * b3;
	sum += term;
	carries += <u64>(sum < term);
	term = a3 * b2;
	sum += term;
	carries += <u64>(sum < term);
	store<u64>(target, sum, 40);

	sum = mulHighHalves(a2l, a2h, b3l, b3h) + carries;
	carries = <u64>(sum < carries);
	term = mulHighHalves(a3l, a3h, b2l, b2h);
	sum += term;
	carries += <u64>(sum < term);
	term = a3 * b3;
	sum += term;
	carries += <u64>(sum < term);
	store<u64>(target, sum, 48);

	store<u64>(target, mulHighHalves(a3l, a3h, b3l, b3h) + carries, 56);
}
