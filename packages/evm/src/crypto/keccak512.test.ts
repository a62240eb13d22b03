import { keccak_512 } from "@noble/hashes/sha3.js";
import { expect, test } from "vitest";
import { keccak512 } from "./keccak512.js";

test("keccak512 is that of another library, for all lengths around its blocks", () => {
	for (let length = 0; length <= 300; length++) {
		const bytes = Uint8Array.from({ length }, (_, i) => i * 7 + length);
		expect(keccak512(bytes)).toEqual(keccak_512(bytes));
	}
});
