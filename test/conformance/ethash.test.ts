import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
	computeEthash,
	decodeBlock,
	decodeHeader,
	sealHash,
	verifyEthash,
} from "../../packages/evm/src/block/index.js";
import { bytesToHex, type Hex, hexToBytes } from "../../packages/evm/src/bytes/index.js";
import { fixturesDir, readJson, readJsonLines } from "../fixtures.js";

interface ProofOfWork {
	readonly nonce: string;
	readonly mixHash: string;
	readonly header: string;
	readonly header_hash: string;
	readonly result: string;
}

const folder = fixturesDir();

function bytesOf(text: string): Uint8Array {
	return hexToBytes(`0x${text}` as Hex);
}

/** The RLP of one of the first 4096 blocks. */
function blockOfMainnet(number: number): Uint8Array {
	const lines = readJsonLines(join(folder!, "real-mainnet-epoch0/blocks-0-4095.jsonl.gz"));
	return hexToBytes((lines[number] as { block: Hex }).block);
}

describe.skipIf(folder === undefined)("ethash (ethereum/tests, PoWTests)", () => {
	const tests = folder === undefined ? {} : readJson(join(folder, "ef-basic/PoWTests/ethash_tests.json.gz"));

	test("mix hash and result", () => {
		const cases = Object.values(tests as Readonly<Record<string, ProofOfWork>>);
		expect(cases).toHaveLength(2);
		for (const { nonce, mixHash, header: encoded, header_hash, result } of cases) {
			const header = decodeHeader(bytesOf(encoded));
			expect(bytesToHex(sealHash(header))).toBe(`0x${header_hash}`);
			const proof = computeEthash(sealHash(header), bytesOf(nonce), header.number);
			expect(bytesToHex(proof.mixHash)).toBe(`0x${mixHash}`);
			expect(bytesToHex(proof.result)).toBe(`0x${result}`);
		}
	});

	test("headers of mainnet have proofs, and changed ones do not", () => {
		for (const number of [1, 2, 1000, 4095]) {
			const { header } = decodeBlock(blockOfMainnet(number));
			expect(verifyEthash(header)).toBe(true);
			expect(verifyEthash({ ...header, nonce: "0x307692cf71b12f6e" })).toBe(false);
			expect(verifyEthash({ ...header, mixHash: header.stateRoot })).toBe(false);
			expect(verifyEthash({ ...header, extraData: Uint8Array.of(1) })).toBe(false);
			expect(verifyEthash({ ...header, difficulty: 0n })).toBe(false);
			// The proof is good for what it was made for, and not for much more.
			expect(verifyEthash({ ...header, difficulty: header.difficulty << 40n })).toBe(false);
		}
	});
});
