import { UsageError } from "../errors.js";

/** Wei of an amount of ether, such as "1.5". */
export function parseEther(text: string, what: string): bigint {
	const match = /^(\d+)(?:\.(\d{1,18}))?$/.exec(text.trim());
	if (match === null) throw new UsageError(`${what}: "${text}" is no amount of ether`);
	return BigInt(match[1]!) * 10n ** 18n + BigInt((match[2] ?? "").padEnd(18, "0"));
}
