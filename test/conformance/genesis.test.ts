import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createGenesisHeader, encodeGenesisBlock, parseGenesis } from "../../packages/evm/src/block/genesis.js";
import { decodeHeader, encodeHeader, hashHeader } from "../../packages/evm/src/block/header.js";
import { bytesToHex } from "../../packages/evm/src/bytes/hex.js";
import { resolveSpec } from "../../packages/evm/src/spec/spec.js";
import { fixturesDir, readJson } from "../fixtures.js";

const folder = fixturesDir() ?? "";

describe.skipIf(folder === "")("genesis", () => {
	test("ef-basic/GenesisTests", () => {
		const vectors = readJson(join(folder, "ef-basic/GenesisTests/basic_genesis_tests.json.gz"));
		const entries = Object.entries(vectors as Record<string, { result: string }>);
		for (const [name, vector] of entries) {
			const block = encodeGenesisBlock(parseGenesis(vector), resolveSpec("Frontier"));
			expect(bytesToHex(block).slice(2), name).toBe(vector.result);
		}
		expect(entries.length).toBe(3);
	});

	test.each([
		[
			"mainnet, 8893 accounts",
			"real-mainnet-epoch0/genesis.json.gz",
			"Frontier",
			"0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
		],
		["an old chain with contracts", "rpc-compat/chain/genesis.json", "Homestead", "rpc-compat/chain/chain.rlp"],
		["a chain that begins after London", "chains/hive-sync/genesis.json", "Cancun", "chains/hive-sync/chain.rlp"],
	] as const)("block hash: %s", (_, file, fork, expected) => {
		const header = createGenesisHeader(parseGenesis(readJson(join(folder, file))), resolveSpec(fork));
		const hash = expected.startsWith("0x") ? expected : parentOfFirstBlock(join(folder, expected));
		expect(hashHeader(header)).toBe(hash);
		expect(decodeHeader(encodeHeader(header))).toEqual({ ...header });
	});
});

/** The parent hash in the first block of a file of blocks: it follows the headers of two RLP lists. */
function parentOfFirstBlock(path: string): string {
	const bytes = readFileSync(path);
	let position = 0;
	for (let depth = 0; depth < 2; depth++) position += bytes[position]! > 0xf7 ? bytes[position]! - 0xf7 + 1 : 1;
	return bytesToHex(bytes.subarray(position + 1, position + 33));
}
