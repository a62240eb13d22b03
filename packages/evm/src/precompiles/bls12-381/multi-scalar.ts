/** What a sum of products needs of a point. */
interface GroupElement<P> {
	add(other: P): P;
	double(): P;
	negate(): P;
}

/** From here on buckets need fewer additions than a table per point. */
const bucketThreshold = 160;

/** Σ scalars[i] · points[i], in time that depends on the scalars, which are below 2^256. */
export function sumProducts<P extends GroupElement<P>>(zero: P, points: readonly P[], scalars: readonly bigint[]): P {
	return points.length < bucketThreshold ? sumInterleaved(zero, points, scalars) : sumInBuckets(zero, points, scalars);
}

const windowBits = 5;

/**
 * All products share one chain of doublings; each scalar is written in signed odd digits, of which one in `windowBits + 1`
 * is not zero (Straus 1964 with the non-adjacent form of width 5).
 */
function sumInterleaved<P extends GroupElement<P>>(zero: P, points: readonly P[], scalars: readonly bigint[]): P {
	const digits = scalars.map(computeDigits);
	const tables = points.map(computeOddMultiples);
	const length = digits.reduce((longest, row) => Math.max(longest, row.length), 0);
	let sum = zero;
	for (let position = length - 1; position >= 0; position--) {
		if (position < length - 1) sum = sum.double();
		for (let i = 0; i < points.length; i++) {
			const digit = digits[i]![position];
			if (digit === undefined || digit === 0) continue;
			const multiple = tables[i]![(Math.abs(digit) - 1) >> 1]!;
			sum = sum.add(digit < 0 ? multiple.negate() : multiple);
		}
	}
	return sum;
}

/** Points with the same digit at a position are added before anything is multiplied (Pippenger 1976, signed digits). */
function sumInBuckets<P extends GroupElement<P>>(zero: P, points: readonly P[], scalars: readonly bigint[]): P {
	const bits = Math.max(4, Math.floor(Math.log2(points.length)) - 2);
	const windows = Math.ceil(257 / bits);
	const digits = scalars.map((scalar) => computeWindows(scalar, bits, windows));
	let sum = zero;
	for (let window = windows - 1; window >= 0; window--) {
		for (let i = 0; i < bits; i++) sum = sum.double();
		const buckets = new Array<P | undefined>((1 << (bits - 1)) + 1).fill(undefined);
		for (let i = 0; i < points.length; i++) {
			const digit = digits[i]![window]!;
			if (digit === 0) continue;
			const point = digit < 0 ? points[i]!.negate() : points[i]!;
			const bucket = buckets[Math.abs(digit)];
			buckets[Math.abs(digit)] = bucket === undefined ? point : bucket.add(point);
		}
		// Σ d · bucket[d] as a sum of running sums from the top.
		let running = zero;
		for (let digit = buckets.length - 1; digit > 0; digit--) {
			const bucket = buckets[digit];
			if (bucket !== undefined) running = running.add(bucket);
			sum = sum.add(running);
		}
	}
	return sum;
}

/** Digits of `bits` bits from the lowest on, from -2^(bits-1) to 2^(bits-1). */
function computeWindows(scalar: bigint, bits: number, windows: number): Int32Array {
	const digits = new Int32Array(windows);
	const width = BigInt(bits);
	let rest = scalar;
	for (let i = 0; rest > 0n; i++) {
		const digit = BigInt.asIntN(bits, rest);
		digits[i] = Number(digit);
		rest = (rest - digit) >> width;
	}
	return digits;
}

/** P, 3 P, 5 P … up to the largest digit. */
function computeOddMultiples<P extends GroupElement<P>>(point: P): P[] {
	const double = point.double();
	const multiples = [point];
	for (let i = 1; i < 1 << (windowBits - 2); i++) multiples.push(multiples[i - 1]!.add(double));
	return multiples;
}

/** Digits from the lowest bit on: zero, or odd and below 2^(windowBits - 1) in magnitude. */
function computeDigits(scalar: bigint): Int8Array {
	const digits: number[] = [];
	let rest = scalar;
	while (rest > 0n) {
		let digit = 0;
		if ((rest & 1n) === 1n) {
			digit = Number(BigInt.asIntN(windowBits, rest));
			rest -= BigInt(digit);
		}
		digits.push(digit);
		rest >>= 1n;
	}
	return Int8Array.from(digits);
}
