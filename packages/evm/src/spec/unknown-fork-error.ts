import { BaseError } from "../errors/base-error.js";
import { forkNames } from "./fork-name.js";

/** There is no fork with that name. The message names those that exist, and the nearest. */
export class UnknownForkError extends BaseError {
	/** What was asked for. */
	readonly fork: string;
	/** The existing name that comes nearest. */
	readonly suggestion: string | undefined;

	constructor(fork: string, suggestion: string | undefined) {
		const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
		const shown = fork.length > 80 ? `${fork.slice(0, 80)}…` : fork;
		super(`Unknown fork "${shown}".${hint}`, { details: `The forks are ${forkNames.join(", ")}.` });
		this.fork = fork;
		this.suggestion = suggestion;
	}
}
