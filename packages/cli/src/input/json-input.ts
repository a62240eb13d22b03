import { InputError } from "../errors.js";

/** Deeper JSON is refused: whoever walks it does so with recursion. Compiler output stays below 100. */
const maxDepth = 256;

/**
 * Parses JSON text.
 *
 * @param name - what the text is called in messages: its file
 * @throws {InputError} it is not JSON, or nested too deeply
 */
export function parseJson(text: string, name: string): unknown {
	if (text.trim() === "") throw new InputError(`${name}: empty, not JSON`);
	if (isTooDeep(text)) throw new InputError(`${name}: JSON nested more than ${maxDepth} levels deep`);
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new InputError(`${name}: not valid JSON: ${describeSyntaxError(error as SyntaxError, text)}`);
	}
}

/** Counts brackets outside strings; in text that is no JSON the count means nothing, but then neither does the text. */
function isTooDeep(text: string): boolean {
	let depth = 0;
	let inString = false;
	for (let at = 0; at < text.length; at++) {
		const character = text.charCodeAt(at);
		if (inString) {
			if (character === 0x5c) at++;
			else if (character === 0x22) inString = false;
		} else if (character === 0x22) inString = true;
		else if (character === 0x7b || character === 0x5b) {
			if (++depth > maxDepth) return true;
		} else if (character === 0x7d || character === 0x5d) depth--;
	}
	return false;
}

function describeSyntaxError(error: SyntaxError, text: string): string {
	const position = /at position (\d+)/.exec(error.message)?.[1];
	if (position !== undefined && Number(position) >= text.trimEnd().length) return "it ends too early";
	if (position === undefined) {
		return error.message.includes("end of JSON") ? "it ends too early" : error.message;
	}
	const before = text.slice(0, Number(position)).split("\n");
	const problem = error.message.replace(/ in JSON at position.*$/s, "");
	return `${problem} at line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** A value that is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
