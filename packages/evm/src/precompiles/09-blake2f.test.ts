import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hexToBytes } from "../bytes/hex.js";
import { blake2fPrecompile } from "./09-blake2f.js";

/** The state of BLAKE2b-512 without key before the first block (RFC 7693, section 2.5 and appendix A). */
const initialState = hexToBytes(
	"0x48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5d182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b",
);

function encode(rounds: number, state: Uint8Array, block: Uint8Array, count: number, final: number): Uint8Array {
	const input = new Uint8Array(213);
	const view = new DataView(input.buffer);
	view.setUint32(0, rounds);
	input.set(state, 4);
	input.set(block, 68);
	view.setUint32(196, count, true);
	input[212] = final;
	return input;
}

describe("blake2f", () => {
	test.each([0, 3, 128, 129, 300])("hashes a message of %i bytes as the library does", (size) => {
		const message = Uint8Array.from({ length: size }, (_, i) => (i * 37) & 0xff);
		let state = initialState;
		const blocks = Math.max(1, Math.ceil(size / 128));
		for (let i = 0; i < blocks; i++) {
			const block = new Uint8Array(128);
			block.set(message.subarray(128 * i, 128 * i + 128));
			const isLast = i === blocks - 1;
			state = blake2fPrecompile.run(encode(12, state, block, isLast ? size : 128 * (i + 1), isLast ? 1 : 0))!;
		}
		expect(state).toEqual(Uint8Array.from(createHash("blake2b512").update(message).digest()));
	});

	test("costs a gas per round, up to 2^32 - 1", () => {
		const input = encode(0xffff_ffff, initialState, new Uint8Array(128), 0, 1);
		expect(blake2fPrecompile.gas(input)).toBe(0xffff_ffffn);
	});

	test("refuses other sizes and flags", () => {
		const input = encode(1, initialState, new Uint8Array(128), 0, 1);
		expect(blake2fPrecompile.run(input)).toBeDefined();
		expect(blake2fPrecompile.run(input.subarray(1))).toBeUndefined();
		expect(blake2fPrecompile.run(new Uint8Array(214))).toBeUndefined();
		expect(blake2fPrecompile.run(new Uint8Array(0))).toBeUndefined();
		for (const flag of [2, 3, 128, 255]) {
			expect(blake2fPrecompile.run(encode(1, initialState, new Uint8Array(128), 0, flag))).toBeUndefined();
		}
	});
});
