import { findDefinedOpcode } from "../code/instructions.js";
import { findOpcodeByName } from "../spec/opcodes.js";
import type { Spec } from "../spec/spec.js";
import { parseExpression } from "./expression.js";
import type { TextToken, Token } from "./lexer.js";
import { isMnemonic, suggestMnemonic } from "./mnemonics.js";
import type { SourceText } from "./source-text.js";
import type { ConstantStatement, DataStatement, Operand, Statement } from "./statement.js";
import { TokenStream } from "./token-stream.js";

/** Reads a source into statements. With a `spec`, instructions that it does not define are errors. Throws AssemblyError. */
export function parseAssembly(source: SourceText, spec: Spec | undefined): Statement[] {
	const tokens = new TokenStream(source);
	const statements: Statement[] = [];
	for (;;) {
		tokens.skipNewlines();
		const token = tokens.peek();
		if (token.kind === "end") return statements;
		if (token.kind === "directive") {
			statements.push(parseDirective(tokens));
		} else if (token.kind !== "name") {
			throw unexpectedToken(tokens);
		} else if (tokens.isSymbol(":", 1)) {
			tokens.next();
			tokens.next();
			statements.push({ kind: "label", name: token.text, span: token });
		} else if (tokens.isSymbol("=", 1)) {
			statements.push(parseConstant(tokens));
		} else {
			parseInstruction(tokens, spec, statements);
		}
	}
}

function unexpectedToken(tokens: TokenStream): Error {
	const token = tokens.peek();
	let hint: string | undefined;
	if (token.kind === "number" || token.kind === "text") {
		hint = `Raw data is written .bytes 0x… or .ascii "…"; a number is put on the stack with PUSH.`;
	} else if (tokens.isSymbol("@")) hint = "A label is defined as name: and pushed with PUSH @name.";
	return tokens.source.error(`expected an instruction, found ${tokens.describe(token)}`, token, hint);
}

function parseDirective(tokens: TokenStream): Statement {
	const token = tokens.peek();
	switch (token.text.toLowerCase()) {
		case "#define":
		case ".const":
			tokens.next();
			return parseConstant(tokens);
		case ".bytes":
		case ".ascii":
			return parseData(tokens);
		default: {
			const hint = "There are .bytes, .ascii and .const.";
			throw tokens.source.error(`unknown directive ${tokens.source.quote(token)}`, token, hint);
		}
	}
}

/** `NAME = value`, and after `.const` and `#define` also without the equals sign. */
function parseConstant(tokens: TokenStream): ConstantStatement {
	const { source } = tokens;
	const name = tokens.peek();
	if (name.kind !== "name") throw source.error(`expected a name, found ${tokens.describe(name)}`, name);
	if (isMnemonic(name.text)) {
		throw source.error(`${source.quote(name)} is an instruction and cannot name a constant`, name);
	}
	tokens.next();
	if (tokens.isSymbol("=")) tokens.next();
	const expression = parseExpression(tokens, `the constant ${source.quote(name)}`);
	return { kind: "constant", name: name.text, expression, span: name };
}

/** `.bytes` and `.ascii` take the same items: hexadecimal numbers and texts, commas between them or not. */
function parseData(tokens: TokenStream): DataStatement {
	const { source } = tokens;
	const directive = tokens.next();
	const parts: Uint8Array[] = [];
	for (;;) {
		const token = tokens.peek();
		if (token.kind === "text") parts.push((token as TextToken).bytes);
		else if (token.kind === "number") parts.push(readHexBytes(source, token));
		else break;
		tokens.next();
		if (!tokens.isSymbol(",")) continue;
		const comma = tokens.next();
		const { kind } = tokens.peek();
		if (kind !== "text" && kind !== "number") throw source.error("data has to follow this comma", comma);
	}
	if (parts.length === 0) {
		const found = tokens.peek();
		const wanted = `${source.quote(directive)} needs data on the same line, found ${tokens.describe(found)}`;
		throw source.error(wanted, found, `Such as .bytes 0x6001 or .ascii "text".`);
	}
	const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return { kind: "data", bytes, span: directive };
}

function readHexBytes(source: SourceText, token: Token): Uint8Array {
	const { text } = token;
	if (!/^0[xX]/.test(text)) throw source.error("data has to be hexadecimal, 0x first", token);
	if (text.length % 2 !== 0) {
		throw source.error("data needs two hexadecimal digits per byte, this is an odd number of them", token);
	}
	const bytes = new Uint8Array(text.length / 2 - 1);
	for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 + 2 * i, 4 + 2 * i), 16);
	return bytes;
}

function parseInstruction(tokens: TokenStream, spec: Spec | undefined, statements: Statement[]): void {
	const { source } = tokens;
	const token = tokens.next();
	if (token.text.toUpperCase() === "PUSH") {
		const operand = parseOperand(tokens, "PUSH");
		statements.push({ kind: "push", operand, jumpsTo: undefined, span: token });
		return;
	}
	const found = findOpcodeByName(token.text);
	if (found === undefined) {
		throw source.error(`unknown instruction ${source.quote(token)}`, token, suggestMnemonic(token.text));
	}
	const { name, code: opcode, immediateBytes, since } = found;
	if (spec !== undefined && findDefinedOpcode(opcode, spec) === undefined) {
		throw source.error(`${name} is not defined in ${spec.name}`, token, since && `It exists since ${since}.`);
	}
	if ((name === "JUMP" || name === "JUMPI") && tokens.isSymbol("@")) {
		const label = tokens.peek(1).text;
		const operand = parseOperand(tokens, name);
		const isPlain = operand.kind === "expression" && operand.items.length === 1;
		statements.push({ kind: "push", operand, jumpsTo: isPlain ? label : undefined, span: token });
	}
	const operand = immediateBytes > 0 ? parseOperand(tokens, name) : undefined;
	if (immediateBytes === 0) rejectOperand(tokens, name);
	statements.push({ kind: "instruction", name, opcode, immediateBytes, operand, span: token });
}

function parseOperand(tokens: TokenStream, neededBy: string): Operand {
	const token = tokens.peek();
	if (token.kind !== "text") return parseExpression(tokens, neededBy);
	tokens.next();
	return { kind: "text", bytes: (token as TextToken).bytes, offset: token.offset, length: token.length };
}

function rejectOperand(tokens: TokenStream, name: string): void {
	const token = tokens.peek();
	if (token.kind !== "number" && token.kind !== "text" && !tokens.isSymbol("@")) return;
	const hint =
		name === "JUMP" || name === "JUMPI"
			? `${name} takes its target from the stack, or a label: ${name} @name.`
			: `${name} takes its values from the stack: PUSH them first.`;
	throw tokens.source.error(`${name} has no operand, found ${tokens.describe(token)}`, token, hint);
}
