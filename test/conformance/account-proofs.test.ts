import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type AccountProof, InvalidProofError, parseAccountProof, verifyAccountProof } from "@evmore/evm/state";
import { describe, expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "../../packages/evm/src/bytes/hex.js";
import { keccak256 } from "../../packages/evm/src/crypto/keccak256.js";
import { fixturesDir, readJson } from "../fixtures.js";

const folder = fixturesDir();

/** What `eth_getProof` answered on public networks. */
const files =
	folder === undefined
		? []
		: ["mainnet", "ropsten"].flatMap((network) =>
				readdirSync(join(folder, "real-account-proofs", network)).map((name) => `${network}/${name}`),
			);

function readProof(file: string): { root: `0x${string}`; proof: AccountProof } {
	const proof = parseAccountProof(readJson(join(folder!, "real-account-proofs", file)));
	return { root: bytesToHex(keccak256(hexToBytes(proof.accountProof[0]!))), proof };
}

describe.skipIf(folder === undefined)("real-account-proofs", () => {
	test("there are 6", () => expect(files.length).toBe(6));

	test.each(files)("%s follows from its nodes, and nothing else does", (file) => {
		const { root, proof } = readProof(file);
		verifyAccountProof(root, proof);
		const refuse = (fields: Partial<AccountProof>): void =>
			expect(() => verifyAccountProof(root, { ...proof, ...fields })).toThrow(InvalidProofError);
		refuse({ nonce: proof.nonce + 1n });
		refuse({ balance: proof.balance + 1n });
		refuse({ codeHash: root });
		refuse({ storageHash: root });
		refuse({ accountProof: proof.accountProof.slice(1) });
		refuse({ accountProof: proof.accountProof.slice(0, -1) });
		proof.storageProof.forEach((slot, index) => {
			refuse({ storageProof: proof.storageProof.with(index, { ...slot, value: slot.value + 1n }) });
			refuse({ storageProof: proof.storageProof.with(index, { ...slot, proof: slot.proof.slice(0, -1) }) });
		});
	});

	test("one shows slots, one an account that does not exist", () => {
		const proofs = files.map((file) => readProof(file).proof);
		expect(proofs.flatMap(({ storageProof }) => storageProof.map(({ key, value }) => [key, value]))).toEqual([
			[1n, 0x1a9c8182c09f50c8318d769245bea52c32be35bcn],
			[2n, 0x65920080n],
		]);
		const absent = readProof("ropsten/nonexistent-account.json").proof;
		expect([absent.nonce, absent.balance]).toEqual([0n, 0n]);
	});
});
