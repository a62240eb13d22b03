/** The id of a request, which its answer repeats. */
export type Id = string | number | null | NumberAsWritten;

/** A number that JavaScript's have no room for, or another notation of. */
class NumberAsWritten {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/**
 * Parses a request or a batch of them. Ids that are numbers beyond 2^53 are kept as they were written: rounded, they would be no ids that
 * the client knows.
 *
 * @throws {SyntaxError} it is no JSON
 */
export function parseRequests(text: string): unknown {
	const parsed: unknown = JSON.parse(text);
	const requests = listRequests(parsed);
	if (!requests.some(hasInexactId)) return parsed;
	const written = listRequests(JSON.parse(quoteNumbers(text)));
	requests.forEach((request, i) => {
		if (hasInexactId(request)) request.id = new NumberAsWritten((written[i] as { id: string }).id);
	});
	return parsed;
}

function listRequests(parsed: unknown): readonly unknown[] {
	return Array.isArray(parsed) ? parsed : [parsed];
}

function hasInexactId(request: unknown): request is { id: unknown } {
	if (typeof request !== "object" || request === null) return false;
	const { id } = request as { id?: unknown };
	return typeof id === "number" && !Number.isSafeInteger(id);
}

/** Makes strings of all numbers. In JSON nothing but a number begins with a digit or a minus, outside of strings. */
function quoteNumbers(json: string): string {
	return json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => (token.startsWith('"') ? token : `"${token}"`));
}

export function isId(id: unknown): id is Id {
	return typeof id === "string" || typeof id === "number" || id === null || id instanceof NumberAsWritten;
}

/** The id as JSON. */
export function writeId(id: Id): string {
	return id instanceof NumberAsWritten ? id.text : JSON.stringify(id);
}
