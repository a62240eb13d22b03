// Reciprocals of normalised divisors (highest bit set), so that division by the same number is multiplication: Möller and
// Granlund, "Improved division by invariant integers", 2011. Programs divide by the same few numbers again and again, so
// reciprocals are remembered, in tables with one place per hash value.
import { mulHigh64 } from "./mul";

const GOLDEN: u64 = 0x9e3779b97f4a7c15;
// 16 entries: divisor, reciprocal. No normalised divisor is 0: an empty entry matches none.
const OF_ONE: usize = memory.data(16 * 16, 16);
// 16 entries: high limb, low limb, reciprocal, unused.
const OF_TWO: usize = memory.data(16 * 32, 16);

/** floor((2^128 - 1) / d) - 2^64 for d >= 2^63. */
@inline
export function reciprocalOfOne(d: u64): u64 {
	const entry = OF_ONE + (<usize>((d * GOLDEN) >> 60) << 4);
	return load<u64>(entry) == d ? load<u64>(entry, 8) : rememberOne(entry, d);
}

/** floor((2^192 - 1) / (high * 2^64 + low)) - 2^64 for high >= 2^63. */
@inline
export function reciprocalOfTwo(high: u64, low: u64): u64 {
	const entry = OF_TWO + (<usize>(((high ^ low) * GOLDEN) >> 60) << 5);
	return load<u64>(entry) == high && load<u64>(entry, 8) == low ? load<u64>(entry, 16) : rememberTwo(entry, high, low);
}

function rememberOne(entry: usize, d: u64): u64 {
	const v = computeReciprocal(d);
	store<u64>(entry, d);
	store<u64>(entry, v, 8);
	return v;
}

function rememberTwo(entry: usize, high: u64, low: u64): u64 {
	let v = computeReciprocal(high);
	let p = high * v + low;
	if (p < low) {
		v--;
		if (p >= high) {
			v--;
			p -= high;
		}
		p -= high;
	}
	const t1 = mulHigh64(v, low);
	p += t1;
	if (p < t1) {
		v--;
		// The product's low half is of the reciprocal before this decrement.
		if (p > high || (p == high && v * low + low >= low)) v--;
	}
	store<u64>(entry, high);
	store<u64>(entry, low, 8);
	store<u64>(entry, v, 16);
	return v;
}

@inline
function computeReciprocal(d: u64): u64 {
	// 49 bits of 2^113 / d from a floating-point division, less than 1.75 below the true quotient and never above it.
	const estimate = <u64>(<i64>(5192296858534827628530496329220096.0 / <f64>(<i64>(d >> 1)) - 0.5));
	// Half of what the estimate leaves over of 2^113, less than 2^64; then one Newton step, at most one below 2^128 / d.
	const rest = (estimate >> 1) * (d & 1) - estimate * ((d >> 1) + (d & 1));
	const v = (estimate << 15) + (mulHigh64(rest, estimate) >> 33);
	// The last unit: whether (v + 1) * d still fits below 2^128.
	const high = mulHigh64(v, d) + <u64>(v * d + d < d) + d;
	return v - high;
}
