/** What a {@link BaseError} may carry besides its one-line message. */
export interface BaseErrorOptions {
	/** A longer explanation, shown below the short message. */
	readonly details?: string;
	/** Where the documentation treats this error, relative to the documentation's root (`guides/errors.md#hex`). */
	readonly docsPath?: string;
	/** The error that led to this one. */
	readonly cause?: unknown;
}

/**
 * The root of every error that the library throws for misuse or malformed input. Outcomes of execution (a revert, a
 * halt, a refused transaction) are values, never errors.
 *
 * `message` is `shortMessage` followed by the details and the documentation path on lines of their own; programs that
 * print one line use `shortMessage`.
 */
export class BaseError extends Error {
	/** One line, no trailing period needed, fit to be shown to a person. */
	readonly shortMessage: string;
	readonly details: string | undefined;
	readonly docsPath: string | undefined;

	constructor(shortMessage: string, options: BaseErrorOptions = {}) {
		const lines = [shortMessage];
		if (options.details !== undefined) lines.push(`Details: ${options.details}`);
		if (options.docsPath !== undefined) lines.push(`Docs: ${options.docsPath}`);
		super(lines.join("\n"), "cause" in options ? { cause: options.cause } : undefined);
		this.name = new.target.name;
		this.shortMessage = shortMessage;
		this.details = options.details;
		this.docsPath = options.docsPath;
	}
}
