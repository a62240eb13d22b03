import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * The folder of public test vectors: `EVMORE_FIXTURES`, else `../shared/fixtures`, else `fixtures/` (filled by
 * `npm run fixtures`); undefined when there is none.
 */
export function fixturesDir(): string | undefined {
	const fromEnvironment = process.env.EVMORE_FIXTURES;
	if (fromEnvironment !== undefined && fromEnvironment !== "") return resolve(fromEnvironment);
	const candidates = [join(repositoryRoot, "../shared/fixtures"), join(repositoryRoot, "fixtures")];
	return candidates.find((candidate) => existsSync(join(candidate, "README.md")));
}

/** Parses a JSON file, unpacking it first when its name ends in `.gz`. Throws when it cannot be read. */
export function readJson(path: string): unknown {
	const bytes = readFileSync(path);
	return JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}

/** Parses a file of one JSON value per line, as `readJson` does. */
export function readJsonLines(path: string): unknown[] {
	const bytes = readFileSync(path);
	const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
	return text
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line) as unknown);
}
