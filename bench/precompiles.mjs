// Times every precompiled contract in its worst cases. After `npm run build`:
//
//   node bench/precompiles.mjs [--filter RE] [--json]
//
// The time is processor time, not wall-clock time, so that other programs on the machine disturb it less.
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { keccak256, privateKeyToAddress, signHash } from "@evmore/evm/crypto";
import { getPrecompile, loadPrecompileLibraries } from "@evmore/evm/precompiles";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bn254 } from "@noble/curves/bn254.js";
import { p256 } from "@noble/curves/nist.js";

const { values: options } = parseArgs({ options: { filter: { type: "string" }, json: { type: "boolean" } } });

const hex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const number = (value, size) => hex(value.toString(16).padStart(2 * size, "0"));
const join = (...parts) => Uint8Array.from(Buffer.concat(parts));
const ones = (size) => new Uint8Array(size).fill(0xff);

/** Bytes that look random and are the same every time. */
function noise(size, seed = 1) {
	const parts = [];
	for (let i = 0; 32 * i < size; i++) parts.push(keccak256(number(BigInt(seed * 1_000_003 + i), 32)));
	return join(...parts).slice(0, size);
}

/** An odd number of exactly so many bytes. */
function oddNumber(size, seed) {
	const bytes = noise(size, seed);
	bytes[0] |= 0x80;
	bytes[size - 1] |= 1;
	return bytes;
}

const word = (value) => number(BigInt(value), 32);
const scalar = (seed) => BigInt(`0x${Buffer.from(noise(31, seed)).toString("hex")}`);
const repeat = (count, make) => join(...Array.from({ length: count }, (_, i) => make(i)));

const bnG1 = (seed) => encodeAffine(bn254.G1.Point.BASE.multiply(scalar(seed)).toAffine(), 32);
const bnG2 = (seed) => encodeAffine(bn254.G2.Point.BASE.multiply(scalar(seed)).toAffine(), 32, true);
const blsG1 = (seed) => encodeAffine(bls12_381.G1.Point.BASE.multiply(scalar(seed)).toAffine(), 64);
const blsG2 = (seed) => encodeAffine(bls12_381.G2.Point.BASE.multiply(scalar(seed)).toAffine(), 64);
const memo = (make) => {
	const known = [];
	return (i) => (known[i % 64] ??= make((i % 64) + 1));
};
const [manyBnG1, manyBnG2, manyBlsG1, manyBlsG2] = [bnG1, bnG2, blsG1, blsG2].map(memo);

function encodeAffine({ x, y }, size, imaginaryFirst = false) {
	const parts = [x, y].flatMap((value) => {
		if (typeof value === "bigint") return [value];
		return imaginaryFirst ? [value.c1, value.c0] : [value.c0, value.c1];
	});
	return join(...parts.map((value) => number(value, size)));
}

function ecrecoverInput() {
	const hash = noise(32);
	const { r, s, yParity } = signHash(hash, noise(32, 2));
	return join(hash, word(27 + yParity), word(r), word(s));
}

function p256Input() {
	const key = noise(32, 3);
	const hash = noise(32, 4);
	const signature = p256.sign(hash, key, { prehash: false, format: "compact" });
	return join(hash, signature, p256.getPublicKey(key, false).subarray(1));
}

const modexpInput = (base, exponent, modulus) =>
	join(word(base.length), word(exponent.length), word(modulus.length), base, exponent, modulus);

/** Bases and moduli of one size: odd, even, and a power of two times a small number; exponents of ones. */
function* modexpRows(pricing) {
	for (const size of [1, 3, 4, 8, 9, 16, 17, 32, 33, 64, 256, 1024]) {
		for (const exponentSize of [1, 3, 32, 128, 1024]) {
			const base = ones(size);
			const odd = oddNumber(size, 5);
			const even = odd.slice();
			even[size - 1] &= 0xfe;
			if (size > 1) even[size - 1] |= 2;
			const half = odd.slice();
			half.fill(0, size >> 1);
			for (const [kind, modulus] of Object.entries({ odd, even, half })) {
				const exponent = ones(exponentSize);
				yield {
					name: `modexp ${pricing}: ${kind} ${size} B, 2^${8 * exponentSize}-1`,
					input: [base, exponent, modulus],
				};
			}
		}
	}
}

const compressed = (seed) => bls12_381.G1.Point.BASE.multiply(scalar(seed)).toBytes(true);

function kzgInput() {
	// Two points that are no proof: checking them is the same work. A proof would need points of the ceremony.
	const commitment = compressed(7);
	const hash = Uint8Array.from(createHash("sha256").update(commitment).digest());
	hash[0] = 1;
	return join(hash, number(scalar(8), 32), number(scalar(9), 32), commitment, compressed(10));
}

const rows = [];
const add = (name, entry, pricing, input) => rows.push({ name, entry, pricing, input });

