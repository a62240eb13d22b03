import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { InputError } from "../errors.js";
import { isObject, parseJson } from "../input/json-input.js";
import type { StateTest } from "./state-test.js";

/** Unpacked bytes that a test file may have. */
const maxFileBytes = 512 << 20;

/**
 * The state tests of a file, `.json` or `.json.gz`, by name.
 *
 * @throws {Error} the file cannot be read, or is no file of state tests
 */
export function readTestFile(path: string): ReadonlyMap<string, StateTest> {
	const bytes = readFileSync(path);
	const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
	const text = (isPacked ? gunzipSync(bytes, { maxOutputLength: maxFileBytes }) : bytes).toString("utf8");
	const json = parseJson(text, path);
	if (!isObject(json)) throw new InputError(`${path}: not a file of state tests`);
	const tests = new Map<string, StateTest>();
	for (const [name, test] of Object.entries(json)) {
		if (!isStateTest(test)) throw new InputError(`${path}: "${name}" is not a state test`);
		tests.set(name, test);
	}
	return tests;
}

function isStateTest(test: unknown): test is StateTest {
	if (!isObject(test) || !isObject(test.env) || !isObject(test.pre) || !isObject(test.transaction)) return false;
	return isObject(test.post) && Object.values(test.post).every((cases) => Array.isArray(cases));
}
