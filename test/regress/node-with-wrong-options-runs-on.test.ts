import { join } from "node:path";
import { expect, test } from "vitest";
import { newFolder } from "../node/new-folder.js";
import { runEvmore } from "../node/node-process.js";

const state = join(newFolder(), "state.json");

// It said so, and went on; or it did not say so at all; or it said so at the end, when the state was lost.
test.each([
	[["--state", state, "--load-state", state], 2, "--state is both --load-state and --dump-state: give it alone"],
	[["--state-interval", "5"], 2, "--state-interval needs --state or --dump-state"],
	[["--state", state, "--state-interval", "no"], 2, '--state-interval: "no" is no number of seconds'],
	[["--fork-block-number", "5"], 2, "--fork-block-number needs --fork-url"],
	[["--fork-header", "a: b"], 2, "--fork-header needs --fork-url"],
	[["--dump-state", join(state, "missing", "x.json")], 1, "no such file"],
])("evmore node %j ends at once", async (options, code, message) => {
	const ended = await runEvmore("node", "--port", "0", ...options);
	expect(ended).toMatchObject({ code, output: "" });
	expect(ended.errors).toContain(message);
	expect(ended.errors.trim().split("\n")).toHaveLength(1);
});
