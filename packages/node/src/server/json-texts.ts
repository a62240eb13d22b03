const quote = 0x22;
const backslash = 0x5c;
const newline = 0x0a;

/**
 * Takes a stream of JSON texts apart, one after the other with or without space between, as go-ethereum's decoder reads them. Objects and
 * lists end with their last bracket, whatever is none of them with its line: it is no request, and the reader will say so.
 */
export class JsonTexts {
	#parts: string[] = [];
	#depth = 0;
	#isInString = false;
	#isEscaped = false;
	#length = 0;

	/** Characters of the text that has not ended. */
	get pendingLength(): number {
		return this.#length;
	}

	/** The texts that end in this part of the stream. */
	take(chunk: string): string[] {
		const texts: string[] = [];
		let start = 0;
		const end = (at: number): void => {
			const text = (this.#parts.join("") + chunk.slice(start, at)).trim();
			this.#parts = [];
			this.#length = 0;
			start = at;
			if (text !== "") texts.push(text);
		};
		for (let at = 0; at < chunk.length; at++) {
			const code = chunk.charCodeAt(at);
			if (this.#isInString) {
				if (this.#isEscaped) this.#isEscaped = false;
				else if (code === backslash) this.#isEscaped = true;
				else if (code === quote) this.#isInString = false;
			} else if (this.#depth === 0) {
				if (isOpening(code)) this.#depth = 1;
				else if (code === newline) end(at + 1);
			} else if (code === quote) this.#isInString = true;
			else if (isOpening(code)) this.#depth++;
			else if (isClosing(code) && --this.#depth === 0) end(at + 1);
		}
		const rest = chunk.slice(start);
		this.#parts.push(rest);
		this.#length += rest.length;
		return texts;
	}
}

function isOpening(code: number): boolean {
	return code === 0x7b || code === 0x5b;
}

function isClosing(code: number): boolean {
	return code === 0x7d || code === 0x5d;
}
