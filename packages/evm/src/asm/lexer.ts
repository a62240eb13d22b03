import type { SourceText, Span } from "./source-text.js";

export type TokenKind = "name" | "number" | "text" | "directive" | "symbol" | "newline" | "end";

export interface Token extends Span {
	readonly kind: TokenKind;
	/** The token as written. */
	readonly text: string;
}

/** A quoted text, with what it stands for. */
export interface TextToken extends Token {
	readonly kind: "text";
	readonly bytes: Uint8Array;
}

/** What a token looks like, tried in this order; undefined stands for what is left out. Texts are read apart. */
const patterns: readonly (readonly [TokenKind | undefined, RegExp])[] = [
	[undefined, /[ \t\v\f\u00a0\ufeff]+/y],
	[undefined, /(?:;|\/\/)[^\r\n]*/y],
	[undefined, /\/\*.*?\*\//sy],
	["newline", /\r\n|\n|\r/y],
	["name", /[A-Za-z_][A-Za-z0-9_]*/y],
	["number", /[0-9][A-Za-z0-9_]*/y],
	["directive", /\.[A-Za-z]+|#define(?![A-Za-z0-9_])/y],
	["symbol", /[:@=+\-*(),]|\/(?!\*)/y],
];
const wellFormedNumber = /^(?:0[xX][0-9a-fA-F]+|[0-9]+)$/;
const escapeSequence = /\\(?:x([0-9a-fA-F]{2})|([nrt0"\\]))/y;
const escapedCharacters: Readonly<Record<string, string>> = {
	n: "\n",
	r: "\r",
	t: "\t",
	0: "\0",
	'"': '"',
	"\\": "\\",
};

/** Cuts the source into tokens, comments and blanks left out; the last one has the kind `end`. Throws AssemblyError. */
export function tokenize(source: SourceText): Token[] {
	const { text } = source;
	const tokens: Token[] = [];
	let at = 0;

	while (at < text.length) {
		if (text[at] === '"') {
			const token = readText(source, at);
			tokens.push(token);
			at += token.length;
			continue;
		}
		let kind: TokenKind | undefined;
		let end = at;
		for (const [candidate, pattern] of patterns) {
			pattern.lastIndex = at;
			if (!pattern.test(text)) continue;
			kind = candidate;
			end = pattern.lastIndex;
			break;
		}
		if (end === at) throw strayCharacter(source, at);
		if (kind !== undefined) {
			const token: Token = { kind, text: text.slice(at, end), offset: at, length: end - at };
			if (kind === "number" && !wellFormedNumber.test(token.text)) throw malformedNumber(source, token);
			tokens.push(token);
		}
		at = end;
	}
	tokens.push({ kind: "end", text: "", offset: at, length: 0 });
	return tokens;
}

function malformedNumber(source: SourceText, token: Token): Error {
	const looksHexadecimal = /^[0-9a-fA-F]+$/.test(token.text);
	const hint = looksHexadecimal
		? `Hexadecimal numbers start with 0x: 0x${token.text.slice(0, 64)}.`
		: "Numbers are decimal (96) or hexadecimal (0x60).";
	return source.error(`${source.quote(token)} is not a number`, token, hint);
}

function strayCharacter(source: SourceText, at: number): Error {
	if (source.text.startsWith("/*", at)) {
		return source.error("this comment is never closed", { offset: at, length: 2 }, 'Close it with "*/".');
	}
	const length = String.fromCodePoint(source.text.codePointAt(at)!).length;
	const span = { offset: at, length };
	let hint: string | undefined;
	if (source.text[at] === "#") hint = "Comments start with ; or //, constants with #define.";
	if (source.text[at] === "'") hint = 'Texts stand between double quotes: "text".';
	return source.error(`the character ${source.quote(span)} has no meaning here`, span, hint);
}

/** Reads a quoted text; its bytes are UTF-8. */
function readText(source: SourceText, start: number): TextToken {
	const { text } = source;
	const encoder = new TextEncoder();
	const bytes: number[] = [];
	let at = start + 1;
	let plainFrom = at;
	const takePlain = (): void => {
		if (at > plainFrom) for (const byte of encoder.encode(text.slice(plainFrom, at))) bytes.push(byte);
	};
	for (;;) {
		const character = text[at];
		if (character === undefined || character === "\n" || character === "\r") {
			throw source.error("this text is never closed", { offset: start, length: at - start }, "Close it with a quote.");
		}
		if (character === '"') break;
		if (character !== "\\") {
			at++;
			continue;
		}
		takePlain();
		escapeSequence.lastIndex = at;
		const found = escapeSequence.exec(text);
		if (found === null) {
			const hint = 'Known are \\n \\r \\t \\0 \\" \\\\ and \\x41.';
			throw source.error("unknown escape in a text", { offset: at, length: 2 }, hint);
		}
		if (found[1] !== undefined) bytes.push(Number.parseInt(found[1], 16));
		else bytes.push(escapedCharacters[found[2]!]!.charCodeAt(0));
		at = plainFrom = escapeSequence.lastIndex;
	}
	takePlain();
	const length = at + 1 - start;
	return {
		kind: "text",
		text: text.slice(start, start + length),
		offset: start,
		length,
		bytes: Uint8Array.from(bytes),
	};
}
