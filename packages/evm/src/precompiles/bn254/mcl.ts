import { hexToBytes } from "../../bytes/hex.js";
import { MclCurve } from "../mcl/field-instance.js";
import { MclPairingInstance } from "../mcl/pairing-instance.js";
import type { Bn254Backend } from "./backend.js";

/** EIP-196. */
const prime = hexToBytes("0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47");

/** The backend in WebAssembly, on `mcl-wasm`. */
export function createMclBn254(module: WebAssembly.Module): Bn254Backend {
	const mcl = new MclPairingInstance(module, MclCurve.bn254, {
		prime,
		padding: 0,
		isImaginaryFirst: true,
		// The curve has prime order.
		isFirstGroupWhole: true,
	});
	return {
		name: "mcl",
		add: (input) => mcl.addPoints(mcl.g1, input),
		multiply: (input) => mcl.multiplyPoint(mcl.g1, input),
		checkPairing: (input) => mcl.checkPairing(input),
	};
}
