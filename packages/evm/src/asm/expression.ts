import type { Token } from "./lexer.js";
import { isMnemonic } from "./mnemonics.js";
import type { SourceText, Span } from "./source-text.js";
import type { TokenStream } from "./token-stream.js";

/** A name inside an expression. */
export interface NameItem extends Span {
	readonly kind: "name";
	readonly name: string;
	/** Written `@name`: only a label will do. */
	readonly isLabel: boolean;
}

interface ValueItem extends Span {
	readonly kind: "value";
	readonly value: bigint;
}

type Operator = "+" | "-" | "*" | "/" | "negate";

interface OperatorItem extends Span {
	readonly kind: "operator";
	readonly operator: Operator;
}

/**
 * An expression in postfix order, so that neither reading nor evaluating one recurses: no nesting, however deep,
 * overflows the stack.
 */
export interface Expression extends Span {
	readonly kind: "expression";
	readonly items: readonly (NameItem | ValueItem | OperatorItem)[];
}

const precedence: Readonly<Record<Operator, number>> = { "+": 1, "-": 1, "*": 2, "/": 2, negate: 3 };

/** Magnitude that no literal or intermediate result may reach. */
const valueLimit = 1n << 256n;

/**
 * Reads an expression: numbers, names, `@labels`, `+ - * / ( )` with the usual precedence. It ends where the line does,
 * or before the first token that cannot continue it; inside parentheses lines may break.
 */
export function parseExpression(tokens: TokenStream, neededBy: string): Expression {
	const { source } = tokens;
	const items: (NameItem | ValueItem | OperatorItem)[] = [];
	const pending: (OperatorItem | Token)[] = [];
	const start = tokens.peek().offset;
	let end = start;
	let depth = 0;

	for (;;) {
		// An operand: prefixes first.
		if (depth > 0) tokens.skipNewlines();
		const token = tokens.peek();
		if (tokens.isSymbol("(")) {
			pending.push(tokens.next());
			depth++;
			continue;
		}
		if (tokens.isSymbol("-")) {
			tokens.next();
			pending.push({ kind: "operator", operator: "negate", offset: token.offset, length: token.length });
			continue;
		}
		const operand = parseOperand(tokens, items.length === 0 && pending.length === 0 ? neededBy : undefined);
		items.push(operand);
		end = operand.offset + operand.length;

		// What may follow an operand: any number of closing parentheses, then an operator, or the end.
		for (;;) {
			if (depth > 0) tokens.skipNewlines();
			if (depth === 0 || !tokens.isSymbol(")")) break;
			const closing = tokens.next();
			end = closing.offset + closing.length;
			depth--;
			for (let top = pending.pop()!; top.kind === "operator"; top = pending.pop()!) items.push(top as OperatorItem);
		}
		const operator = readOperator(tokens);
		if (operator === undefined) break;
		for (let top = pending.at(-1); top?.kind === "operator"; top = pending.at(-1)) {
			if (precedence[(top as OperatorItem).operator] < precedence[operator.operator]) break;
			items.push(pending.pop() as OperatorItem);
		}
		pending.push(operator);
	}

	if (depth > 0) {
		const opening = pending.findLast((item) => item.kind === "symbol")!;
		const found = tokens.describe(tokens.peek());
		throw source.error("this parenthesis is never closed", opening, `Expected an operator or ")" before ${found}.`);
	}
	while (pending.length > 0) items.push(pending.pop() as OperatorItem);
	return { kind: "expression", items, offset: start, length: end - start };
}

function readOperator(tokens: TokenStream): OperatorItem | undefined {
	const { kind, text, offset, length } = tokens.peek();
	if (kind !== "symbol" || (text !== "+" && text !== "-" && text !== "*" && text !== "/")) return undefined;
	tokens.next();
	return { kind: "operator", operator: text, offset, length };
}

function parseOperand(tokens: TokenStream, neededBy: string | undefined): NameItem | ValueItem {
	const { source } = tokens;
	const token = tokens.peek();
	const { offset } = token;
	if (token.kind === "number") {
		tokens.next();
		return { kind: "value", value: readNumber(source, token), offset, length: token.length };
	}
	if (tokens.isSymbol("@")) {
		tokens.next();
		const label = tokens.peek();
		if (label.kind !== "name" || label.offset !== offset + 1) {
			throw source.error("@ must be followed by the name of a label", token);
		}
		tokens.next();
		return { kind: "name", name: label.text, isLabel: true, offset, length: label.length + 1 };
	}
	// A name before a colon defines a label, and the name of an instruction is one: neither can be a value.
	const isValue = token.kind === "name" && !isMnemonic(token.text) && !tokens.isSymbol(":", 1);
	if (isValue) {
		tokens.next();
		return { kind: "name", name: token.text, isLabel: false, offset, length: token.length };
	}
	const found = tokens.describe(token);
	if (neededBy !== undefined) throw source.error(`${neededBy} needs a value on the same line, found ${found}`, token);
	throw source.error(`expected a value, found ${found}`, token, "Values are numbers, constants and @labels.");
}

/** The value of a well-formed number token. */
function readNumber(source: SourceText, token: Token): bigint {
	const isHexadecimal = /^0[xX]/.test(token.text);
	// Digits are counted first: turning megabytes of them into a bigint would take long.
	const digits = token.text.replace(isHexadecimal ? /^0[xX]0*/ : /^0+/, "");
	const value = digits.length > (isHexadecimal ? 64 : 78) ? valueLimit : BigInt(token.text);
	if (value >= valueLimit) throw source.error("this number is longer than 32 bytes", token);
	return value;
}

/** Computes an expression; `lookUp` answers the names. Throws AssemblyError for a division by zero or an overflow. */
export function evaluateExpression(
	source: SourceText,
	expression: Expression,
	lookUp: (name: NameItem) => bigint,
): bigint {
	const stack: bigint[] = [];
	for (const item of expression.items) {
		if (item.kind === "value") stack.push(item.value);
		else if (item.kind === "name") stack.push(lookUp(item));
		else stack.push(applyOperator(source, item, stack));
	}
	return stack[0]!;
}

function applyOperator(source: SourceText, item: OperatorItem, stack: bigint[]): bigint {
	const right = stack.pop()!;
	if (item.operator === "negate") return -right;
	const left = stack.pop()!;
	if (item.operator === "/") {
		if (right === 0n) throw source.error("division by zero", item);
		return left / right;
	}
	const value = item.operator === "+" ? left + right : item.operator === "-" ? left - right : left * right;
	if (value >= valueLimit || value <= -valueLimit) {
		throw source.error("the result of this operation is longer than 32 bytes", item);
	}
	return value;
}
