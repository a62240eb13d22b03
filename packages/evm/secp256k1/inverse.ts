/*
 * Inverses modulo an odd number of 256 bits, by the method of D. J. Bernstein and B.-Y. Yang ("Fast constant-time gcd
 * computation and modular inversion", 2019), in variable time: the numbers are public.
 *
 * f and g begin as the modulus and the number. Steps that look only at their lowest bits halve them until g is 0 and f is the
 * greatest common divisor, 1 or -1. Thirty steps are worked out on the lowest bits first, as a matrix, which is then applied to f
 * and g, and modulo the modulus to d and e, for which f = d number and g = e number hold all the time.
 *
 * Numbers are nine limbs of 30 bits, the lowest first, of which only the ninth has a sign.
 */
const LIMBS: usize = 9;
const MASK: i32 = (1 << 30) - 1;
const f: usize = memory.data(36, 16);
const g: usize = memory.data(36, 16);
const d: usize = memory.data(36, 16);
const e: usize = memory.data(36, 16);
const m: usize = memory.data(36, 16);
/** The inverse of the modulus, modulo 2^30. */
let modulusInverse: i32 = 0;
// The matrix of thirty steps, times 2^30: f becomes (u f + v g) / 2^30, g becomes (q f + r g) / 2^30.
let u: i32 = 0;
let v: i32 = 0;
let q: i32 = 0;
let r: i32 = 0;

/** target = 1 / number modulo the modulus, for words; the number is not 0, and below the modulus, which is prime. */
export function invert(target: usize, number: usize, modulus: usize): void {
	toLimbs(m, modulus);
	toLimbs(f, modulus);
	toLimbs(g, number);
	memory.fill(d, 0, 36);
	memory.fill(e, 0, 36);
	store<i32>(e, 1);
	const low = load<i32>(m);
	// Each step doubles the number of right bits: three at first.
	modulusInverse = low;
	for (let i = 0; i < 4; i++) modulusInverse *= 2 - low * modulusInverse;
	let eta = -1;
	do {
		eta = takeSteps(eta, load<u32>(f), load<u32>(g));
		updateCofactors();
		updateNumbers();
	} while (!isZeroNumber(g));
	// d lies between -2 m and m.
	if (load<i32>(d, 32) < 0) addModulus();
	if (load<i32>(f, 32) < 0) negateCofactor();
	if (load<i32>(d, 32) < 0) addModulus();
	fromLimbs(target, d);
}

/** Thirty steps on the lowest bits of f and g; eta is the negative of what the paper calls delta. Returns the next eta. */
function takeSteps(eta: i32, lowF: u32, lowG: u32): i32 {
	let a: u32 = lowF;
	let b: u32 = lowG;
	let nextU: u32 = 1;
	let nextV: u32 = 0;
	let nextQ: u32 = 0;
	let nextR: u32 = 1;
	let left: i32 = 30;
	while (true) {
		const zeros = <i32>ctz(b | (u32.MAX_VALUE << left));
		b >>= zeros;
		nextU <<= zeros;
		nextV <<= zeros;
		eta -= zeros;
		left -= zeros;
		if (left === 0) break;
		if (eta < 0) {
			eta = -eta;
			const oldA = a;
			a = b;
			b = 0 - oldA;
			const oldU = nextU;
			nextU = nextQ;
			nextQ = 0 - oldU;
			const oldV = nextV;
			nextV = nextR;
			nextR = 0 - oldV;
		}
		// As many steps as there are before the next exchange add multiples of f only: all at once, up to six bits, for
		// which a (a a - 2) is the negative of the inverse of a.
		const limit = min(eta + 1, left);
		const mask = (u32.MAX_VALUE >> (32 - limit)) & 63;
		const times = (a * b * (a * a - 2)) & mask;
		b += a * times;
		nextQ += nextU * times;
		nextR += nextV * times;
	}
	u = nextU;
	v = nextV;
	q = nextQ;
	r = nextR;
	return eta;
}

