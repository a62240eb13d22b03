import { BaseError } from "../errors/base-error.js";
import { eips } from "./eips/index.js";

/** An EIP that the rules do not know was to be added to a fork. The message names those that exist. */
export class UnknownEipError extends BaseError {
	/** What was asked for, as it was written. */
	readonly eip: string;

	constructor(eip: string) {
		const shown = eip.length > 80 ? `${eip.slice(0, 80)}…` : eip;
		super(`Unknown EIP "${shown}".`, { details: `The EIPs are ${[...eips.keys()].join(", ")}.` });
		this.eip = eip;
	}
}
