import { AssemblyError, showPrintable } from "./assembly-error.js";

/** A range of the source, in UTF-16 units from its beginning. */
export interface Span {
	readonly offset: number;
	readonly length: number;
}

/** The text being assembled, with its name; makes errors that point into it. */
export class SourceText {
	readonly text: string;
	readonly file: string;

	constructor(text: string, file: string) {
		this.text = text;
		this.file = file;
	}

	/** The error for `span`. The caller throws it. */
	error(problem: string, span: Span, hint?: string): AssemblyError {
		const { text, file } = this;
		const offset = Math.min(span.offset, text.length);
		let line = 1;
		let lineStart = 0;
		for (let i = 0; i < offset; i++) {
			const code = text.charCodeAt(i);
			// \r\n counts once: its \r is skipped, and \r alone ends a line too.
			if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) {
				line++;
				lineStart = i + 1;
			}
		}
		let lineEnd = lineStart;
		while (lineEnd < text.length && text.charCodeAt(lineEnd) !== 10 && text.charCodeAt(lineEnd) !== 13) lineEnd++;
		const place = {
			file,
			line,
			column: offset - lineStart + 1,
			span: Math.max(1, span.length),
			sourceLine: text.slice(lineStart, lineEnd),
		};
		return new AssemblyError(problem, place, hint);
	}

	/** The text of `span`, short and printable enough to stand inside a message. */
	quote(span: Span): string {
		const text = showPrintable(this.text.slice(span.offset, span.offset + Math.min(span.length, 41)));
		return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
	}
}
