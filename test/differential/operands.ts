import type { Random } from "./random.js";

const wordLimit = 1n << 256n;

function power(exponent: number): bigint {
	return 1n << BigInt(exponent);
}

/** Limbs in which carries and conversions to machine numbers go wrong. */
const boundaries = [8, 16, 31, 32, 52, 53, 63, 64, 65, 127, 128, 129, 191, 192, 193, 254, 255].map(power);

/** A word: most are small, or at a boundary where something overflows. */
export function randomWord(random: Random): bigint {
	switch (random.below(12)) {
		case 0:
			return 0n;
		case 1:
			return 1n;
		case 2:
			return wordLimit - 1n - BigInt(random.below(3));
		case 3:
			return power(random.below(256));
		case 4:
			return (power(random.below(256)) + wordLimit - 1n) % wordLimit;
		case 5:
			return (power(random.below(256)) + 1n) % wordLimit;
		case 6:
			return (random.pick(boundaries) + BigInt(random.between(-2, 2)) + wordLimit) % wordLimit;
		case 7:
			return toWord(random.bytes(random.between(1, 32)));
		case 8:
			return toWord(random.bytes(32));
		case 9:
			return wordLimit - BigInt(random.between(1, 300));
		default:
			return BigInt(random.below(300));
	}
}

export function toWord(bytes: Uint8Array): bigint {
	return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

/** An offset into memory or data: nearly always one that can be paid for. */
export function randomOffset(random: Random): bigint {
	return random.weighted<() => bigint>([
		[120, () => BigInt(random.below(100))],
		[40, () => BigInt(random.below(10) * 32)],
		[24, () => BigInt(random.below(3000))],
		[1, () => BigInt(random.below(200_000))],
		[1, () => randomWord(random)],
		[1, () => random.pick(boundaries) - BigInt(random.below(40))],
	])();
}

/** A size in bytes. */
export function randomSize(random: Random): bigint {
	return random.weighted<() => bigint>([
		[40, () => 0n],
		[50, () => 32n],
		[80, () => BigInt(random.below(100))],
		[20, () => BigInt(random.below(2000))],
		[1, () => BigInt(random.below(60_000))],
		[1, () => randomWord(random)],
	])();
}

/** Gas for a call. */
export function randomCallGas(random: Random): bigint {
	return random.weighted<() => bigint>([
		[10, () => 0n],
		[10, () => BigInt(random.below(100))],
		[7, () => BigInt(random.between(2200, 2400))],
		[5, () => BigInt(random.between(2298, 2312))],
		[25, () => BigInt(random.below(10_000))],
		[25, () => BigInt(random.below(100_000))],
		[20, () => 0xffff_ffffn],
		[5, () => wordLimit - 1n],
		[5, () => randomWord(random)],
	])();
}
