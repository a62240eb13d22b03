import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "../../packages/evm/src/bytes/hex.js";
import { bigIntToMinimalBytes } from "../../packages/evm/src/bytes/integer.js";
import { decodeRlp, encodeRlp, RlpError, type RlpItem } from "../../packages/evm/src/rlp/rlp.js";
import { fixturesDir, readJson } from "../fixtures.js";

type Value = string | number | Value[];
type RlpTests = Record<string, { in: Value; out: string }>;

/** A value of a test as an RLP item: text, a number, `#` and a large number, or a list of them. */
function toItem(value: Value): RlpItem {
	if (Array.isArray(value)) return value.map(toItem);
	if (typeof value === "number") return bigIntToMinimalBytes(BigInt(value));
	return value.startsWith("#") ? bigIntToMinimalBytes(BigInt(value.slice(1))) : new TextEncoder().encode(value);
}

function toBytes(hex: string): Uint8Array {
	return hexToBytes(hex.startsWith("0x") ? hex : `0x${hex}`);
}

const folder = fixturesDir();

describe.skipIf(folder === undefined)("RLPTests", () => {
	const files: [path: string, count: number][] = [
		["rlptest.json.gz", 28],
		["invalidRLPTest.json.gz", 26],
		["RandomRLPTests/example.json.gz", 1],
	];
	test.each(files)("%s: %i cases", (path, count) => {
		const cases = Object.entries(readJson(join(folder!, "ef-basic/RLPTests", path)) as RlpTests);
		let passed = 0;
		for (const [name, { in: value, out }] of cases) {
			const encoded = toBytes(out);
			if (value === "INVALID") {
				expect(() => decodeRlp(encoded), name).toThrow(RlpError);
			} else if (value === "VALID") {
				expect(encodeRlp(decodeRlp(encoded)), name).toEqual(encoded);
			} else {
				const item = toItem(value);
				expect(bytesToHex(encodeRlp(item)), name).toBe(bytesToHex(encoded));
				expect(decodeRlp(encoded), name).toEqual(item);
			}
			passed++;
		}
		expect(passed).toBe(count);
	});
});
