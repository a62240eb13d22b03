import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex } from "../bytes/hex.js";
import { type AssembleOptions, assemble } from "./assembler.js";
import { AssemblyError } from "./assembly-error.js";

const assembleHex = (source: string, options?: AssembleOptions): string =>
	bytesToHex(assemble(source, options)).slice(2);

function failure(source: string, options?: AssembleOptions): AssemblyError {
	try {
		assemble(source, options);
	} catch (error) {
		if (error instanceof AssemblyError) return error;
		throw error;
	}
	throw new Error(`assembled: ${source}`);
}

describe("instructions", () => {
	test("the walk-through: PUSH picks its width", () => {
		expect(assembleHex("PUSH 0x2\nPUSH 0x2\nMUL\nSTOP\n")).toBe("600260020200");
	});

	test.each([
		["", ""],
		["stop", "00"],
		["Push1 2 pUsH1 3 mul", "600260030200".slice(0, 10)],
		["PUSH1 0x60\r\nPUSH1 64\rMSTORE", "6060604052"],
		["PUSH2 1", "610001"],
		["PUSH32 0x01", `7f${"00".repeat(31)}01`],
		["PUSH0", "5f"],
		["PUSH 0", "6000"],
		["PUSH 3", "6003"],
		["PUSH 0x1234", "611234"],
		["PUSH 0x0001", "6001"],
		["PUSH 256", "610100"],
		[`PUSH ${(1n << 256n) - 1n}`, `7f${"ff".repeat(32)}`],
		['PUSH "text"', "6374657874"],
		['PUSH "\\0a"', "610061"],
		['PUSH4 "ab"', "6300006162"],
		['PUSH "é\\x41\\n"', "63c3a9410a"],
		["SHA3 KECCAK256 DIFFICULTY PREVRANDAO SUICIDE SELFDESTRUCT INVALID", "202044 44 ff ff fe".replaceAll(" ", "")],
		["DUPN 0x80 SWAPN 0 EXCHANGE 0x8e", "e680e700e88e"],
		["DUP16 SWAP16 LOG4", "8f9fa4"],
	])("%j", (source, code) => {
		expect(assembleHex(source)).toBe(code);
	});

	test("comments of all kinds", () => {
		expect(assembleHex(";; all\nADD ; one\nMUL // two\n/* three\nlines */ SUB /**/ DIV //")).toBe("01020304");
	});

	test("the option push0 and what it leaves alone", () => {
		expect(assembleHex("PUSH 0 PUSH 1 PUSH1 0", { push0: true })).toBe("5f60016000");
		expect(assembleHex("a: PUSH @a", { push0: true })).toBe("5b5f");
	});
});

test("the example of the manual", () => {
	const manual = readFileSync(new URL("../../../../docs/assembly.md", import.meta.url), "utf8");
	expect(assembleHex(manual.split("```")[1]!)).toBe("60026002026008565b5f5360015ff3");
});

describe("labels", () => {
	// Bytes from go-ethereum's assembler (core/asm), which always takes four for a label.
	test.each([
		["GAS\nlabel:\nPUSH @label", "5a5b6300000001"],
		["PUSH @label\nlabel:", "63000000055b"],
		["PUSH @label\nJUMP\nlabel:", "6300000006565b"],
		["JUMP @label\nlabel:", "6300000006565b"],
	])("go-ethereum's bytes: %j", (source, code) => {
		expect(assembleHex(source, { labelWidth: 4 })).toBe(code);
	});

	test.each([
		["JUMP @end\nend:", "6003565b"],
		["PUSH 1 JUMPI @end end: STOP", "60016005575b00"],
		["end: JUMPDEST", "5b"],
		["end:\n\n;; here\nX = 1\nJUMPDEST", "5b"],
		["end: JUMPDEST JUMPDEST", "5b5b"],
		["a: b: STOP PUSH @a PUSH b", "5b0060006000"],
		["a: b: JUMPDEST", "5b"],
		["PUSH @data data: .bytes 0x0102", "60020102"],
		["PUSH2 @x x:", "6100035b"],
		["return: JUMP @return", "5b600056"],
		["PUSH @b - @a\na:\nADD\nb:", "60025b015b"],
	])("%j", (source, code) => {
		expect(assembleHex(source)).toBe(code);
	});

	test("grow exactly as far as needed", () => {
		for (const padding of [250, 251, 252, 253, 254, 255]) {
			const code = assemble(`JUMP @end\n.bytes 0x${"00".repeat(padding)}\nend:`);
			// PUSH1 and JUMP take 3 bytes: the label is at padding + 3 as long as that fits in one byte.
			const width = padding + 3 <= 255 ? 1 : 2;
			expect(code.length).toBe(padding + 3 + width);
			expect(code[0]).toBe(0x5f + width);
			expect(code.at(-1)).toBe(0x5b);
		}
	});

	test("growth that pushes other labels over the edge settles", () => {
		// Narrow, `near` is at 255; that `far` needs two bytes moves it to 256.
		const source = `PUSH @near PUSH @far .bytes 0x${"00".repeat(251)}\nnear: STOP .bytes 0x0000\nfar:`;
		expect(assembleHex(source)).toBe(`610101610105${"00".repeat(251)}5b0000005b`);
	});

	test("a difference that is zero on the way may divide in the end", () => {
		expect(assembleHex(`PUSH 100 / (@b - @a)\na: .bytes 0x0102\nb:`)).toBe("603201025b");
	});
});