function addRows() {
	add("ecrecover", "ecrecover", 0, ecrecoverInput());
	for (const size of [0, 64, 1024, 65536]) add(`sha256 ${size} B`, "sha256", 0, noise(size));
	for (const size of [0, 64, 1024, 65536]) add(`ripemd160 ${size} B`, "ripemd160", 0, noise(size));
	for (const size of [0, 1024, 65536]) add(`identity ${size} B`, "identity", 0, noise(size));
	add("bn254Add", "bn254Add", 1108, join(manyBnG1(0), manyBnG1(1)));
	add("bn254Mul", "bn254Mul", 1108, join(manyBnG1(0), ones(32)));
	for (const count of [1, 2, 4, 16]) {
		add(
			`bn254Pairing of ${count}`,
			"bn254Pairing",
			1108,
			repeat(count, (i) => join(manyBnG1(i), manyBnG2(i))),
		);
	}
	for (const rounds of [1, 12, 1200, 120_000]) {
		add(`blake2f ${rounds} rounds`, "blake2f", 152, join(number(BigInt(rounds), 4), noise(208), new Uint8Array([1])));
	}
	add("kzgPointEvaluation", "kzgPointEvaluation", 4844, kzgInput());
	add("bls12G1Add", "bls12G1Add", 2537, join(manyBlsG1(0), manyBlsG1(1)));
	add("bls12G2Add", "bls12G2Add", 2537, join(manyBlsG2(0), manyBlsG2(1)));
	for (const count of [1, 2, 8, 32, 128, 256, 512]) {
		add(
			`bls12G1Msm of ${count}`,
			"bls12G1Msm",
			2537,
			repeat(count, (i) => join(manyBlsG1(i), noise(32, 99 + i))),
		);
		add(
			`bls12G2Msm of ${count}`,
			"bls12G2Msm",
			2537,
			repeat(count, (i) => join(manyBlsG2(i), noise(32, 99 + i))),
		);
	}
	for (const count of [1, 2, 4, 16]) {
		add(
			`bls12Pairing of ${count}`,
			"bls12Pairing",
			2537,
			repeat(count, (i) => join(manyBlsG1(i), manyBlsG2(i))),
		);
	}
	add("bls12MapFpToG1", "bls12MapFpToG1", 2537, join(new Uint8Array(17), noise(47)));
	add(
		"bls12MapFp2ToG2",
		"bls12MapFp2ToG2",
		2537,
		repeat(2, (i) => join(new Uint8Array(17), noise(47, i))),
	);
	add("p256Verify", "p256Verify", 7951, p256Input());
	for (const pricing of [2565, 7883]) {
		for (const { name, input } of modexpRows(pricing)) add(name, "modexp", pricing, modexpInput(...input));
	}
}

const processorMs = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};

/** Microseconds of one call: the median of five rounds of so many milliseconds and more, after warming up. */
function time(run, roundMs) {
	let count = 1;
	for (let spent = 0; spent < roundMs; ) {
		const start = processorMs();
		for (let i = 0; i < count; i++) run();
		spent = processorMs() - start;
		if (spent < roundMs) count *= 2;
	}
	const samples = [];
	const rounds = count === 1 ? 1 : 5;
	for (let round = 0; round < rounds; round++) {
		const start = processorMs();
		for (let i = 0; i < count; i++) run();
		samples.push(((processorMs() - start) * 1000) / count);
	}
	return samples.sort((x, y) => x - y)[rounds >> 1];
}

const loadStart = performance.now();
await loadPrecompileLibraries();
const loadMs = performance.now() - loadStart;
privateKeyToAddress(noise(32));
addRows();

const pattern = new RegExp(options.filter ?? "");
const results = rows
	.filter(({ name }) => pattern.test(name))
	.map(({ name, entry, pricing, input }) => {
		const precompile = getPrecompile({ address: 0, name: entry, pricing });
		const gas = Number(precompile.gas(input));
		if (precompile.run(input) === undefined && entry !== "kzgPointEvaluation")
			throw new Error(`${name} refuses its input`);
		const call = () => {
			precompile.gas(input);
			precompile.run(input);
		};
		// Of modexp there are hundreds of rows.
		const microseconds = time(call, entry === "modexp" ? 3 : 15);
		return { name, microseconds, gas, mgasPerSecond: gas / microseconds };
	});

if (options.json) {
	console.log(JSON.stringify({ node: process.version, loadMs, results }, undefined, 2));
} else {
	console.log(`Node ${process.version}; all libraries loaded in ${loadMs.toFixed(0)} ms\n`);
	const print = (name, us, gas, speed) =>
		console.log(name.padEnd(44), us.padStart(12), gas.padStart(11), speed.padStart(9));
	print("contract", "µs", "gas", "Mgas/s");
	const isModexp = ({ name }) => name.startsWith("modexp");
	// Of the many rows of modexp the slowest of each pricing are the interesting ones.
	const slowest = (part) =>
		results
			.filter(({ name }) => name.startsWith(part))
			.sort((a, b) => a.mgasPerSecond - b.mgasPerSecond)
			.slice(0, 12);
	const shown = [...results.filter((row) => !isModexp(row)), ...slowest("modexp 2565"), ...slowest("modexp 7883")];
	for (const { name, microseconds, gas, mgasPerSecond } of shown) {
		print(name, microseconds.toFixed(2), String(gas), mgasPerSecond.toFixed(1));
	}
	const worst = results.reduce((a, b) => (a.mgasPerSecond <= b.mgasPerSecond ? a : b));
	console.log(`\nslowest: ${worst.name} with ${worst.mgasPerSecond.toFixed(1)} Mgas/s`);
}
