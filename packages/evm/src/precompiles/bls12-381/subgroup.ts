const prime = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;

/** A cube root of one: (x, y) → (beta x, y) multiplies the points of the subgroup by -seed². */
const beta = 0x5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffefffen;

/** Absolute value of the curve's parameter, bit by bit from the second highest on. */
const seedBits = 0xd201000000010000n.toString(2).slice(1);

/** Jacobian coordinates: the point (X / Z², Y / Z³); infinity has Z = 0. */
type Jacobian = readonly [x: bigint, y: bigint, z: bigint];

const infinity: Jacobian = [1n, 1n, 0n];

/**
 * Is the affine point of the curve y² = x³ + 4 in the subgroup G1 of BLS12-381? Tests φ(P) = -seed² P, which holds there and
 * nowhere else (M. Scott, "A note on group membership tests for G1, G2 and GT on BLS pairing-friendly curves", 2021).
 *
 * Own arithmetic because the check is most of the price of a multiplication: doubling takes 7 products in Jacobian
 * coordinates where the library's complete formulas take 11.
 */
export function isInSubgroupG1(x: bigint, y: bigint): boolean {
	const [qx, qy, qz] = multiplyBySeed(multiplyBySeed([x, y, 1n]));
	if (qz === 0n) return false;
	const zz = (qz * qz) % prime;
	return (beta * x * zz - qx) % prime === 0n && (y * ((zz * qz) % prime) + qy) % prime === 0n;
}

function multiplyBySeed(point: Jacobian): Jacobian {
	let result = point;
	for (const bit of seedBits) {
		result = double(result);
		if (bit === "1") result = add(result, point);
	}
	return result;
}

function double([x, y, z]: Jacobian): Jacobian {
	const yy = (y * y) % prime;
	const s = (4n * x * yy) % prime;
	const m = (3n * x * x) % prime;
	const x3 = (m * m - 2n * s) % prime;
	return [x3, (m * (s - x3) - 8n * yy * yy) % prime, (2n * y * z) % prime];
}

/** Complete: points outside the subgroup can have a small order, so that any two may meet. */
function add(a: Jacobian, b: Jacobian): Jacobian {
	if (a[2] === 0n) return b;
	if (b[2] === 0n) return a;
	const azz = (a[2] * a[2]) % prime;
	const bzz = (b[2] * b[2]) % prime;
	const u = (a[0] * bzz) % prime;
	const s = (a[1] * ((bzz * b[2]) % prime)) % prime;
	const h = (b[0] * azz - u) % prime;
	const r = (b[1] * ((azz * a[2]) % prime) - s) % prime;
	if (h === 0n) return r === 0n ? double(a) : infinity;
	const hh = (h * h) % prime;
	const hhh = (hh * h) % prime;
	const v = (u * hh) % prime;
	const x3 = (r * r - hhh - 2n * v) % prime;
	return [x3, (r * (v - x3) - s * hhh) % prime, (((a[2] * b[2]) % prime) * h) % prime];
}
