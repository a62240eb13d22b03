import { bytesToBigInt } from "../../bytes/integer.js";
import { writeInteger } from "../curve-encoding.js";
import { isPairingProductOne, type PointPair } from "../pairing-product.js";
import type { Bls12Backend } from "./backend.js";
import { sumProducts } from "./multi-scalar.js";
import { isInSubgroupG1 } from "./subgroup.js";
import { tauG2 } from "./trusted-setup.js";

type Bls12 = typeof import("@noble/curves/bls12-381.js")["bls12_381"];
type G1Point = Bls12["G1"]["Point"]["BASE"];
type G2Point = Bls12["G2"]["Point"]["BASE"];
type Fp2 = G2Point["X"];

const fpSize = 64;
const g1Size = 2 * fpSize;
const g2Size = 4 * fpSize;
const scalarSize = 32;

/** The backend of pure JavaScript, on `@noble/curves`. */
export function createNobleBls12({ bls12_381: bls12 }: { readonly bls12_381: Bls12 }): Bls12Backend {
	const { Fp, Fp2 } = bls12.fields;
	const G1 = bls12.G1.Point;
	const G2 = bls12.G2.Point;
	const g1Constant = G1.CURVE().b;
	const g2Constant = G2.CURVE().b;
	const order = G1.Fn.ORDER;
	// The library's types say that these take arrays and give affine coordinates; they give points of the subgroup.
	const mapElementToG1 = bls12.G1.mapToCurve as unknown as (element: bigint) => G1Point;
	const mapElementToG2 = bls12.G2.mapToCurve as unknown as (element: [real: bigint, imaginary: bigint]) => G2Point;
	/** The generator, negated, and the ceremony's point: the second points of every proof's pairings. */
	let kzgPoints: Omit<PointPair, "g1">[] | undefined;

	function decodeFp(input: Uint8Array, offset: number): bigint | undefined {
		for (let i = offset; i < offset + 16; i++) if (input[i] !== 0) return undefined;
		const value = bytesToBigInt(input.subarray(offset + 16, offset + fpSize));
		return value < Fp.ORDER ? value : undefined;
	}

	function decodeFp2(input: Uint8Array, offset: number): Fp2 | undefined {
		const real = decodeFp(input, offset);
		const imaginary = decodeFp(input, offset + fpSize);
		return real === undefined || imaginary === undefined ? undefined : { c0: real, c1: imaginary };
	}

	/** A point of the curve, not necessarily of the subgroup. Both curves have odd order, so no point has y = 0. */
	function decodeG1(input: Uint8Array, offset: number): G1Point | undefined {
		const x = decodeFp(input, offset);
		const y = decodeFp(input, offset + fpSize);
		if (x === undefined || y === undefined) return undefined;
		if (x === 0n && y === 0n) return G1.ZERO;
		if (Fp.sqr(y) !== Fp.add(Fp.mul(Fp.sqr(x), x), g1Constant)) return undefined;
		return G1.fromAffine({ x, y });
	}

	function decodeG2(input: Uint8Array, offset: number): G2Point | undefined {
		const x = decodeFp2(input, offset);
		const y = decodeFp2(input, offset + 2 * fpSize);
		if (x === undefined || y === undefined) return undefined;
		if (Fp2.is0(x) && Fp2.is0(y)) return G2.ZERO;
		if (!Fp2.eql(Fp2.sqr(y), Fp2.add(Fp2.mul(Fp2.sqr(x), x), g2Constant))) return undefined;
		return G2.fromAffine({ x, y });
	}

	function encodeG1(point: G1Point): Uint8Array {
		const { x, y } = point.toAffine();
		const output = new Uint8Array(g1Size);
		writeInteger(output, 16, 48, x);
		writeInteger(output, fpSize + 16, 48, y);
		return output;
	}

	function encodeG2(point: G2Point): Uint8Array {
		const { x, y } = point.toAffine();
		const output = new Uint8Array(g2Size);
		writeInteger(output, 16, 48, x.c0);
		writeInteger(output, fpSize + 16, 48, x.c1);
		writeInteger(output, 2 * fpSize + 16, 48, y.c0);
		writeInteger(output, 3 * fpSize + 16, 48, y.c1);
		return output;
	}

	// The points come from decoding, so they are affine (Z = 1) or infinity.
	const isInG1 = (point: G1Point): boolean => point.is0() || isInSubgroupG1(point.X, point.Y);
	const isInG2 = (point: G2Point): boolean => point.is0() || point.isTorsionFree();

	/** Decodes points of the subgroup with a scalar behind each; leaves out products that are infinity. */
	function decodeProducts<P extends G1Point | G2Point>(
		input: Uint8Array,
		pointSize: number,
		decode: (input: Uint8Array, offset: number) => P | undefined,
		isInSubgroup: (point: P) => boolean,
	): { points: P[]; scalars: bigint[] } | undefined {
		const points: P[] = [];
		const scalars: bigint[] = [];
		for (let offset = 0; offset < input.length; offset += pointSize + scalarSize) {
			const point = decode(input, offset);
			if (point === undefined || !isInSubgroup(point)) return undefined;
			const scalarOffset = offset + pointSize;
			const scalar = bytesToBigInt(input.subarray(scalarOffset, scalarOffset + scalarSize)) % order;
			if (scalar === 0n || point.is0()) continue;
			points.push(point);
			scalars.push(scalar);
		}
		return { points, scalars };
	}

	function decodeCompressedG1(bytes: Uint8Array): G1Point | undefined {
		try {
			return G1.fromBytes(bytes);
		} catch {
			return undefined;
		}
	}

	return {
		name: "noble",
		addG1(input) {
			const a = decodeG1(input, 0);
			const b = a && decodeG1(input, g1Size);
			return a && b && encodeG1(a.add(b));
		},
		addG2(input) {
			const a = decodeG2(input, 0);
			const b = a && decodeG2(input, g2Size);
			return a && b && encodeG2(a.add(b));
		},
		multiplyG1(input) {
			const products = decodeProducts(input, g1Size, decodeG1, isInG1);
			return products && encodeG1(sumProducts(G1.ZERO, products.points, products.scalars));
		},
		multiplyG2(input) {
			const products = decodeProducts(input, g2Size, decodeG2, isInG2);
			return products && encodeG2(sumProducts(G2.ZERO, products.points, products.scalars));
		},
		checkPairing(input) {
			const pairs: PointPair[] = [];
			for (let offset = 0; offset < input.length; offset += g1Size + g2Size) {
				const g1 = decodeG1(input, offset);
				const g2 = g1 && decodeG2(input, offset + g1Size);
				if (g1 === undefined || g2 === undefined || !isInG1(g1) || !isInG2(g2)) return undefined;
				pairs.push({ g1, g2 });
			}
			return isPairingProductOne(bls12, pairs);
		},
		mapToG1(input) {
			const element = decodeFp(input, 0);
			return element === undefined ? undefined : encodeG1(mapElementToG1(element));
		},
		mapToG2(input) {
			const element = decodeFp2(input, 0);
			return element && encodeG2(mapElementToG2([element.c0, element.c1]));
		},
		verifyKzgProof(commitmentBytes, zBytes, yBytes, proofBytes) {
			const z = bytesToBigInt(zBytes);
			const y = bytesToBigInt(yBytes);
			if (z >= order || y >= order) return undefined;
			const commitment = decodeCompressedG1(commitmentBytes);
			const proof = commitment && decodeCompressedG1(proofBytes);
			if (commitment === undefined || proof === undefined) return undefined;
			kzgPoints ??= [G2.BASE.negate(), G2.fromHex(tauG2)].map((g2) => ({
				g2,
				lines: bls12.utils.calcPairingPrecomputes(g2),
			}));
			const [generator, tau] = kzgPoints;
			// e(commitment - [y]G1, G2) = e(proof, [tau - z]G2), with the scalars moved to G1, where they cost less:
			// e(commitment - [y]G1 + [z]proof, -G2) · e(proof, [tau]G2) = 1.
			const shift = sumProducts(G1.ZERO, [G1.BASE, proof], [y === 0n ? 0n : order - y, z]);
			return isPairingProductOne(bls12, [
				{ g1: commitment.add(shift), ...generator! },
				{ g1: proof, ...tau! },
			]);
		},
	};
}
