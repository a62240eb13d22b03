import { keccak_256 } from "@noble/hashes/sha3.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex } from "../bytes/hex.js";
import { emptyCodeHash, emptyRootHash, getKeccakMemory, keccak256, maxHashInput } from "./keccak256.js";
import { emitKeccakModule } from "./keccak256-module.js";

/** Bytes without a pattern that a block boundary could hide. */
function makeMessage(size: number): Uint8Array {
	return Uint8Array.from({ length: size }, (_, i) => (Math.imul(i + size, 2654435761) >>> 13) & 0xff);
}

describe("keccak256", () => {
	test("hashes what is known by heart", () => {
		expect(bytesToHex(keccak256(new Uint8Array(0)))).toBe(emptyCodeHash);
		expect(bytesToHex(keccak256(Uint8Array.of(0x80)))).toBe(emptyRootHash);
		expect(bytesToHex(keccak256(new TextEncoder().encode("abc")))).toBe(
			"0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
		);
	});

	test("agrees with another implementation on every length to 1000 bytes", () => {
		for (let size = 0; size <= 1000; size++) {
			const message = makeMessage(size);
			expect(bytesToHex(keccak256(message)), `${size} bytes`).toBe(bytesToHex(keccak_256(message)));
		}
	});

	test("agrees with another implementation around what fits its memory", () => {
		for (const base of [64 * 136, 65_008, 65_536, 2 * 65_008, 200_000]) {
			for (const size of [base - 136, base - 135, base - 1, base, base + 1, base + 135, base + 136]) {
				const message = makeMessage(size);
				expect(bytesToHex(keccak256(message)), `${size} bytes`).toBe(bytesToHex(keccak_256(message)));
			}
		}
	});

	test("agrees with another implementation on any bytes", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 600, size: "max" }), (message) => {
				expect(keccak256(message)).toEqual(keccak_256(message));
			}),
			{ numRuns: 500 },
		);
	});

	test("leaves its input alone and answers memory of its own", () => {
		const message = makeMessage(100);
		const first = keccak256(message);
		const copy = first.slice();
		keccak256(makeMessage(200));
		expect(first).toEqual(copy);
		expect(first.buffer.byteLength).toBe(32);
		expect(message).toEqual(makeMessage(100));
	});

	test("hashes what is written in its memory, up to all of it", () => {
		const { input, output, hashInput } = getKeccakMemory();
		for (const size of [0, 1, 135, 136, 137, 271, 272, 532, maxHashInput - 1, maxHashInput]) {
			const message = makeMessage(size);
			input.set(message);
			hashInput(size);
			expect(bytesToHex(output), `${size} bytes`).toBe(bytesToHex(keccak_256(message)));
			expect(Buffer.compare(input.subarray(0, size), message)).toBe(0);
		}
		// Another message behind a long one
		keccak256(makeMessage(200_000));
		input.fill(1, 0, 10);
		hashInput(10);
		expect(bytesToHex(output)).toBe(bytesToHex(keccak_256(new Uint8Array(10).fill(1))));
		expect(maxHashInput).toBeGreaterThan(60_000);
	});

	test("its module stays small enough for browsers to compile on the main thread", () => {
		expect(emitKeccakModule().length).toBeLessThan(4096);
	});
});
