import type { Random } from "./random.js";

/** A signature over a hash, from the tests of go-ethereum's precompiles: hash, v, r, s. */
const signature =
	"18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c" +
	"000000000000000000000000000000000000000000000000000000000000001c" +
	"73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f" +
	"eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549";

const bn254Field = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47n;
const bn254G2 =
	"198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2" +
	"1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed" +
	"090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b" +
	"12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";
const blsField = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;
const blsG1 = [
	0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bbn,
	0x08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1n,
] as const;

function word(value: bigint): string {
	return value.toString(16).padStart(64, "0");
}

function blsNumber(value: bigint): string {
	return value.toString(16).padStart(128, "0");
}

function randomHex(random: Random, size: number): string {
	return Buffer.from(random.bytes(size)).toString("hex");
}

function bn254Point(random: Random): string {
	return random.weighted<() => string>([
		[3, () => word(1n) + word(2n)],
		[2, () => word(1n) + word(bn254Field - 2n)],
		[2, () => word(0n) + word(0n)],
		[1, () => word(bn254Field + 1n) + word(2n)],
		[1, () => word(1n) + word(3n)],
	])();
}

function blsPoint(random: Random): string {
	return random.weighted<() => string>([
		[3, () => blsG1.map(blsNumber).join("")],
		[2, () => blsNumber(blsG1[0]) + blsNumber(blsField - blsG1[1])],
		[2, () => "00".repeat(128)],
		[1, () => blsNumber(blsG1[0]) + blsNumber(blsG1[1] + 1n)],
		[1, () => blsNumber(blsField) + blsNumber(2n)],
	])();
}

function scalar(random: Random): string {
	return random.weighted<() => string>([
		[2, () => word(BigInt(random.below(5)))],
		[2, () => randomHex(random, 32)],
		[1, () => "ff".repeat(32)],
	])();
}

function modexp(random: Random): string {
	const [base, exponent, modulus] = [random.below(40), random.below(random.chance(50) ? 3 : 40), random.below(40)];
	const lengths = [base, exponent, modulus].map((length) => word(BigInt(length))).join("");
	return lengths + randomHex(random, base + exponent + modulus);
}

const inputs: Readonly<Record<number, (random: Random) => string>> = {
	1: (random) => (random.chance(70) ? signature : signature.slice(0, 128) + randomHex(random, 64)),
	5: modexp,
	6: (random) => bn254Point(random) + bn254Point(random),
	7: (random) => bn254Point(random) + scalar(random),
	8: (random) => Array.from({ length: random.below(3) }, () => bn254Point(random) + bn254G2).join(""),
	9: (random) =>
		word(BigInt(random.below(30))).slice(-8) + randomHex(random, 208) + word(BigInt(random.below(3))).slice(-2),
	11: (random) => blsPoint(random) + blsPoint(random),
	12: (random) => Array.from({ length: random.between(1, 2) }, () => blsPoint(random) + scalar(random)).join(""),
	16: (random) => blsNumber(random.chance(80) ? BigInt(`0x${randomHex(random, 47)}`) : blsField),
};

/** A precompile and an input that means something to it. */
export function randomPrecompileInput(random: Random): { address: number; input: Uint8Array } {
	const address = random.pick([1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 8, 9, 9, 11, 12, 16, 0x100]);
	const make = inputs[address] ?? ((source) => randomHex(source, source.below(120)));
	const input = Uint8Array.from(Buffer.from(make(random), "hex"));
	const size = random.chance(85) ? input.length : random.below(input.length + 40);
	const sized = new Uint8Array(size);
	sized.set(input.subarray(0, size));
	return { address, input: sized };
}