describe("constants and expressions", () => {
	test.each([
		["SIZE = 0x20\nPUSH SIZE", "6020"],
		[".const SIZE 0x20\nPUSH2 SIZE", "610020"],
		["#define SIZE 0x20\nPUSH SIZE", "6020"],
		["PUSH A\nA = B * 2\nB = 3", "6006"],
		["PUSH 1 + 2 * 3 - 8 / 2", "6003"],
		["PUSH (1 + 2) * (3 -\n 1)", "6006"],
		["PUSH - 1 + 3", "6002"],
		["PUSH 2 - -3", "6005"],
		["PUSH -(2 - 5) * 2", "6006"],
		["PUSH 7 - 2 - 1", "6004"],
		["PUSH 100 / 10 / 2", "6005"],
		["PUSH 10 // 2", "600a"],
		["HERE = @here + 1\nPUSH HERE\nhere:", "60035b"],
	])("%j", (source, code) => {
		expect(assembleHex(source)).toBe(code);
	});

	test("long chains and deep nesting do not overflow anything", () => {
		const chain = Array.from({ length: 20_000 }, (_, i) => `C${i} = C${i + 1} + 1`).join("\n");
		expect(assembleHex(`PUSH C0\n${chain}\nC20000 = 0`)).toBe("614e20");
		const depth = 20_000;
		expect(assembleHex(`PUSH ${"(".repeat(depth)}7${")".repeat(depth)}`)).toBe("6007");
		expect(assembleHex(`PUSH ${"- - ".repeat(depth)}7`)).toBe("6007");
		expect(assembleHex(`PUSH ${"1 + ".repeat(depth)}1`)).toBe("614e21");
	});
});

describe("data", () => {
	test.each([
		[".bytes 0x", ""],
		[".bytes 0x00ff", "00ff"],
		[".BYTES 0x01, 0x02 0x03", "010203"],
		['.ascii "hi\\n"', "68690a"],
		[".bytes 0xfe STOP", "fe00"],
	])("%j", (source, code) => {
		if (source === ".bytes 0x") expect(failure(source).column).toBe(8);
		else expect(assembleHex(source)).toBe(code);
	});
});

