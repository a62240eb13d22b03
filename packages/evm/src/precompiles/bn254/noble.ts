import { bytesToBigInt } from "../../bytes/integer.js";
import { writeInteger } from "../curve-encoding.js";
import { isPairingProductOne, type PointPair } from "../pairing-product.js";
import type { Bn254Backend } from "./backend.js";

type Bn254 = typeof import("@noble/curves/bn254.js")["bn254"];
type G1Point = Bn254["G1"]["Point"]["BASE"];
type G2Point = Bn254["G2"]["Point"]["BASE"];
type Fp2 = G2Point["X"];

/** The backend of pure JavaScript, on `@noble/curves`. */
export function createNobleBn254({ bn254 }: { readonly bn254: Bn254 }): Bn254Backend {
	const { Fp, Fp2 } = bn254.fields;
	const G1 = bn254.G1.Point;
	const G2 = bn254.G2.Point;
	const g1Constant = G1.CURVE().b;
	const g2Constant = G2.CURVE().b;
	const order = G1.Fn.ORDER;

	function decodeFp(input: Uint8Array, offset: number): bigint | undefined {
		const value = bytesToBigInt(input.subarray(offset, offset + 32));
		return value < Fp.ORDER ? value : undefined;
	}

	function decodeFp2(input: Uint8Array, offset: number): Fp2 | undefined {
		const imaginary = decodeFp(input, offset);
		const real = decodeFp(input, offset + 32);
		return imaginary === undefined || real === undefined ? undefined : { c0: real, c1: imaginary };
	}

	function decodeG1(input: Uint8Array, offset: number): G1Point | undefined {
		const x = decodeFp(input, offset);
		const y = decodeFp(input, offset + 32);
		if (x === undefined || y === undefined) return undefined;
		if (x === 0n && y === 0n) return G1.ZERO;
		// The curve has prime order: on the curve is in the group.
		if (Fp.sqr(y) !== Fp.add(Fp.mul(Fp.sqr(x), x), g1Constant)) return undefined;
		return G1.fromAffine({ x, y });
	}

	function decodeG2(input: Uint8Array, offset: number): G2Point | undefined {
		const x = decodeFp2(input, offset);
		const y = decodeFp2(input, offset + 64);
		if (x === undefined || y === undefined) return undefined;
		if (Fp2.is0(x) && Fp2.is0(y)) return G2.ZERO;
		if (!Fp2.eql(Fp2.sqr(y), Fp2.add(Fp2.mul(Fp2.sqr(x), x), g2Constant))) return undefined;
		const point = G2.fromAffine({ x, y });
		return point.isTorsionFree() ? point : undefined;
	}

	function encodeG1(point: G1Point): Uint8Array {
		const { x, y } = point.toAffine();
		const output = new Uint8Array(64);
		writeInteger(output, 0, 32, x);
		writeInteger(output, 32, 32, y);
		return output;
	}

	return {
		name: "noble",
		add(input) {
			const a = decodeG1(input, 0);
			const b = a && decodeG1(input, 64);
			return a && b && encodeG1(a.add(b));
		},
		multiply(input) {
			const point = decodeG1(input, 0);
			if (point === undefined) return undefined;
			return encodeG1(point.multiplyUnsafe(bytesToBigInt(input.subarray(64, 96)) % order));
		},
		checkPairing(input) {
			const pairs: PointPair[] = [];
			for (let offset = 0; offset < input.length; offset += 192) {
				const g1 = decodeG1(input, offset);
				const g2 = g1 && decodeG2(input, offset + 64);
				if (g1 === undefined || g2 === undefined) return undefined;
				pairs.push({ g1, g2 });
			}
			return isPairingProductOne(bn254, pairs);
		},
	};
}
