import type { PrecompileEntry, PrecompileName } from "../spec/eip.js";
import { kzgPointEvaluationPrecompile } from "./0a-kzg-point-evaluation.js";
import { bls12G1AddPrecompile } from "./0b-bls12-g1-add.js";
import { bls12G1MsmPrecompile } from "./0c-bls12-g1-msm.js";
import { bls12G2AddPrecompile } from "./0d-bls12-g2-add.js";
import { bls12G2MsmPrecompile } from "./0e-bls12-g2-msm.js";
import { bls12PairingPrecompile } from "./0f-bls12-pairing.js";
import { ecrecoverPrecompile } from "./01-ecrecover.js";
import { sha256Precompile } from "./02-sha256.js";
import { ripemd160Precompile } from "./03-ripemd160.js";
import { identityPrecompile } from "./04-identity.js";
import { createModexp } from "./05-modexp.js";
import { createBn254Add } from "./06-bn254-add.js";
import { createBn254Mul } from "./07-bn254-mul.js";
import { createBn254Pairing } from "./08-bn254-pairing.js";
import { blake2fPrecompile } from "./09-blake2f.js";
import { bls12MapFpToG1Precompile } from "./10-bls12-map-fp-to-g1.js";
import { bls12MapFp2ToG2Precompile } from "./11-bls12-map-fp2-to-g2.js";
import { p256VerifyPrecompile } from "./256-p256verify.js";
import type { Precompile, PrecompileFactory } from "./precompile.js";

/** Contracts whose price never changed stand here as they are, the others as functions of their pricing. */
const contracts: Readonly<Record<PrecompileName, Precompile | PrecompileFactory>> = {
	ecrecover: ecrecoverPrecompile,
	sha256: sha256Precompile,
	ripemd160: ripemd160Precompile,
	identity: identityPrecompile,
	modexp: createModexp,
	bn254Add: createBn254Add,
	bn254Mul: createBn254Mul,
	bn254Pairing: createBn254Pairing,
	blake2f: blake2fPrecompile,
	kzgPointEvaluation: kzgPointEvaluationPrecompile,
	bls12G1Add: bls12G1AddPrecompile,
	bls12G1Msm: bls12G1MsmPrecompile,
	bls12G2Add: bls12G2AddPrecompile,
	bls12G2Msm: bls12G2MsmPrecompile,
	bls12Pairing: bls12PairingPrecompile,
	bls12MapFpToG1: bls12MapFpToG1Precompile,
	bls12MapFp2ToG2: bls12MapFp2ToG2Precompile,
	p256Verify: p256VerifyPrecompile,
};

const made: Map<string, Precompile> = new Map();

/**
 * The contract that stands at an address in some fork. Equal entries get the same object.
 *
 * @throws {UnknownPricingError} the entry's pricing does not exist
 */
export function getPrecompile(entry: PrecompileEntry): Precompile {
	const contract = contracts[entry.name];
	if (typeof contract !== "function") return contract;
	const key = `${entry.name}/${entry.pricing}`;
	let precompile = made.get(key);
	if (precompile === undefined) {
		precompile = contract(entry.pricing);
		made.set(key, precompile);
	}
	return precompile;
}
