import type { BaseError } from "@evmore/evm/errors";
import { printable } from "./terminal.js";

/** Exit codes: what was given is wrong, or how the command was used. */
export const badInput = 1;
export const wrongUsage = 2;
/** What was deployed or called failed. */
export const executionFailed = 1;

/** What was given cannot be used: a file, a number, code. Shown on one line. */
export class InputError extends Error {
	override readonly name: string = "InputError";
	readonly exitCode: number = badInput;
}

/** The command was used wrongly: options that are missing, or do not go together. Shown on one line. */
export class UsageError extends InputError {
	override readonly name: string = "UsageError";
	override readonly exitCode: number = wrongUsage;
}

/**
 * What a person reads about an error: one line, without a stack trace. An assembler error also has the line of source
 * and a caret below.
 */
export function describeError(error: unknown): string {
	if (!(error instanceof Error)) return printable(String(error));
	if (isBaseError(error)) return describeLibraryError(error);
	if (error instanceof InputError) return printable(error.message);
	const { code, path } = error as NodeJS.ErrnoException;
	if (code !== undefined && path !== undefined) return describeFileError(error, path);
	if (code !== undefined && code in fileProblems) return fileProblems[code]!;
	if (error instanceof RangeError && /memory|allocation|string length/i.test(error.message)) {
		return `not enough memory: ${printable(error.message)}`;
	}
	return `this is a mistake in evmore, please report it: ${printable(error.message)}`;
}

function describeLibraryError(error: BaseError): string {
	// Told apart by its fields: the class would have to be loaded for that.
	if ("sourceLine" in error && "problem" in error && "hint" in error) {
		const isUnknown = String(error.problem).startsWith("unknown instruction") && error.hint === undefined;
		return isUnknown ? `${error.message}\n  "evmore opcodes" lists the instructions that exist.` : error.message;
	}
	const names = error.details?.startsWith("The ") === true ? ` ${error.details}` : "";
	return printable(`${error.shortMessage}${names}`);
}

/** Without an import of the class, which only the verbs that use the library load. */
function isBaseError(error: Error): error is BaseError {
	return "shortMessage" in error && typeof error.shortMessage === "string";
}

const fileProblems: Readonly<Record<string, string>> = {
	ENOENT: "no such file",
	EISDIR: "is a directory, not a file",
	EEXIST: "is a file, not a directory",
	ENOTDIR: "a part of its path is not a directory",
	EACCES: "permission denied",
	EPERM: "operation not permitted",
	EROFS: "the file system is read-only",
	ENOSPC: "no space left on the disk",
	EMFILE: "too many open files",
	ELOOP: "too many symbolic links",
	ENAMETOOLONG: "the name is too long",
};

/** One line about a file that the system refused: which and why. */
export function describeFileError(error: unknown, path: string): string {
	const code = (error as NodeJS.ErrnoException).code ?? "";
	return printable(`${path}: ${fileProblems[code] ?? (error as Error).message}`);
}
