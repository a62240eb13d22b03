// Reciprocals of normalised divisors (highest bit set), so that division by the same number is multiplication: Möller and
// Granlund, "Improved division by invariant integers", 2011. Programs divide by the same few numbers again and again: the
// last one is remembered.
import { mulHigh64 } from "./mul";

let lastOne: u64 = 0;
let lastOneReciprocal: u64 = 0;
let lastTwoHigh: u64 = 0;
let lastTwoLow: u64 = 0;
let lastTwoReciprocal: u64 = 0;

/** floor((2^128 - 1) / d) - 2^64 for d >= 2^63. */
@inline
export function reciprocalOfOne(d: u64): u64 {
	if (d != lastOne) {
		lastOneReciprocal = computeReciprocal(d);
		lastOne = d;
	}
	return lastOneReciprocal;
}

/** floor((2^192 - 1) / (high * 2^64 + low)) - 2^64 for high >= 2^63. */
@inline
export function reciprocalOfTwo(high: u64, low: u64): u64 {
	if (high != lastTwoHigh || low != lastTwoLow) {
		lastTwoReciprocal = computeReciprocalOfTwo(high, low);
		lastTwoHigh = high;
		lastTwoLow = low;
	}
	return lastTwoReciprocal;
}

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

function computeReciprocalOfTwo(high: u64, low: u64): u64 {
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
		if (p > high || (p == high && v * low + low >= low)) v--;
	}
	return v;
}
