import { bigIntToBytes } from "../bytes/integer.js";
import { isValidImmediate } from "../code/instructions.js";
import { findOpcodeByName } from "../spec/opcodes.js";
import { byteLength, type Layout } from "./layout.js";
import type { SourceText } from "./source-text.js";
import type { Operand } from "./statement.js";
import type { Symbols } from "./symbols.js";

const push0 = findOpcodeByName("PUSH0")!.code;

/** Writes the code that was laid out. Throws AssemblyError for values that do not fit. */
export function emitCode(source: SourceText, layout: Layout, symbols: Symbols): Uint8Array {
	const code = new Uint8Array(layout.size);
	let at = 0;
	for (const piece of layout.pieces) {
		if (piece.kind === "data") {
			code.set(piece.bytes, at);
			at += piece.bytes.length;
		} else if (piece.kind === "sized-push") {
			const { operand } = piece.statement;
			if (operand.kind === "text") checkTextLength(source, operand);
			const immediate = operandBytes(source, operand, piece.width, "PUSH", symbols);
			code[at++] = push0 + piece.width;
			code.set(immediate, at);
			at += immediate.length;
		} else {
			const { name, opcode, operand, immediateBytes } = piece;
			code[at++] = opcode;
			if (operand === undefined) continue;
			const immediate = operandBytes(source, operand, immediateBytes, name, symbols);
			if (immediateBytes === 1 && !isValidImmediate(opcode, immediate[0]!)) {
				const hint = `This byte would be an instruction of its own; written as data it is possible: .bytes.`;
				throw source.error(`${name} cannot have the operand ${source.quote(operand)}`, operand, hint);
			}
			code.set(immediate, at);
			at += immediateBytes;
		}
	}
	return code;
}

function checkTextLength(source: SourceText, { bytes, offset, length }: Operand & { kind: "text" }): void {
	if (bytes.length === 0) throw source.error("an empty text cannot be pushed", { offset, length });
	if (bytes.length <= 32) return;
	throw source.error(`this text has ${bytes.length} bytes, PUSH holds up to 32`, { offset, length });
}

function operandBytes(source: SourceText, operand: Operand, width: number, name: string, symbols: Symbols): Uint8Array {
	if (operand.kind === "text") {
		if (operand.bytes.length > width) throw tooLong(source, operand, operand.bytes.length, width, name);
		const padded = new Uint8Array(width);
		padded.set(operand.bytes, width - operand.bytes.length);
		return padded;
	}
	const value = symbols.evaluate(operand);
	if (value < 0n) {
		const hint = "Words have no sign: write the two's complement, or subtract in the program.";
		throw source.error(`the operand of ${name} is negative (${value})`, operand, hint);
	}
	const needed = byteLength(value);
	if (needed > width) throw tooLong(source, operand, needed, width, name);
	return bigIntToBytes(value, width);
}

function tooLong(source: SourceText, operand: Operand, needed: number, width: number, name: string): Error {
	const held = `${width} byte${width === 1 ? "" : "s"}`;
	let hint: string | undefined;
	if (/^PUSH\d+$/.test(name) && needed <= 32) hint = `Use PUSH${needed}, or PUSH alone, which picks the width.`;
	return source.error(`${source.quote(operand)} takes ${needed} bytes, ${name} holds ${held}`, operand, hint);
}
