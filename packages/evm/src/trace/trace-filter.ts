import type { JsonValue } from "./json-value.js";

/** What `trace_filter` looks for, besides a range of blocks. */
export interface TraceFilter {
	/** Any of them; undefined or empty: all. */
	readonly fromAddress?: readonly string[] | undefined;
	readonly toAddress?: readonly string[] | undefined;
	/** Traces to be passed over first. */
	readonly after?: number | undefined;
	/** At most so many. */
	readonly count?: number | undefined;
}

type Members = { readonly [name: string]: JsonValue };

/**
 * Those of many calls, as ParityCalls lists them, that a filter lets pass; read one by one, so that nothing has to be held.
 */
export function* filterTraces(traces: Iterable<JsonValue>, filter: TraceFilter): Generator<JsonValue, void> {
	const senders = lowerCase(filter.fromAddress);
	const recipients = lowerCase(filter.toAddress);
	let skip = filter.after ?? 0;
	let left = filter.count ?? Number.POSITIVE_INFINITY;
	for (const trace of traces) {
		if (left <= 0) return;
		if (!matches(trace as Members, senders, recipients)) continue;
		if (skip > 0) {
			skip--;
			continue;
		}
		left--;
		yield trace;
	}
}

function lowerCase(addresses: readonly string[] | undefined): ReadonlySet<string> | undefined {
	if (addresses === undefined || addresses.length === 0) return undefined;
	return new Set(addresses.map((address) => address.toLowerCase()));
}

function matches(
	{ action, result }: Members,
	senders: ReadonlySet<string> | undefined,
	recipients: ReadonlySet<string> | undefined,
): boolean {
	const { from, address, to, refundAddress, author } = action as Members;
	const created = (result as Members | undefined)?.address;
	const isOneOf = (set: ReadonlySet<string> | undefined, ...candidates: (JsonValue | undefined)[]): boolean =>
		set === undefined || candidates.some((candidate) => typeof candidate === "string" && set.has(candidate));
	return isOneOf(senders, from, address) && isOneOf(recipients, to, created, refundAddress, author);
}
