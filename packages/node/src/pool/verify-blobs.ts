import { hexToBytes } from "@evmore/evm";
import { bigIntToBytes, bytesToBigInt, concatBytes, equalBytes } from "@evmore/evm/bytes";
import { sha256 } from "@evmore/evm/crypto";
import { getPrecompile } from "@evmore/evm/precompiles";
import { RpcError } from "../errors/rpc-error.js";
import { type BlobSidecar, versionedHash } from "./blob-sidecar.js";
import { loadKzg } from "./kzg.js";

const cellsPerBlob = 128;
const elementsPerBlob = 4096;
/** Order of the scalar field of BLS12-381. */
const order = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;
/** Generates the multiplicative group of the field; its powers give the roots of unity (EIP-4844). */
const primitiveRoot = 7n;

/**
 * Checks that the commitments are those of the blobs, and the proofs prove it (EIP-4844, EIP-7594).
 *
 * @throws {RpcError} they do not
 */
export async function verifyBlobs({ version, blobs, commitments, proofs }: BlobSidecar): Promise<void> {
	const kzg = await loadKzg();
	// Where modules are only imported, in browsers, this library must be there before it is asked.
	if (version === 0) await pointEvaluation.library?.load();
	for (const [index, blob] of blobs.entries()) {
		const commitment = commitments[index]!;
		let isValid: boolean;
		try {
			isValid =
				equalBytes(kzg.blobToKzgCommitment(blob), commitment) &&
				(version === 0
					? verifyBlobProof(blob, commitment, proofs[index]!)
					: kzg.verifyCellKzgProofBatch(
							new Array<Uint8Array>(cellsPerBlob).fill(commitment),
							Array.from({ length: cellsPerBlob }, (_, cell) => cell),
							kzg.computeCells(blob),
							proofs.slice(index * cellsPerBlob, (index + 1) * cellsPerBlob),
						));
		} catch {
			isValid = false;
		}
		if (!isValid) throw new RpcError("serverError", `invalid blob sidecar: the proof of blob ${index} does not hold`);
	}
}

/** verify_blob_kzg_proof of EIP-4844: the blob's polynomial, evaluated at a point that follows from blob and commitment. */
function verifyBlobProof(blob: Uint8Array, commitment: Uint8Array, proof: Uint8Array): boolean {
	const z = challengeOf(blob, commitment);
	const y = evaluate(blob, z);
	const input = concatBytes(
		hexToBytes(versionedHash(commitment)),
		bigIntToBytes(z, 32),
		bigIntToBytes(y, 32),
		commitment,
		proof,
	);
	return pointEvaluation.run(input) !== undefined;
}

const pointEvaluation = getPrecompile({ address: 10, name: "kzgPointEvaluation", pricing: 0 });

/** compute_challenge of EIP-4844. */
function challengeOf(blob: Uint8Array, commitment: Uint8Array): bigint {
	const domain = new TextEncoder().encode("FSBLOBVERIFY_V1_");
	const degree = bigIntToBytes(BigInt(elementsPerBlob), 16);
	return bytesToBigInt(sha256(concatBytes(domain, degree, blob, commitment))) % order;
}

/** The blob's polynomial at `z`, by the barycentric formula. */
function evaluate(blob: Uint8Array, z: bigint): bigint {
	const roots = rootsOfUnity();
	const values = Array.from({ length: elementsPerBlob }, (_, i) => bytesToBigInt(blob.subarray(i * 32, i * 32 + 32)));
	const at = roots.indexOf(z);
	if (at >= 0) return values[at]!;
	const inverses = invertAll(roots.map((root) => modulo(z - root)));
	let sum = 0n;
	for (let i = 0; i < elementsPerBlob; i++) sum = (sum + values[i]! * roots[i]! * inverses[i]!) % order;
	const factor = modulo(power(z, BigInt(elementsPerBlob)) - 1n);
	return (sum * factor * invertAll([BigInt(elementsPerBlob)])[0]!) % order;
}

let knownRoots: readonly bigint[] | undefined;

/** The 4096th roots of unity, in the order of their bit-reversed exponents. */
function rootsOfUnity(): readonly bigint[] {
	if (knownRoots !== undefined) return knownRoots;
	const root = power(primitiveRoot, (order - 1n) / BigInt(elementsPerBlob));
	const powers: bigint[] = [1n];
	for (let i = 1; i < elementsPerBlob; i++) powers.push((powers[i - 1]! * root) % order);
	const bits = Math.log2(elementsPerBlob);
	knownRoots = powers.map((_, index) => {
		let reversed = 0;
		for (let bit = 0; bit < bits; bit++) reversed |= ((index >> bit) & 1) << (bits - 1 - bit);
		return powers[reversed]!;
	});
	return knownRoots;
}

/** Inverses of numbers that are not 0, with one inversion (Montgomery's trick). */
function invertAll(values: readonly bigint[]): bigint[] {
	const products: bigint[] = [1n];
	for (const value of values) products.push((products.at(-1)! * value) % order);
	let inverse = power(products.at(-1)!, order - 2n);
	const inverses = new Array<bigint>(values.length);
	for (let i = values.length - 1; i >= 0; i--) {
		inverses[i] = (inverse * products[i]!) % order;
		inverse = (inverse * values[i]!) % order;
	}
	return inverses;
}

function power(base: bigint, exponent: bigint): bigint {
	let result = 1n;
	let square = base;
	for (let rest = exponent; rest > 0n; rest >>= 1n) {
		if (rest & 1n) result = (result * square) % order;
		square = (square * square) % order;
	}
	return result;
}

function modulo(value: bigint): bigint {
	return ((value % order) + order) % order;
}
