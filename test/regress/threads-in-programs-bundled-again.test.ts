import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../architecture/source-file.js";

// webpack takes `new URL("file.js", import.meta.url)` for an asset and copies the file, with its imports, for a program in
// production mode to fail with "Unexpected token". The note keeps it from that.
test.each(["dist", "bundle"])("packages/node/%s: what starts a thread is left alone by webpack", (build) => {
	const folder = join(repositoryRoot, "packages/node", build);
	const files = readdirSync(folder, { recursive: true }).map(String);
	const urls = files
		.filter((file) => file.endsWith(".js"))
		.map((file) => readFileSync(join(folder, file), "utf8"))
		.flatMap((code) => code.match(/new URL\([^()]*,\s*import\.meta\.url\s*\)/g) ?? []);
	expect(urls).toHaveLength(2);
	for (const url of urls) expect(url).toMatch(/^new URL\(\s*\/\* webpackIgnore: true \*\//);
});
