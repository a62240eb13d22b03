import { BaseError } from "../errors/base-error.js";

/** Bytes that are not the canonical RLP of one item, or an item that RLP has no form for. */
export class RlpError extends BaseError {
	/** Offset of the faulty item's first byte in the input; undefined when encoding. */
	readonly position: number | undefined;

	constructor(reason: string, position?: number) {
		super(position === undefined ? `Cannot encode as RLP: ${reason}` : `Invalid RLP at byte ${position}: ${reason}`);
		this.position = position;
	}
}
