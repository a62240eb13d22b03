import { instantiateModule } from "../../crypto/wasm-module.js";
import {
	accumulatorOffset,
	emitMontgomeryModule,
	exponentCapacity,
	exponentOffset,
	inverseOffset,
	modulusOffset,
	tableOffset,
	tableStride,
} from "./montgomery-module.js";

/** Odd moduli below this are powOddModulo's. */
export const oddModulusLimit: bigint = 1n << 256n;

/**
 * base ^ exponent mod modulus for an odd modulus from 3 to 2^256 - 1, a base below it, and an exponent in big-endian bytes,
 * by windows of four bits.
 */
export function powOddModulo(base: bigint, exponent: Uint8Array, modulus: bigint): bigint {
	return selectModule(modulus).power(base, exponent, modulus);
}

/** Compiled on first use: one module for moduli up to 64, 128 and 256 bits each. */
const modules: Map<number, MontgomeryModule> = new Map();

function selectModule(modulus: bigint): MontgomeryModule {
	const words = modulus < 1n << 64n ? 1 : modulus < 1n << 128n ? 2 : 4;
	let found = modules.get(words);
	if (found === undefined) {
		found = new MontgomeryModule(words);
		modules.set(words, found);
	}
	return found;
}

class MontgomeryModule {
	readonly #words: number;
	readonly #radixBits: bigint;
	readonly #bytes: Uint8Array;
	readonly #words64: BigUint64Array;
	readonly #multiply: (target: number, a: number, b: number) => void;
	readonly #power: (size: number) => void;

	constructor(words: number) {
		const exports = instantiateModule(emitMontgomeryModule(2 * words));
		const { buffer } = exports.memory as WebAssembly.Memory;
		this.#words = words;
		this.#radixBits = BigInt(64 * words);
		this.#bytes = new Uint8Array(buffer);
		this.#words64 = new BigUint64Array(buffer);
		this.#multiply = exports.multiply as (target: number, a: number, b: number) => void;
		this.#power = exports.power as (size: number) => void;
	}

	power(base: bigint, exponent: Uint8Array, modulus: bigint): bigint {
		this.#write(modulusOffset, modulus);
		this.#words64[inverseOffset >> 3] = negativeInverse(modulus);
		const one = (1n << this.#radixBits) % modulus;
		this.#write(accumulatorOffset, one);
		this.#write(tableOffset, one);
		this.#write(tableOffset + tableStride, (base << this.#radixBits) % modulus);
		for (let i = 2; i < 16; i++) {
			const entry = tableOffset + i * tableStride;
			this.#multiply(entry, entry - tableStride, tableOffset + tableStride);
		}
		for (let start = 0; start < exponent.length; start += exponentCapacity) {
			const part = exponent.subarray(start, start + exponentCapacity);
			this.#bytes.set(part, exponentOffset);
			this.#power(part.length);
		}
		// Out of Montgomery's form.
		this.#write(tableOffset, 1n);
		this.#multiply(accumulatorOffset, accumulatorOffset, tableOffset);
		return this.#read(accumulatorOffset);
	}

	#write(offset: number, value: bigint): void {
		// Storing takes the lowest 64 bits.
		for (let i = 0, rest = value; i < this.#words; i++, rest >>= 64n) this.#words64[(offset >> 3) + i] = rest;
	}

	#read(offset: number): bigint {
		let value = 0n;
		for (let i = this.#words - 1; i >= 0; i--) value = (value << 64n) | this.#words64[(offset >> 3) + i]!;
		return value;
	}
}

/** -1 / modulus modulo 2^32: each of Newton's steps doubles the number of right bits, of which an odd number has three. */
function negativeInverse(modulus: bigint): bigint {
	const low = Number(BigInt.asUintN(32, modulus));
	let inverse = low;
	for (let bits = 3; bits < 32; bits *= 2) inverse = Math.imul(inverse, 2 - Math.imul(low, inverse));
	return BigInt(-inverse >>> 0);
}
