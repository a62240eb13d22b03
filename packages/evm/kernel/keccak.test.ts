import { keccak_256 } from "@noble/hashes/sha3.js";
import { beforeAll, describe, expect, test } from "vitest";
import { compileTestModule, type TestModule } from "./words/test-module.js";

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("keccak256", () => {
	let module: TestModule;
	beforeAll(async () => {
		module = await compileTestModule();
	});

	function hashAt(source: number, input: Uint8Array, target: number): string {
		module.bytes(source, input.length).set(input);
		module.operation("keccak256")(source, input.length, target);
		return toHex(module.bytes(target, 32));
	}

	test("known digests", () => {
		const { operands } = module;
		expect(hashAt(operands, new Uint8Array(0), operands + 2048)).toBe(
			"c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
		);
		expect(hashAt(operands, new TextEncoder().encode("abc"), operands + 2048)).toBe(
			"4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
		);
	});

	test("every length up to 700, at every alignment, writes its 32 bytes only", () => {
		const { operands } = module;
		const target = operands + 2048;
		for (let length = 0; length <= 700; length++) {
			const input = Uint8Array.from({ length }, (_, index) => (index * 167 + length * 31) & 0xff);
			const at = operands + 64 + (length % 17);
			module.bytes(operands, 4096).fill(0xa5);
			const digest = hashAt(at, input, target + (length % 9));
			expect(digest, `length ${length}`).toBe(toHex(keccak_256(input)));
			expect(toHex(module.bytes(at, length))).toBe(toHex(input));
			module.bytes(at, length).fill(0xa5);
			module.bytes(target + (length % 9), 32).fill(0xa5);
			expect(module.bytes(operands, 4096).every((byte) => byte === 0xa5), `length ${length}`).toBe(true);
		}
	});

	test("the digest may replace the input", () => {
		const input = Uint8Array.from({ length: 200 }, (_, index) => index);
		expect(hashAt(module.operands, input, module.operands)).toBe(toHex(keccak_256(input)));
	});

	test("input at the very end of the memory", () => {
		for (let length = 0; length <= 300; length++) {
			const input = Uint8Array.from({ length }, (_, index) => index & 0xff);
			const end = module.memory.buffer.byteLength;
			expect(hashAt(end - length, input, module.operands)).toBe(toHex(keccak_256(input)));
		}
	});
});
