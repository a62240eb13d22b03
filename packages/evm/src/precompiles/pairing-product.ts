type Curve = Pick<
	typeof import("@noble/curves/bn254.js")["bn254"],
	"fields" | "G1" | "G2" | "millerLoopBatch" | "utils"
>;
type G1Point = Curve["G1"]["Point"]["BASE"];
type G2Point = Curve["G2"]["Point"]["BASE"];

/** A point of G1 and a point of G2. */
export interface PointPair {
	readonly g1: G1Point;
	readonly g2: G2Point;
	/** What the library computes from `g2` alone, for points that are used again. */
	readonly lines?: PairingLines;
}

/** Coefficients of the Miller loop for one point of G2. */
export type PairingLines = ReturnType<Curve["utils"]["calcPairingPrecomputes"]>;

/**
 * Is the product of the pairings one? The points must have been checked to be in their subgroups: unlike the library's own
 * function for this, it does not do so again. A pairing with infinity is one.
 */
export function isPairingProductOne(curve: Curve, pairs: readonly PointPair[]): boolean {
	const finite = pairs.filter(({ g1, g2 }) => !g1.is0() && !g2.is0());
	if (finite.length === 0) return true;
	const { Fp12 } = curve.fields;
	const product = curve.millerLoopBatch(
		finite.map(({ g1, g2, lines }) => {
			const { x, y } = g1.toAffine();
			return [lines ?? curve.utils.calcPairingPrecomputes(g2), x, y];
		}),
	);
	return Fp12.eql(Fp12.finalExponentiate(product), Fp12.ONE);
}
