/*
 * Points of y² = x³ + 7 in Jacobian coordinates: three elements X, Y, Z for the point (X / Z², Y / Z³). Between operations X and
 * Z have size 1, and Y has up to 3 (field.ts says what a size is; the comments below, which factors have).
 *
 * The formulas are not complete: a sum of a point and itself, or its negative, or of infinity, gives Z = 0, and so does all that
 * follows from it. So whoever finds Z = 0 at the end knows that this has happened, and has to do it once more with care; with any
 * other Z the result is right. It happens to inputs that were made for it, and to others with a probability of 2^-120.
 */
import { add, copy, multiply, negate, renew, setSmall, square, subtract } from "./field";

export const pointSize: usize = 144;
const Y: usize = 48;
const Z: usize = 96;

const a: usize = memory.data(48, 16);
const b: usize = memory.data(48, 16);
const c: usize = memory.data(48, 16);
const s: usize = memory.data(48, 16);
const t: usize = memory.data(48, 16);

/** P = 2 P. */
export function double(point: usize): void {
	add(t, point + Z, point + Z);
	square(b, point + Y); // 3
	square(a, point);
	add(b, b, b);
	multiply(s, point, b); // 1, 2
	add(c, a, a);
	add(a, a, c);
	square(point, a); // 3
	square(b, b); // 2
	add(s, s, s);
	subtract(point, point, s);
	subtract(point, point, s);
	renew(point, point); // 5
	subtract(s, s, point);
	multiply(a, a, s); // 3, 3
	multiply(point + Z, t, point + Y); // 2, 3
	add(b, b, b);
	subtract(point + Y, a, b);
}

/** What the last sum has multiplied Z by. */
const h: usize = memory.data(48, 16);
const r: usize = memory.data(48, 16);

/**
 * P += (x, y), or P -= (x, y). `z` is P's Z, or that times some w where the point to be added is (x w², y w³).
 */
export function addAffine(point: usize, x: usize, y: usize, z: usize, negative: bool): void {
	square(a, z);
	multiply(h, x, a);
	multiply(a, a, z);
	subtract(h, h, point);
	multiply(r, y, a);
	square(a, h); // 2
	multiply(point + Z, point + Z, h); // 1, 2
	if (negative) negate(r, r);
	subtract(r, r, point + Y);
	renew(r, r); // 4
	square(t, r);
	multiply(b, a, h); // 1, 2
	multiply(s, point, a);
	multiply(c, b, point + Y); // 1, 3
	subtract(t, t, b);
	subtract(t, t, s);
	subtract(t, t, s);
	renew(point, t); // 4
	subtract(s, s, point);
	multiply(r, r, s); // 1, 2
	subtract(point + Y, r, c);
}

/** A point of a table: x, y and beta x, of size 1, and the point times lambda is (beta x, y). */
export const entrySize: usize = 144;
export const image: usize = 96;

/** beta, a cube root of 1 modulo p (scalar.ts says what for); `prepare` of recover.ts fills it in. */
export const beta: usize = memory.data(48, 16);

const sum: usize = memory.data(144, 16);
const twice: usize = memory.data(144, 16);
const scale: usize = memory.data(48, 16);

/**
 * Fills a table with the odd multiples 1, 3, 5, ... of the point (x, y): the X and Y of all of them for one Z, which goes to
 * `commonZ`. No inverse is needed for that, because each Z is the one before it times what the sum multiplied it by. Formulas know
 * nothing of the 7 in the curve's equation: on the curve with the coordinates (x Z², y Z³) these points are affine.
 */
export function fillTable(table: usize, count: usize, x: usize, y: usize, commonZ: usize): void {
	copy(twice, x);
	copy(twice + Y, y);
	setSmall(twice + Z, 1);
	double(twice);
	renew(twice + Y, twice + Y);
	// Where 2 P is affine, with the Z of 2 P.
	square(a, twice + Z);
	multiply(sum, x, a);
	multiply(a, a, twice + Z);
	multiply(sum + Y, y, a);
	setSmall(sum + Z, 1);
	for (let i: usize = 0; i < count; i++) {
		const entry = table + entrySize * i;
		if (i > 0) {
			addAffine(sum, twice, twice + Y, sum + Z, false);
			renew(sum + Y, sum + Y);
			copy(entry + image, h);
		}
		copy(entry, sum);
		copy(entry + Y, sum + Y);
	}
	multiply(commonZ, sum + Z, twice + Z);
	setSmall(scale, 1);
	for (let i = count; i > 0; i--) {
		const entry = table + entrySize * (i - 1);
		scaleEntry(entry, scale);
		// The first Z was 1.
		if (i > 1) multiply(scale, scale, entry + image); // 1, 2
		multiply(entry + image, entry, beta);
	}
}

/** (x, y) becomes (x z², y z³). */
export function scaleEntry(entry: usize, z: usize): void {
	square(a, z);
	multiply(entry, entry, a);
	multiply(a, a, z);
	multiply(entry + Y, entry + Y, a);
}

/** target = the entry, or its image, or the negative of that, as the point with Z = 1. */
export function copyEntry(target: usize, x: usize, y: usize, negative: bool): void {
	copy(target, x);
	if (negative) negate(target + Y, y);
	else copy(target + Y, y);
	setSmall(target + Z, 1);
}
