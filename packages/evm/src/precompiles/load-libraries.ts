import { recoveryLibrary } from "../crypto/secp256k1.js";
import { bls12Library } from "./bls12-381/library.js";
import { bn254Library } from "./bn254/library.js";
import { p256Library } from "./p256/library.js";

/**
 * Loads all that precompiled contracts, and the recovery of senders, would load when first needed. Afterwards nothing
 * has to wait for a library: for workers, test runners, and browsers that want the synchronous methods.
 */
export async function loadPrecompileLibraries(): Promise<void> {
	await Promise.all([recoveryLibrary.load(), bn254Library.load(), bls12Library.load(), p256Library.load()]);
}
