import { bigIntToBytes, bytesToBigInt } from "../../bytes/integer.js";
import { elementSize, PairingModule, pointSize, prime } from "./pairing-module.js";

/** EIP-4844: BLS_MODULUS, the order of the groups. */
const order = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;

/** The square of the curve's parameter, which halves scalars: its product with a point costs nothing. */
const parameterSquare = 0xd201000000010000n ** 2n;

/** The generator of G1 (draft-irtf-cfrg-pairing-friendly-curves, section 4.2.1): x, and y as the lesser root. */
const generatorX = 0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bbn;

// The highest bits of a compressed point (EIP-4844 refers to the encoding of ZCash).
const compressedFlag = 1n << 383n;
const infinityFlag = 1n << 382n;
const signFlag = 1n << 381n;

/**
 * Verifies KZG proofs on BLS12-381 in half the time of mcl, whose elements of the field are 64-bit words, for which WebAssembly
 * has no wide multiplication (decision 0002): the arithmetic is that of pairing/, in vector instructions.
 *
 * A proof is good when e(commitment - [y]G1, G2) = e(proof, [tau - z]G2), or, with the scalars moved to G1, where they cost
 * less, e(commitment - [y]G1 + [z]proof, -G2) · e(proof, [tau]G2) = 1.
 */
export class KzgVerifier {
	readonly #module: PairingModule = new PairingModule();
	readonly #commitment: number;
	readonly #proof: number;
	readonly #probe: number;

	/** For -G2 and [tau]G2, as EIP-2537 writes points. */
	constructor(negativeGenerator: Uint8Array, tau: Uint8Array) {
		const { functions } = this.#module;
		this.#commitment = functions.points.value;
		this.#proof = this.#commitment + pointSize;
		this.#probe = functions.scratch.value;
		for (const [index, point] of [negativeGenerator, tau].entries()) {
			for (let i = 0; i < 4; i++) {
				const coordinate = bytesToBigInt(point.subarray(64 * i, 64 * i + 64));
				this.#module.write(functions.fixedPoints.value + (4 * index + i) * elementSize, coordinate);
			}
		}
		functions.prepareLines();
		// -G1: the greater root.
		this.#readPoint(functions.bases.value, bigIntToBytes(generatorX | compressedFlag | signFlag, 48));
		functions.prepareBase(0);
	}

	/** See `verifyKzgProof` of {@link Bls12Backend}. */
	verify(commitment: Uint8Array, zBytes: Uint8Array, yBytes: Uint8Array, proof: Uint8Array): boolean | undefined {
		const z = bytesToBigInt(zBytes);
		const y = bytesToBigInt(yBytes);
		if (z >= order || y >= order) return undefined;
		if (!this.#readPoint(this.#commitment, commitment) || !this.#readPoint(this.#proof, proof)) return undefined;
		const { functions, bytes } = this.#module;
		bytes.copyWithin(functions.bases.value + pointSize, this.#proof, this.#proof + pointSize);
		functions.prepareBase(1);
		this.#writeScalar(0, y);
		this.#writeScalar(1, z);
		functions.sumProducts(this.#commitment);
		// A pairing with infinity is one, and one of two other points of the groups is not.
		const firstIsInfinite = this.#isInfinite(this.#commitment);
		const secondIsInfinite = this.#isInfinite(this.#proof);
		if (firstIsInfinite || secondIsInfinite) return firstIsInfinite && secondIsInfinite;
		functions.pair();
		return this.#isOne(functions.pairingResult.value);
	}

	/** Reads a compressed point of the group G1; false when it is none, or written in another way than the only right one. */
	#readPoint(target: number, compressed: Uint8Array): boolean {
		const module = this.#module;
		const { functions } = module;
		const number = bytesToBigInt(compressed);
		if ((number & compressedFlag) === 0n) return false;
		if ((number & infinityFlag) !== 0n) {
			functions.clearPoint(target);
			return number === (compressedFlag | infinityFlag);
		}
		const x = number & (signFlag - 1n);
		if (x >= prime) return false;
		module.write(target, x);
		functions.findRoot(target);
		if (!module.isZero(target + 2 * elementSize)) return false;
		module.write(target + 2 * elementSize, 1n);
		const y = module.read(target + elementSize);
		const isGreater = 2n * y > prime;
		if (isGreater !== ((number & signFlag) !== 0n)) module.write(target + elementSize, prime - y);
		functions.leaveGroup(this.#probe, target);
		return this.#isInfinite(this.#probe);
	}

	#writeScalar(index: number, scalar: bigint): void {
		const { bytes, functions } = this.#module;
		const address = functions.scalars.value + 32 * index;
		bytes.set(bigIntToBytes(scalar % parameterSquare, 16), address);
		bytes.set(bigIntToBytes(scalar / parameterSquare, 16), address + 16);
	}

	#isInfinite(point: number): boolean {
		return this.#module.isZero(point + 2 * elementSize);
	}

	/** Twelve coefficients, of which only the first is not zero, but one. */
	#isOne(element: number): boolean {
		if (this.#module.read(element) !== 1n) return false;
		for (let i = 1; i < 12; i++) if (!this.#module.isZero(element + i * elementSize)) return false;
		return true;
	}
}
