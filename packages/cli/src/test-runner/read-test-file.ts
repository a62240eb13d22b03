import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { InputError } from "../errors.js";
import { isObject, parseJson } from "../input/json-input.js";

/** Unpacked bytes that a test file may have. */
const maxFileBytes = 512 << 20;

/**
 * The tests of a file, `.json` or `.json.gz`, by name.
 *
 * @param noun - what a test is called in messages
 * @throws {Error} the file cannot be read, or is no file of such tests
 */
export function readTestFile<T>(
	path: string,
	noun: string,
	isTest: (value: unknown) => value is T,
): ReadonlyMap<string, T> {
	const bytes = readFileSync(path);
	const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
	const text = (isPacked ? gunzipSync(bytes, { maxOutputLength: maxFileBytes }) : bytes).toString("utf8");
	const json = parseJson(text, path);
	if (!isObject(json)) throw new InputError(`${path}: not a file of ${noun}s`);
	const tests = new Map<string, T>();
	for (const [name, test] of Object.entries(json)) {
		if (!isTest(test)) throw new InputError(`${path}: "${name}" is not a ${noun}`);
		tests.set(name, test);
	}
	return tests;
}
