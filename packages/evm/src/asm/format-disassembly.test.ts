import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { assemble } from "./assembler.js";
import { disassemble } from "./disassembler.js";
import { formatDisassembly } from "./format-disassembly.js";

describe("disassemble", () => {
	test("answers offsets, names and immediates", () => {
		const lines = disassemble(hexToBytes("0x6001610203010c6102"));
		expect(lines.map(({ offset, mnemonic }) => [offset, mnemonic])).toEqual([
			[0, "PUSH1"],
			[2, "PUSH2"],
			[5, "ADD"],
			[6, undefined],
			[7, "PUSH2"],
		]);
		expect(lines[1]!.immediate).toEqual(Uint8Array.of(2, 3));
		expect(lines[4]).toMatchObject({ opcode: 0x61, immediate: Uint8Array.of(2), isTruncated: true });
	});
});

describe("formatDisassembly", () => {
	const code = hexToBytes("0x600656fe0c0d5b600460065761ff");

	test("with offsets", () => {
		expect(formatDisassembly(code).split("\n")).toEqual([
			"00000: PUSH1 0x06",
			"00002: JUMP",
			"00003: INVALID",
			"00004: UNKNOWN 0x0c",
			"00005: UNKNOWN 0x0d",
			"00006: JUMPDEST",
			"00007: PUSH1 0x04",
			"00009: PUSH1 0x06",
			"0000b: JUMPI",
			"0000c: PUSH2 0xff (cut off)",
		]);
		expect(formatDisassembly(new Uint8Array())).toBe("");
		expect(formatDisassembly(hexToBytes("0xe65be68052")).split("\n")).toEqual([
			"00000: DUPN (invalid)",
			"00001: JUMPDEST",
			"00002: DUPN 0x80",
			"00004: MSTORE",
		]);
	});

	test("as source, with labels for constant jump targets", () => {
		expect(formatDisassembly(code, { style: "asm" }).split("\n")).toEqual([
			"    PUSH1 @at_0006",
			"    JUMP",
			"    INVALID",
			"    .bytes 0x0c0d",
			"at_0006:",
			"    JUMPDEST",
			"    PUSH1 0x04",
			"    PUSH1 @at_0006",
			"    JUMPI",
			"    .bytes 0x61ff",
		]);
	});

	test("labels for all constants that equal a jump destination, or for none", () => {
		const returnAddress = hexToBytes("0x6006600756005b5b");
		expect(formatDisassembly(returnAddress, { style: "asm", labels: "all" })).toContain("PUSH1 @at_0006");
		expect(formatDisassembly(returnAddress, { style: "asm" })).not.toContain("@at_0006");
		expect(formatDisassembly(returnAddress, { style: "asm", labels: "none" })).not.toContain("@");
	});
});

describe("assembling the disassembly gives the same bytes", () => {
	/** Code that is mostly sensible: small pushes, jumps to places that may be destinations, data, cut-off ends. */
	const realisticCode = fc
		.array(
			fc.oneof(
				fc.tuple(fc.constant(0x60), fc.nat(80)),
				fc.tuple(fc.constant(0x60), fc.nat(80), fc.constantFrom(0x56, 0x57)),
				fc.tuple(fc.constant(0x61), fc.constant(0), fc.nat(80), fc.constantFrom(0x56, 0x57)),
				fc.tuple(fc.constant(0x63), fc.constant(0), fc.constant(0), fc.constant(0), fc.nat(80), fc.constant(0x56)),
				fc.constant([0x5b]),
				fc.constant([0x5b, 0x5b]),
				fc.tuple(fc.constantFrom(0xe6, 0xe7, 0xe8), fc.nat(255)),
				fc.tuple(fc.nat(255)),
			),
			{ maxLength: 40 },
		)
		.map((parts) => Uint8Array.from(parts.flat()));

	const check = (code: Uint8Array): void => {
		for (const labels of ["jumps", "all"] as const) {
			const source = formatDisassembly(code, { style: "asm", labels });
			const again = assemble(source);
			if (Buffer.compare(again, code) !== 0) throw new Error(`${bytesToHex(code)} became ${bytesToHex(again)}`);
		}
	};

	test("for random bytes", () => {
		fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), check), { numRuns: 5000 });
	});

	test("for realistic code", () => {
		fc.assert(fc.property(realisticCode, check), { numRuns: 5000 });
	});

	test("for every opcode, alone and with data behind it", () => {
		for (let opcode = 0; opcode < 256; opcode++) {
			check(Uint8Array.of(opcode));
			check(Uint8Array.from([opcode, ...new Uint8Array(33).fill(opcode), 0x5b]));
		}
	});
});
