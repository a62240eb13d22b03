import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesToHex } from "../../bytes/hex.js";
import { encodeRlp } from "../../rlp/rlp.js";
import { RlpWriter } from "../../rlp/rlp-writer.js";
import { encodeHexPrefix, nibbleAt, writeKeyPath } from "./hex-prefix.js";

test("flags tell an odd from an even path and a leaf from an extension", () => {
	expect(bytesToHex(encodeHexPrefix(Uint8Array.of(), false))).toBe("0x00");
	expect(bytesToHex(encodeHexPrefix(Uint8Array.of(), true))).toBe("0x20");
	expect(bytesToHex(encodeHexPrefix(Uint8Array.of(1, 2, 3), false))).toBe("0x1123");
	expect(bytesToHex(encodeHexPrefix(Uint8Array.of(15, 1, 12, 11, 8), true))).toBe("0x3f1cb8");
});

test("any part of a key is written as the encoding of its nibbles", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(80), fc.nat(80), fc.boolean(), (key, a, b, isLeaf) => {
			const from = Math.min(a, b, key.length * 2);
			const to = Math.min(Math.max(a, b), key.length * 2);
			const nibbles = Uint8Array.from({ length: to - from }, (_, i) => nibbleAt(key, from + i));
			const writer = new RlpWriter();
			writeKeyPath(writer, key, from, to, isLeaf);
			expect(writer.take()).toEqual(encodeRlp(encodeHexPrefix(nibbles, isLeaf)));
		}),
		{ numRuns: 1000 },
	);
});
