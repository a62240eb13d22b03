import { describeError } from "./errors.js";
import { stylesFor, writeText } from "./terminal.js";

/** Says on standard error what is wrong. Where that cannot be written to, the exit code alone tells. */
export function tellError(error: unknown): void {
	const text = describeError(error);
	try {
		// Transition tools begin their errors as go-ethereum's do.
		writeText(2, text.startsWith("ERROR(") ? `${text}\n` : `${stylesFor(2).red("error:")} ${text}\n`);
	} catch {
		// There is nowhere else to say it.
	}
}
