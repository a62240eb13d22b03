import { expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { findBasicBlocks } from "../code/basic-blocks.js";
import { resolveSpec, type Spec } from "../spec/spec.js";
import { assemble } from "./assembler.js";
import { formatDisassembly } from "./format-disassembly.js";

const paris = resolveSpec("Paris");
const osaka = resolveSpec("Osaka");
// No fork has DUPN yet; these rules do.
const withDupn: Spec = { ...osaka, name: "Osaka with DUPN", staticGas: osaka.staticGas.with(0xe6, 3) };

test("the assembler refuses what the rules do not define, and says since when it exists", () => {
	expect(() => assemble("PUSH1 1\nPUSH0", { spec: paris, file: "a.easm" })).toThrow(
		"a.easm:2:1: PUSH0 is not defined in Paris\n  PUSH0\n  ^~~~~\n  It exists since Shanghai.",
	);
	expect(bytesToHex(assemble("PUSH0 INVALID", { spec: osaka }))).toBe("0x5ffe");
	expect(() => assemble("DUPN 0x80", { spec: osaka })).toThrow("DUPN is not defined in Osaka");
	expect(bytesToHex(assemble("DUPN 0x80", { spec: withDupn }))).toBe("0xe680");
});

test("the option push0 has no effect where there is no PUSH0", () => {
	expect(bytesToHex(assemble("PUSH 0", { spec: paris, push0: true }))).toBe("0x6000");
	expect(bytesToHex(assemble("PUSH 0", { spec: osaka, push0: true }))).toBe("0x5f");
});

test("the disassembler knows the opcodes of the rules, and their immediates", () => {
	const code = hexToBytes("0x5fe68050fe");
	expect(formatDisassembly(code, { spec: osaka }).split("\n")).toEqual([
		"00000: PUSH0",
		"00001: UNKNOWN 0xe6",
		"00002: DUP1",
		"00003: POP",
		"00004: INVALID",
	]);
	expect(formatDisassembly(code, { spec: withDupn })).toContain("00001: DUPN 0x80\n00003: POP");
	const source = formatDisassembly(code, { spec: paris, style: "asm" });
	expect(source).toBe("    .bytes 0x5fe6\n    DUP1\n    POP\n    INVALID");
	expect(assemble(source, { spec: paris })).toEqual(code);
});

test("basic blocks end where the rules have no opcode", () => {
	expect(findBasicBlocks(hexToBytes("0x5f5f"), paris).map(({ ending }) => ending)).toEqual(["halt", "halt"]);
	expect(findBasicBlocks(hexToBytes("0x5f5f"), osaka).map(({ ending }) => ending)).toEqual(["end"]);
});