/** d and e by the matrix, plus the multiples of the modulus that make them divisible by 2^30. */
function updateCofactors(): void {
	const signD = load<i32>(d, 32) >> 31;
	const signE = load<i32>(e, 32) >> 31;
	// A negative one gets the modulus once more, so that both stay between -2 m and m.
	let timesD = (u & signD) + (v & signE);
	let timesE = (q & signD) + (r & signE);
	let nextD = <i64>u * load<i32>(d) + <i64>v * load<i32>(e);
	let nextE = <i64>q * load<i32>(d) + <i64>r * load<i32>(e);
	timesD -= (modulusInverse * <i32>nextD + timesD) & MASK;
	timesE -= (modulusInverse * <i32>nextE + timesE) & MASK;
	nextD = (nextD + <i64>load<i32>(m) * timesD) >> 30;
	nextE = (nextE + <i64>load<i32>(m) * timesE) >> 30;
	for (let i: usize = 1; i < LIMBS; i++) {
		const limbD: i64 = load<i32>(d + 4 * i);
		const limbE: i64 = load<i32>(e + 4 * i);
		const limb: i64 = load<i32>(m + 4 * i);
		nextD += u * limbD + v * limbE + limb * timesD;
		nextE += q * limbD + r * limbE + limb * timesE;
		store<i32>(d + 4 * (i - 1), <i32>nextD & MASK);
		store<i32>(e + 4 * (i - 1), <i32>nextE & MASK);
		nextD >>= 30;
		nextE >>= 30;
	}
	store<i32>(d, <i32>nextD, 32);
	store<i32>(e, <i32>nextE, 32);
}

/** f and g by the matrix, which leaves both divisible by 2^30. */
function updateNumbers(): void {
	let nextF = (<i64>u * load<i32>(f) + <i64>v * load<i32>(g)) >> 30;
	let nextG = (<i64>q * load<i32>(f) + <i64>r * load<i32>(g)) >> 30;
	for (let i: usize = 1; i < LIMBS; i++) {
		const limbF: i64 = load<i32>(f + 4 * i);
		const limbG: i64 = load<i32>(g + 4 * i);
		nextF += u * limbF + v * limbG;
		nextG += q * limbF + r * limbG;
		store<i32>(f + 4 * (i - 1), <i32>nextF & MASK);
		store<i32>(g + 4 * (i - 1), <i32>nextG & MASK);
		nextF >>= 30;
		nextG >>= 30;
	}
	store<i32>(f, <i32>nextF, 32);
	store<i32>(g, <i32>nextG, 32);
}

function isZeroNumber(number: usize): bool {
	let bits: i32 = 0;
	for (let i: usize = 0; i < LIMBS; i++) bits |= load<i32>(number + 4 * i);
	return bits === 0;
}

/** d += m. */
function addModulus(): void {
	let sum: i32 = 0;
	for (let i: usize = 0; i < LIMBS; i++) {
		sum += load<i32>(d + 4 * i) + load<i32>(m + 4 * i);
		store<i32>(d + 4 * i, i < LIMBS - 1 ? sum & MASK : sum);
		sum >>= 30;
	}
}

/** d = -d. */
function negateCofactor(): void {
	let sum: i32 = 0;
	for (let i: usize = 0; i < LIMBS; i++) {
		sum -= load<i32>(d + 4 * i);
		store<i32>(d + 4 * i, i < LIMBS - 1 ? sum & MASK : sum);
		sum >>= 30;
	}
}

/** The limbs of a word. */
function toLimbs(target: usize, word: usize): void {
	for (let i: usize = 0; i < LIMBS; i++) {
		const bit = 30 * <u32>i;
		const at = word + ((bit >> 6) << 3);
		const shift: u64 = bit & 63;
		let limb = load<u64>(at) >> shift;
		if (shift > 34 && i < LIMBS - 1) limb |= load<u64>(at, 8) << (64 - shift);
		store<i32>(target + 4 * i, <i32>limb & MASK);
	}
}

/** The word of limbs, which are those of a number from 0 to 2^256. */
function fromLimbs(target: usize, limbs: usize): void {
	memory.fill(target, 0, 32);
	for (let i: usize = 0; i < LIMBS; i++) {
		const bit = 30 * <u32>i;
		const at = target + ((bit >> 6) << 3);
		const shift: u64 = bit & 63;
		const limb: u64 = load<u32>(limbs + 4 * i);
		store<u64>(at, load<u64>(at) | (limb << shift));
		if (shift > 34 && i < LIMBS - 1) store<u64>(at, limb >> (64 - shift), 8);
	}
}
