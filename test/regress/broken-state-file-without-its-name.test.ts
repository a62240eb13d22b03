import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newFolder } from "../node/new-folder.js";
import { runEvmore } from "../node/node-process.js";

// It said "anvil_loadState: …", a method that nobody had called, and not which file.
test.each([
	["{}", "the state has no accounts"],
	["nonsense", "the state is not JSON, packed by gzip or not"],
])("a state file with %s is named", async (text, message) => {
	const path = join(newFolder(), "broken.json");
	writeFileSync(path, text);
	for (const option of ["--state", "--load-state"]) {
		const ended = await runEvmore("node", "--port", "0", option, path);
		expect(ended).toEqual({ code: 1, output: "", errors: `error: ${path}: ${message}\n` });
	}
});
