import { BaseError } from "../errors/base-error.js";

/** Where in the source an {@link AssemblyError} happened; lines and columns count from 1, columns in UTF-16 units. */
export interface AssemblyErrorPlace {
	/** The name given to `assemble`, or `input`. */
	readonly file: string;
	readonly line: number;
	readonly column: number;
	/** How many columns the offending text spans, at least 1. */
	readonly span: number;
	/** The source line as written. */
	readonly sourceLine: string;
}

/**
 * The assembler refuses its source. `shortMessage` is one line (`hello.easm:3:1: unknown instruction "MULL"`);
 * `message` adds the source line, a caret under the place, and the hint if there is one.
 */
export class AssemblyError extends BaseError {
	override readonly name: string = "AssemblyError";
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly sourceLine: string;
	/** What is wrong, without the place. */
	readonly problem: string;
	/** What would be right, when there is a good guess. */
	readonly hint: string | undefined;

	constructor(problem: string, place: AssemblyErrorPlace, hint?: string) {
		const picture = drawCaret(place);
		super(`${place.file}:${place.line}:${place.column}: ${problem}`, {
			details: hint === undefined ? picture : `${picture}\n${hint}`,
			docsPath: "assembly.md",
		});
		this.message = `${this.shortMessage}\n${picture}${hint === undefined ? "" : `\n  ${hint}`}`;
		this.file = place.file;
		this.line = place.line;
		this.column = place.column;
		this.sourceLine = place.sourceLine;
		this.problem = problem;
		this.hint = hint;
	}
}

/** Columns of the source line that are shown; a longer line is cut around the caret. */
const shownColumns = 100;

function drawCaret(place: AssemblyErrorPlace): string {
	const at = place.column - 1;
	const start = place.sourceLine.length <= shownColumns ? 0 : Math.max(0, at - shownColumns / 2);
	const end = Math.min(place.sourceLine.length, start + shownColumns);
	const before = showPrintable(place.sourceLine.slice(start, at));
	const after = showPrintable(place.sourceLine.slice(at, end));
	const cutBefore = start > 0 ? "…" : "";
	const cutAfter = end < place.sourceLine.length ? "…" : "";
	// Tabs are kept in front of the caret, so that it lines up whatever their width.
	const indent = (cutBefore + before).replace(/[^\t]/g, " ");
	const caret = `^${"~".repeat(Math.max(0, Math.min(place.span, after.length) - 1))}`;
	return `  ${cutBefore}${before}${after}${cutAfter}\n  ${indent}${caret}`;
}

/** Replaces control characters but tabs: a source must not be able to drive the terminal that shows its errors. */
export function showPrintable(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace
	return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
