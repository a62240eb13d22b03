import { BaseError } from "./base-error.js";

/** What was given is of another type than the one declared: programs in JavaScript find out by this. */
export class InvalidParameterError extends BaseError {}

/** @throws {InvalidParameterError} the value is no bigint */
export function checkBigInt(what: string, value: unknown): void {
	if (typeof value === "bigint") return;
	throw new InvalidParameterError(`${what} is not a bigint: ${String(value)} (${typeof value})`);
}