describe("errors", () => {
	test("show file, line, column, the line, a caret and a hint", () => {
		const error = failure("PUSH 1\n\tPUSH 2\n\tMULL\nSTOP", { file: "hello.easm" });
		expect(error).toMatchObject({ file: "hello.easm", line: 3, column: 2, sourceLine: "\tMULL" });
		expect(error.shortMessage).toBe('hello.easm:3:2: unknown instruction "MULL"');
		expect(error.message).toBe(`${error.shortMessage}\n  \tMULL\n  \t^~~~\n  Did you mean MUL?`);
		expect(error.name).toBe("AssemblyError");
	});

	test.each([
		["PUSH33 1", 1, 1, 'unknown instruction "PUSH33"', "There are PUSH0 to PUSH32."],
		["DUP17", 1, 1, 'unknown instruction "DUP17"', "There are DUP1 to DUP16."],
		["ADD\n  KECCAC256", 2, 3, 'unknown instruction "KECCAC256"', "Did you mean KECCAK256?"],
		["frobnicate", 1, 1, 'unknown instruction "frobnicate"', undefined],
		[
			"PUSH1 0x1234",
			1,
			7,
			'"0x1234" takes 2 bytes, PUSH1 holds 1 byte',
			"Use PUSH2, or PUSH alone, which picks the width.",
		],
		[
			'PUSH1 "ab"',
			1,
			7,
			'""ab"" takes 2 bytes, PUSH1 holds 1 byte',
			"Use PUSH2, or PUSH alone, which picks the width.",
		],
		['PUSH ""', 1, 6, "an empty text cannot be pushed", undefined],
		["PUSH1", 1, 6, "PUSH1 needs a value on the same line, found the end of the source", undefined],
		["PUSH1\n2", 1, 6, "PUSH1 needs a value on the same line, found the end of the line", undefined],
		["PUSH1 ADD", 1, 7, 'PUSH1 needs a value on the same line, found "ADD"', undefined],
		["PUSH 1 +", 1, 9, "expected a value, found the end of the source", "Values are numbers, constants and @labels."],
		[
			"PUSH (1 + 2",
			1,
			6,
			"this parenthesis is never closed",
			'Expected an operator or ")" before the end of the source.',
		],
		["PUSH 1)", 1, 7, 'expected an instruction, found ")"', undefined],
		["PUSH 1 / 0", 1, 8, "division by zero", undefined],
		["A = 1 / 0", 1, 7, "division by zero", undefined],
		["PUSH 1 - 2", 1, 6, "the operand of PUSH is negative (-1)", expect.stringContaining("two's complement")],
		[`PUSH 0x1${"0".repeat(64)}`, 1, 6, "this number is longer than 32 bytes", undefined],
		[`PUSH 0x${"f".repeat(64)} + 1`, 1, 73, "the result of this operation is longer than 32 bytes", undefined],
		["PUSH @nowhere\nnowher:", 1, 6, 'the label "@nowhere" is not defined', "Did you mean @nowher?"],
		["PUSH SIZ\nSIZE = 1", 1, 6, 'the name "SIZ" is not defined', "Did you mean SIZE?"],
		["A = 1\nPUSH @A", 2, 6, '"@A" is a constant, not a label', "Constants are written without @."],
		["a:\nSTOP\na:", 3, 1, '"a" is defined twice', "The first definition, of a label, is in line 1."],
		["A = B\nB = A", 2, 5, 'the constant "A" is defined by itself', undefined],
		["ADD = 1", 1, 1, '"ADD" is an instruction and cannot name a constant', undefined],
		["ADD 3", 1, 5, 'ADD has no operand, found "3"', expect.stringContaining("PUSH them first")],
		["JUMP 3", 1, 6, 'JUMP has no operand, found "3"', expect.stringContaining("JUMP @name")],
		["0x6001", 1, 1, 'expected an instruction, found "0x6001"', expect.stringContaining(".bytes")],
		["PUSH 12ab", 1, 6, '"12ab" is not a number', "Hexadecimal numbers start with 0x: 0x12ab."],
		["PUSH 0xzz", 1, 6, '"0xzz" is not a number', expect.stringContaining("0x60")],
		['PUSH "ab', 1, 6, "this text is never closed", "Close it with a quote."],
		['PUSH "a\\q"', 1, 8, "unknown escape in a text", expect.stringContaining("\\x41")],
		["ADD /* never", 1, 5, "this comment is never closed", expect.any(String)],
		["# note", 1, 1, 'the character "#" has no meaning here', "Comments start with ; or //, constants with #define."],
		["ADD\n€", 2, 1, 'the character "€" has no meaning here', undefined],
		[".bites 0x00", 1, 1, 'unknown directive ".bites"', "There are .bytes, .ascii and .const."],
		[".bytes 0x123", 1, 8, expect.stringContaining("two hexadecimal digits"), undefined],
		[".bytes", 1, 7, expect.stringContaining("needs data"), expect.any(String)],
		["JUMP @d\nd: .bytes 0x5b", 1, 6, 'the label "d" names data', expect.any(String)],
		["DUPN 0x5b", 1, 6, 'DUPN cannot have the operand "0x5b"', expect.any(String)],
		["DUPN 256", 1, 6, '"256" takes 2 bytes, DUPN holds 1 byte', undefined],
	])("%j", (source, line, column, problem, hint) => {
		const error = failure(source);
		expect({ line: error.line, column: error.column, problem: error.problem, hint: error.hint }).toEqual({
			line,
			column,
			problem,
			hint,
		});
	});

	test("a long line is cut around the place, and control characters are not passed on", () => {
		const error = failure(`${"ADD ".repeat(200)}NOPE ;\u001b[31m`);
		const [, shown, caret] = error.message.split("\n");
		expect(shown!.length).toBeLessThan(120);
		expect(shown!.slice(caret!.indexOf("^")).startsWith("NOPE")).toBe(true);
		expect(error.message).not.toContain("\u001b");
	});

	test("a label that the fixed width cannot hold", () => {
		const source = `PUSH @end .bytes 0x${"00".repeat(300)} end:`;
		expect(failure(source, { labelWidth: 1 }).problem).toBe('"@end" takes 2 bytes, PUSH holds 1 byte');
		expect(() => assemble("", { labelWidth: 33 })).toThrow("labelWidth");
	});

	test("bad source throws AssemblyError and nothing else: 20,000 random sources", () => {
		const words = fc.constantFrom(
			..."PUSH PUSH1 PUSH32 ADD JUMP JUMPI JUMPDEST DUPN a: b: a b @a @b A B = .bytes .ascii .const #define".split(" "),
			...'0x 0x1 0x00ff 1 256 ( ) + - * / : , @ " ; // /* */ \\ # . é \u0000 \ud800 \u2028 𝄞'.split(" "),
			...["\n", "\r\n", "\t", '"text"', '"\\x', "1e5", "0xg", `0x${"f".repeat(64)}`, "9".repeat(90)],
		);
		const assembleOrRefuse = (source: string): void => {
			try {
				expect(assemble(source)).toBeInstanceOf(Uint8Array);
			} catch (error) {
				if (!(error instanceof AssemblyError)) throw error;
				expect(error.line).toBeGreaterThan(0);
				expect(error.shortMessage).not.toContain("\n");
			}
		};
		const sentences = fc.array(words, { maxLength: 20 }).map((parts) => parts.join(" "));
		const glued = fc.array(words, { maxLength: 20 }).map((parts) => parts.join(""));
		fc.assert(fc.property(sentences, assembleOrRefuse), { numRuns: 8000 });
		fc.assert(fc.property(glued, assembleOrRefuse), { numRuns: 8000 });
		fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), assembleOrRefuse), { numRuns: 4000 });
	});
});
