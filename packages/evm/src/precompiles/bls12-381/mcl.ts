import { hexToBytes } from "../../bytes/hex.js";
import { isBelow, isZero } from "../mcl/big-endian.js";
import { elementSize, g1Size, g2Size, gtSize, MclCurve, scalarSize } from "../mcl/field-instance.js";
import { MclPairingInstance } from "../mcl/pairing-instance.js";
import type { Bls12Backend } from "./backend.js";
import { tauG2 } from "./trusted-setup.js";

/** EIP-2537. */
const prime = hexToBytes(
	"0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
);
const order = hexToBytes("0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");

// The generators, compressed (draft-irtf-cfrg-pairing-friendly-curves, section 4.2.1).
const generatorG1 = "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb";
const generatorG2 =
	"93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8";

/** MCL_MAP_TO_MODE_HASH_TO_CURVE_07: as RFC 9380 has it. */
const mapToMode = 5;

// The highest bits of a compressed point (EIP-4844 refers to the encoding of ZCash).
const compressedFlag = 0x80;
const infinityFlag = 0x40;
const signFlag = 0x20;
const compressedSize = 48;

/** The backend in WebAssembly, on `mcl-wasm`. */
export function createMclBls12(module: WebAssembly.Module): Bls12Backend {
	const mcl = new MclPairingInstance(module, MclCurve.bls12381, {
		prime,
		padding: 16,
		isImaginaryFirst: false,
		isFirstGroupWhole: false,
	});
	const { functions } = mcl;
	functions.mclBn_setMapToMode(mapToMode);
	// Compressed points in big endian.
	functions.mclBn_setETHserialization(1);

	const element = mcl.allocate(2 * elementSize);
	const point = mcl.allocate(g2Size);
	let verifier: KzgVerifier | undefined;

	return {
		name: "mcl",
		addG1: (input) => mcl.addPoints(mcl.g1, input),
		addG2: (input) => mcl.addPoints(mcl.g2, input),
		multiplyG1: (input) => mcl.sumProducts(mcl.g1, input),
		multiplyG2: (input) => mcl.sumProducts(mcl.g2, input),
		checkPairing: (input) => mcl.checkPairing(input),
		mapToG1(input) {
			if (!mcl.readElement(element, input, 0)) return undefined;
			functions.mclBnFp_mapToG1(point, element);
			return mcl.g1.write(point);
		},
		mapToG2(input) {
			if (!mcl.readPair(element, input, 0)) return undefined;
			functions.mclBnFp2_mapToG2(point, element);
			return mcl.g2.write(point);
		},
		verifyKzgProof(commitment, z, y, proof) {
			verifier ??= new KzgVerifier(mcl);
			return verifier.verify(commitment, z, y, proof);
		},
	};
}

/** Verification of KZG proofs; keeps what the pairings' second points, always the same two, need. */
class KzgVerifier {
	readonly #mcl: MclPairingInstance;
	readonly #generatorLines: number;
	readonly #tauLines: number;
	/** The generator, negative, and the proof, one after the other, and what they are multiplied by. */
	readonly #negativeGenerator: number;
	readonly #proof: number;
	readonly #scalars: number;
	readonly #commitment: number;
	readonly #sum: number;
	readonly #loop: number;

	constructor(mcl: MclPairingInstance) {
		this.#mcl = mcl;
		this.#negativeGenerator = mcl.allocate(2 * g1Size);
		this.#proof = this.#negativeGenerator + g1Size;
		this.#scalars = mcl.allocate(2 * scalarSize);
		this.#commitment = mcl.allocate(g1Size);
		this.#sum = mcl.allocate(g1Size);
		this.#loop = mcl.allocate(gtSize);
		this.#readGroup1(this.#negativeGenerator, hexToBytes(`0x${generatorG1}`));
		mcl.functions.mclBnG1_neg(this.#negativeGenerator, this.#negativeGenerator);
		this.#generatorLines = this.#precompute(generatorG2, true);
		this.#tauLines = this.#precompute(tauG2, false);
	}

	/** See {@link Bls12Backend.verifyKzgProof}. */
	verify(commitment: Uint8Array, z: Uint8Array, y: Uint8Array, proof: Uint8Array): boolean | undefined {
		if (!isBelow(z, 0, order) || !isBelow(y, 0, order)) return undefined;
		if (!this.#readGroup1(this.#commitment, commitment) || !this.#readGroup1(this.#proof, proof)) return undefined;
		const mcl = this.#mcl;
		const { functions } = mcl;
		// e(commitment - [y]G1, G2) = e(proof, [tau - z]G2), with the scalars moved to G1, where they cost less:
		// e(commitment - [y]G1 + [z]proof, -G2) · e(proof, [tau]G2) = 1.
		mcl.readScalar(this.#scalars, y, 0);
		mcl.readScalar(this.#scalars + scalarSize, z, 0);
		// Both products at once share their doublings.
		functions.mclBnG1_mulVec(this.#sum, this.#negativeGenerator, this.#scalars, 2);
		functions.mclBnG1_add(this.#commitment, this.#commitment, this.#sum);
		const first = this.#commitment;
		const second = this.#proof;
		const firstIsInfinite = mcl.g1.isInfinite(first);
		// A pairing with infinity is one.
		if (firstIsInfinite && mcl.g1.isInfinite(second)) return true;
		functions.mclBnG1_normalize(first, first);
		if (mcl.g1.isInfinite(second)) {
			functions.mclBn_precomputedMillerLoop(this.#loop, first, this.#generatorLines);
		} else if (firstIsInfinite) {
			functions.mclBn_precomputedMillerLoop(this.#loop, second, this.#tauLines);
		} else {
			functions.mclBn_precomputedMillerLoop2(this.#loop, first, this.#generatorLines, second, this.#tauLines);
		}
		return mcl.isProductOne(this.#loop);
	}

	/** Reads a compressed point of the subgroup G1; false when it is none, or written in another way than the only right one. */
	#readGroup1(target: number, bytes: Uint8Array): boolean {
		const mcl = this.#mcl;
		const head = bytes[0]!;
		if ((head & compressedFlag) === 0) return false;
		if ((head & infinityFlag) !== 0) {
			mcl.g1.clear(target);
			return head === (compressedFlag | infinityFlag) && isZero(bytes, 1, compressedSize);
		}
		const x = bytes.slice();
		x[0] = head & ~(compressedFlag | signFlag);
		if (!isBelow(x, 0, prime)) return false;
		const address = mcl.putBytes(bytes, 0, compressedSize);
		if (mcl.functions.mclBnG1_deserialize(target, address, compressedSize) !== compressedSize) return false;
		return mcl.g1.isInSubgroup(target);
	}

	/** The coefficients of the Miller loop for a point of G2. */
	#precompute(compressed: string, negate: boolean): number {
		const mcl = this.#mcl;
		const { functions } = mcl;
		const bytes = hexToBytes(`0x${compressed}`);
		const point = mcl.allocate(g2Size);
		functions.mclBnG2_deserialize(point, mcl.putBytes(bytes, 0, bytes.length), bytes.length);
		if (negate) functions.mclBnG2_neg(point, point);
		const lines = mcl.allocate(8 * functions.mclBn_getUint64NumToPrecompute());
		functions.mclBn_precomputeG2(lines, point);
		functions.free(point);
		return lines;
	}
}
