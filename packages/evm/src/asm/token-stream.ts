import type { Token } from "./lexer.js";
import { tokenize } from "./lexer.js";
import type { SourceText } from "./source-text.js";

/** The tokens of a source, read one after the other. The final `end` token is never passed. */
export class TokenStream {
	readonly source: SourceText;
	readonly #tokens: readonly Token[];
	#position = 0;

	constructor(source: SourceText) {
		this.source = source;
		this.#tokens = tokenize(source);
	}

	/** The token `ahead` places further on, without taking it. */
	peek(ahead = 0): Token {
		return this.#tokens[Math.min(this.#position + ahead, this.#tokens.length - 1)]!;
	}

	next(): Token {
		const token = this.peek();
		if (token.kind !== "end") this.#position++;
		return token;
	}

	/** Whether the token `ahead` is this symbol. */
	isSymbol(text: string, ahead = 0): boolean {
		const token = this.peek(ahead);
		return token.kind === "symbol" && token.text === text;
	}

	skipNewlines(): void {
		while (this.peek().kind === "newline") this.next();
	}

	/** What a message calls the token: its text, or the end of the line or source. */
	describe(token: Token): string {
		if (token.kind === "newline") return "the end of the line";
		if (token.kind === "end") return "the end of the source";
		return this.source.quote(token);
	}
}
