import { hexToBytes } from "../../bytes/hex.js";
import { elementSize, g2Size, MclCurve } from "../mcl/field-instance.js";
import { MclPairingInstance } from "../mcl/pairing-instance.js";
import type { Bls12Backend } from "./backend.js";
import { KzgVerifier } from "./kzg-verifier.js";
import { tauG2 } from "./trusted-setup.js";

/** EIP-2537. */
const prime = hexToBytes(
	"0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
);
/** The negative of the generator of G2, compressed (draft-irtf-cfrg-pairing-friendly-curves, section 4.2.1). */
const negativeGeneratorG2 =
	"b3e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8";

/** MCL_MAP_TO_MODE_HASH_TO_CURVE_07: as RFC 9380 has it. */
const mapToMode = 5;

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
			verifier ??= new KzgVerifier(decompressGroup2(mcl, negativeGeneratorG2), decompressGroup2(mcl, tauG2));
			return verifier.verify(commitment, z, y, proof);
		},
	};
}

/** A point of G2, compressed, in the encoding of EIP-2537. */
function decompressGroup2(mcl: MclPairingInstance, compressed: string): Uint8Array {
	const bytes = hexToBytes(`0x${compressed}`);
	return mcl.withMemory(g2Size, (point) => {
		mcl.functions.mclBnG2_deserialize(point, mcl.putBytes(bytes, 0, bytes.length), bytes.length);
		return mcl.g2.write(point);
	});
}
