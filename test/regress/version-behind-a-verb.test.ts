import { expect, test } from "vitest";
import { evmore } from "../end-to-end/evmore.js";

// It was taken, and nothing done: no output, exit code 0.
test.each([
	["t8n", "--version"],
	["t8n", "-v"],
	["statetest", "--version"],
	["node", "--version"],
])("evmore %s %s", async (verb, option) => {
	const { exitCode, stdout, stderr } = await evmore([verb, option]);
	expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
	expect(stdout).toMatch(new RegExp(`^evmore-${verb} \\d+\\.\\d+\\.\\d+\\n$`));
});
