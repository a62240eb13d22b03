import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { concatBytes } from "../../packages/evm/src/bytes/bytes.js";
import { hexToBytes } from "../../packages/evm/src/bytes/hex.js";
import { tauG2 } from "../../packages/evm/src/precompiles/bls12-381/trusted-setup.js";
import { getPrecompile } from "../../packages/evm/src/precompiles/index.js";
import { fixturesDir, readJson } from "../fixtures.js";
import { describeWithBackends } from "./curve-backends.js";

interface KzgCase {
	readonly name: string;
	readonly input: { readonly commitment: string; readonly z: string; readonly y: string; readonly proof: string };
	/** null: the input is malformed. */
	readonly output: boolean | null;
}

const success =
	"000000000000000000000000000000000000000000000000000000000000100073eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001";

describe.runIf(fixturesDir())("verify_kzg_proof", () => {
	const folder = fixturesDir();
	if (folder === undefined) return;
	const cases = readJson(join(folder, "kzg/verify-kzg-proof.json.gz")) as KzgCase[];
	const precompile = getPrecompile({ address: 10, name: "kzgPointEvaluation", pricing: 4844 });

	test("122 cases", () => expect(cases.length).toBe(122));

	describeWithBackends(() => {
		test.each(cases)("$name", ({ input, output }) => {
			const commitment = hexToBytes(input.commitment);
			const versionedHash = new Uint8Array(createHash("sha256").update(commitment).digest());
			versionedHash[0] = 1;
			const call = concatBytes(
				versionedHash,
				hexToBytes(input.z),
				hexToBytes(input.y),
				commitment,
				hexToBytes(input.proof),
			);
			const before = call.slice();
			const result = precompile.run(call);
			expect(call).toEqual(before);
			expect(precompile.gas(call)).toBe(50_000n);
			expect(result === undefined ? undefined : Buffer.from(result).toString("hex")).toBe(
				output === true ? success : undefined,
			);
		});
	});

	test("the embedded point is that of the ceremony", () => {
		const setup = readJson(join(folder, "kzg/trusted_setup.json.gz")) as { g2_monomial: string[] };
		expect(`0x${tauG2}`).toBe(setup.g2_monomial[1]);
	});
});
