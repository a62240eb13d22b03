import { describe, expect, test } from "vitest";
import { fixturesDir } from "../fixtures.js";
import { describeWithBackends } from "./curve-backends.js";
import { checkVector, readVectorFiles, type VectorFile } from "./precompile-vectors.js";

const files: Readonly<Record<string, VectorFile>> = {
	ecRecover: { name: "ecrecover", pricing: 0, cases: 5 },
	modexp: { name: "modexp", pricing: 198, cases: 17 },
	modexp_eip2565: { name: "modexp", pricing: 2565, cases: 47 },
	modexp_eip7883: { name: "modexp", pricing: 7883, cases: 45 },
	bn256Add: { name: "bn254Add", pricing: 1108, cases: 16 },
	bn256ScalarMul: { name: "bn254Mul", pricing: 1108, cases: 19 },
	bn256Pairing: { name: "bn254Pairing", pricing: 1108, cases: 14 },
	blake2F: { name: "blake2f", pricing: 152, cases: 5 },
	pointEvaluation: { name: "kzgPointEvaluation", pricing: 4844, cases: 1 },
	blsG1Add: { name: "bls12G1Add", pricing: 2537, cases: 112 },
	blsG1Mul: { name: "bls12G1Msm", pricing: 2537, cases: 11 },
	blsG1MultiExp: { name: "bls12G1Msm", pricing: 2537, cases: 154 },
	blsG2Add: { name: "bls12G2Add", pricing: 2537, cases: 112 },
	blsG2Mul: { name: "bls12G2Msm", pricing: 2537, cases: 11 },
	blsG2MultiExp: { name: "bls12G2Msm", pricing: 2537, cases: 153 },
	blsMapG1: { name: "bls12MapFpToG1", pricing: 2537, cases: 105 },
	blsMapG2: { name: "bls12MapFp2ToG2", pricing: 2537, cases: 105 },
	"fail-blsG1Mul": { name: "bls12G1Msm", pricing: 2537, cases: 7 },
	"fail-blsG1MultiExp": { name: "bls12G1Msm", pricing: 2537, cases: 7 },
	"fail-blsG2Add": { name: "bls12G2Add", pricing: 2537, cases: 6 },
	"fail-blsPairing": { name: "bls12Pairing", pricing: 2537, cases: 9 },
};

describe.runIf(fixturesDir())("vectors of precompiled contracts", () => {
	if (fixturesDir() === undefined) return;
	const read = readVectorFiles("precompiles", files);
	describeWithBackends(() => {
		for (const { file, precompile, vectors } of read) {
			describe(file, () => {
				test.each(vectors)("$Name", (vector) => checkVector(precompile, vector));
			});
		}
	});
	const total = read.reduce((sum, { vectors }) => sum + vectors.length, 0);
	test("all 961 of them", () => expect(total).toBe(961));
});
