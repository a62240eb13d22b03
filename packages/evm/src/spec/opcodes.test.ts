import { describe, expect, test } from "vitest";
import { findOpcode, findOpcodeByName, opcodes } from "./opcodes.js";

describe("opcodes", () => {
	test("codes rise, names are unique, aliases are nobody else's name", () => {
		const codes = opcodes.map(({ code }) => code);
		expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
		const names = opcodes.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
		expect(new Set(names).size).toBe(names.length);
	});

	test("149 of Osaka, INVALID and three proposals", () => {
		expect(opcodes.filter(({ since }) => since !== undefined).length).toBe(149);
		expect(opcodes.filter(({ since }) => since === undefined).map(({ name }) => name)).toEqual([
			"DUPN",
			"SWAPN",
			"EXCHANGE",
			"INVALID",
		]);
	});

	test("families", () => {
		expect(findOpcodeByName("PUSH1")).toMatchObject({ code: 0x60, immediateBytes: 1, pops: 0, pushes: 1 });
		expect(findOpcodeByName("PUSH32")).toMatchObject({ code: 0x7f, immediateBytes: 32 });
		expect(findOpcodeByName("DUP1")).toMatchObject({ code: 0x80, pops: 1, pushes: 2 });
		expect(findOpcodeByName("DUP16")).toMatchObject({ code: 0x8f, pops: 16, pushes: 17 });
		expect(findOpcodeByName("SWAP1")).toMatchObject({ code: 0x90, pops: 2, pushes: 2 });
		expect(findOpcodeByName("SWAP16")).toMatchObject({ code: 0x9f, pops: 17, pushes: 17 });
		expect(findOpcodeByName("LOG0")).toMatchObject({ code: 0xa0, pops: 2, pushes: 0 });
		expect(findOpcodeByName("LOG4")).toMatchObject({ code: 0xa4, pops: 6, pushes: 0 });
	});

	test("by byte, and by name in any case, old names too", () => {
		expect(findOpcode(0x20)?.name).toBe("KECCAK256");
		expect(findOpcodeByName("sha3")?.code).toBe(0x20);
		expect(findOpcodeByName("difficulty")?.name).toBe("PREVRANDAO");
		expect(findOpcodeByName("Suicide")?.code).toBe(0xff);
		expect(findOpcode(0x0c)).toBeUndefined();
		expect(findOpcode(256)).toBeUndefined();
		expect(findOpcodeByName("PUSH33")).toBeUndefined();
	});

	test("what ends a frame", () => {
		expect(opcodes.filter(({ terminates }) => terminates).map(({ name }) => name)).toEqual([
			"STOP",
			"RETURN",
			"REVERT",
			"INVALID",
			"SELFDESTRUCT",
		]);
	});
});
