// The 512-bit product of two words, for arithmetic modulo another number than 2^256.

const LOW: u64 = 0xffffffff;

/** [target], 8 limbs = [left] * [right]; the target must not overlap the factors. */
export function multiplyWide(target: usize, left: usize, right: usize): void {
	for (let offset: usize = 0; offset < 64; offset += 16) v128.store(target + offset, i64x2(0, 0));
	for (let i: usize = 0; i < 32; i += 8) {
		const a = load<u64>(left + i);
		if (a != 0) addRow(target + i, a, right);
	}
}

/** [target], 5 limbs of which the highest is 0 yet, += factor * [right] */
@inline
function addRow(target: usize, factor: u64, right: usize): void {
	const al = factor & LOW;
	const ah = factor >> 32;
	let carry: u64 = 0;
	for (let i: usize = 0; i < 32; i += 8) {
		const b = load<u64>(right + i);
		const bl = b & LOW;
		const bh = b >> 32;
		const sum = load<u64>(target + i);
		// In halves nothing overflows: a product, a digit and a carry of 32 bits fit into 64.
		const t0 = al * bl + (sum & LOW) + (carry & LOW);
		const t1 = ah * bl + (sum >> 32) + (t0 >> 32);
		const t2 = al * bh + (carry >> 32) + (t1 & LOW);
		store<u64>(target + i, (t2 << 32) | (t0 & LOW));
		carry = ah * bh + (t1 >> 32) + (t2 >> 32);
	}
	store<u64>(target, carry, 32);
}
