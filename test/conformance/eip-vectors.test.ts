import { describe, expect, test } from "vitest";
import { fixturesDir } from "../fixtures.js";
import { describeWithBackends } from "./curve-backends.js";
import { checkVector, readVectorFiles, type VectorFile } from "./precompile-vectors.js";

const files: Readonly<Record<string, VectorFile>> = {
	add_G1_bls: { name: "bls12G1Add", pricing: 2537, cases: 9 },
	add_G2_bls: { name: "bls12G2Add", pricing: 2537, cases: 9 },
	"fail-add_G2_bls": { name: "bls12G2Add", pricing: 2537, cases: 7 },
	"fail-msm_G1_bls": { name: "bls12G1Msm", pricing: 2537, cases: 8 },
	"fail-mul_G1_bls": { name: "bls12G1Msm", pricing: 2537, cases: 8 },
	"fail-pairing_check_bls": { name: "bls12Pairing", pricing: 2537, cases: 25 },
	map_fp2_to_G2_bls: { name: "bls12MapFp2ToG2", pricing: 2537, cases: 5 },
	map_fp_to_G1_bls: { name: "bls12MapFpToG1", pricing: 2537, cases: 5 },
	msm_G1_bls: { name: "bls12G1Msm", pricing: 2537, cases: 163 },
	mul_G1_bls: { name: "bls12G1Msm", pricing: 2537, cases: 11 },
	mul_G2_bls: { name: "bls12G2Msm", pricing: 2537, cases: 11 },
};

describe.runIf(fixturesDir())("vectors of EIP-2537", () => {
	if (fixturesDir() === undefined) return;
	const read = readVectorFiles("eip-vectors/eip-2537", files);
	describeWithBackends(() => {
		for (const { file, precompile, vectors } of read) {
			describe(file, () => {
				test.each(vectors)("$Name", (vector) => checkVector(precompile, vector));
			});
		}
	});
	const total = read.reduce((sum, { vectors }) => sum + vectors.length, 0);
	test("all 261 of them", () => expect(total).toBe(261));
});
