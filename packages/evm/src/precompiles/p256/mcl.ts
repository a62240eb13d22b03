import { hexToBytes } from "../../bytes/hex.js";
import { isBelow, isZero } from "../mcl/big-endian.js";
import { g1Size, MclCurve, MclFieldInstance, scalarSize } from "../mcl/field-instance.js";
import type { P256Backend } from "./backend.js";

// EIP-7951.
const prime = hexToBytes("0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
const order = hexToBytes("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

/** The backend in WebAssembly, on `mcl-wasm`. */
export function createMclP256(module: WebAssembly.Module): P256Backend {
	const mcl = new MclFieldInstance(module, MclCurve.p256, { prime, padding: 0 });
	const { functions } = mcl;
	const generator = mcl.allocate(g1Size);
	functions.mclBnG1_getBasePoint(generator);
	/** The generator and the public key, and what they are multiplied by. */
	const points = mcl.allocate(2 * g1Size);
	const publicKey = points + g1Size;
	const scalars = mcl.allocate(2 * scalarSize);
	const r = mcl.allocate(scalarSize);
	const inverse = mcl.allocate(scalarSize);
	const sum = mcl.allocate(g1Size);

	/** 0 < number < order; also puts it into memory. */
	function readNonZero(target: number, input: Uint8Array, offset: number): boolean {
		if (!isBelow(input, offset, order) || isZero(input, offset, offset + 32)) return false;
		mcl.readScalar(target, input, offset);
		return true;
	}

	return {
		name: "mcl",
		verify(input) {
			if (!readNonZero(r, input, 32) || !readNonZero(inverse, input, 64)) return false;
			// Infinity, written as zeros, is refused with the points off the curve.
			if (!mcl.readFiniteG1(publicKey, input, 96)) return false;
			// (x, y) = (hash / s) G + (r / s) Q; valid when x = r modulo the order (FIPS 186-5, section 6.4.2).
			functions.mclBnFr_inv(inverse, inverse);
			mcl.readScalar(scalars, input, 0);
			functions.mclBnFr_mul(scalars, scalars, inverse);
			functions.mclBnFr_mul(scalars + scalarSize, r, inverse);
			// The multiplication of several points changes them.
			mcl.bytes.copyWithin(points, generator, generator + g1Size);
			functions.mclBnG1_mulVec(sum, points, scalars, 2);
			if (functions.mclBnG1_isZero(sum) === 1) return false;
			functions.mclBnG1_normalize(sum, sum);
			const x = new Uint8Array(32);
			mcl.writeElement(x, 0, sum);
			mcl.readScalar(scalars, x, 0);
			return functions.mclBnFr_isEqual(scalars, r) === 1;
		},
	};
}
