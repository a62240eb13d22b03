import { bigIntToBytes } from "../../bytes/integer.js";
import { decodeBase64 } from "../../crypto/base64.js";
import { instantiateModule } from "../../crypto/wasm-module.js";
import { pairingWasm } from "./pairing-wasm.js";

/** What pairing/index.ts exports: places in the memory, and functions on them. */
interface PairingExports {
	readonly memory: WebAssembly.Memory;
	readonly foldTable: Place;
	readonly inverseExponent: Place;
	readonly rootExponent: Place;
	readonly frobeniusFactors: Place;
	readonly beta: Place;
	readonly fixedPoints: Place;
	readonly points: Place;
	readonly bases: Place;
	readonly scalars: Place;
	readonly pairingResult: Place;
	readonly scratch: Place;
	clearPoint(target: number): void;
	findRoot(point: number): void;
	leaveGroup(target: number, point: number): void;
	prepareBase(index: number): void;
	sumProducts(target: number): void;
	prepareLines(): void;
	pair(): void;
}

type Place = WebAssembly.Global<"i32">;

/** EIP-2537: the prime that BLS12-381 is defined over. */
export const prime: bigint =
	0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;

// How pairing/fp.ts writes an element: digits with sign.
const digitBits = 13;
const digitCount = 32;

/** Bytes of an element. */
export const elementSize: number = 2 * digitCount;

/** Bytes of a point, X, Y and Z. */
export const pointSize: number = 3 * elementSize;

/** The first digit that is folded, and how many are. */
const firstFolded = 30;
const foldedCount = 32;

/** An instance of the WebAssembly of pairing/, with the constants that it needs, and its elements as integers. */
export class PairingModule {
	readonly functions: PairingExports;
	readonly bytes: Uint8Array;
	readonly #digits: Int16Array;

	constructor() {
		this.functions = instantiateModule(decodeBase64(pairingWasm)) as unknown as PairingExports;
		const { memory, foldTable, inverseExponent, rootExponent, frobeniusFactors, beta } = this.functions;
		this.bytes = new Uint8Array(memory.buffer);
		this.#digits = new Int16Array(memory.buffer);
		this.#writeFoldTable(foldTable.value);
		this.bytes.set(bigIntToBytes(prime - 2n, 48), inverseExponent.value);
		this.bytes.set(bigIntToBytes((prime + 1n) / 4n, 48), rootExponent.value);
		powersOfXi().forEach(([real, imaginary], i) => {
			this.write(frobeniusFactors.value + 2 * elementSize * i, real);
			this.write(frobeniusFactors.value + 2 * elementSize * i + elementSize, imaginary);
		});
		this.write(beta.value, cubeRootOfOne());
	}

	/** Writes an element; it has to be below 2^397. */
	write(address: number, value: bigint): void {
		this.#digits.set(splitDigits(value), address / 2);
	}

	/** An element, below the prime. */
	read(address: number): bigint {
		return modulo(this.#readAny(address));
	}

	isZero(address: number): boolean {
		return this.#readAny(address) % prime === 0n;
	}

	/** Some number congruent to an element. */
	#readAny(address: number): bigint {
		let value = 0n;
		// Four digits at a time are exact in a number.
		for (let at = address / 2 + digitCount - 4; at >= address / 2; at -= 4) {
			let four = 0;
			for (let i = 3; i >= 0; i--) four = four * 2 ** digitBits + this.#digits[at + i]!;
			value = (value << BigInt(4 * digitBits)) + BigInt(four);
		}
		return value;
	}

	/** Rows in pairs, digit by digit: for each four digits those of all pairs of rows, see `fold` in pairing/fp.ts. */
	#writeFoldTable(address: number): void {
		for (let k = 0; k < foldedCount; k++) {
			splitDigits(smallestResidue(1n << BigInt(digitBits * (firstFolded + k)))).forEach((digit, j) => {
				const vector = Math.floor(j / 4) * (foldedCount / 2) + Math.floor(k / 2);
				this.#digits[address / 2 + vector * 8 + (j % 4) * 2 + (k % 2)] = digit;
			});
		}
	}
}

/** Digits between -4096 and 4095. */
function splitDigits(value: bigint): number[] {
	const digits: number[] = [];
	let rest = value;
	for (let i = 0; i < digitCount; i++) {
		const digit = BigInt.asIntN(digitBits, rest);
		digits.push(Number(digit));
		rest = (rest - digit) >> BigInt(digitBits);
	}
	return digits;
}

function modulo(value: bigint): bigint {
	const residue = value % prime;
	return residue < 0n ? residue + prime : residue;
}

/** The residue nearest to zero. */
function smallestResidue(value: bigint): bigint {
	const residue = modulo(value);
	return 2n * residue > prime ? residue - prime : residue;
}

type Fp2 = readonly [real: bigint, imaginary: bigint];

function multiply([a, b]: Fp2, [c, d]: Fp2): Fp2 {
	return [modulo(a * c - b * d), modulo(a * d + b * c)];
}

function power(base: Fp2, exponent: bigint): Fp2 {
	let result: Fp2 = [1n, 0n];
	for (const bit of exponent.toString(2)) {
		result = multiply(result, result);
		if (bit === "1") result = multiply(result, base);
	}
	return result;
}

/** xi^(i (p - 1) / 6) for i from 1 to 5, with xi = 1 + u. */
function powersOfXi(): Fp2[] {
	const first = power([1n, 1n], (prime - 1n) / 6n);
	const powers: Fp2[] = [first];
	while (powers.length < 5) powers.push(multiply(powers.at(-1)!, first));
	return powers;
}

/** Of the two there are, the one by which -x^2, x being the curve's parameter, multiplies points of G1. */
function cubeRootOfOne(): bigint {
	return power([2n, 0n], (prime - 1n) / 3n)[0];
}
