import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bytesToHex } from "../../packages/evm/src/bytes/hex.js";
import { encodeHexPrefix } from "../../packages/evm/src/state/trie/hex-prefix.js";
import { fixturesDir, readJson } from "../fixtures.js";

type HexPrefixTests = Record<string, { seq: number[]; term: boolean; out: string }>;

const folder = fixturesDir();

describe.skipIf(folder === undefined)("hexencodetest", () => {
	test("12 cases", () => {
		const cases = Object.entries(
			readJson(join(folder!, "ef-basic/BasicTests/hexencodetest.json.gz")) as HexPrefixTests,
		);
		for (const [name, { seq, term, out }] of cases) {
			expect(bytesToHex(encodeHexPrefix(Uint8Array.from(seq), term)), name).toBe(`0x${out}`);
		}
		expect(cases.length).toBe(12);
	});
});
