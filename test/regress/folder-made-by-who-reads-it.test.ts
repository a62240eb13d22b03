import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newFolder } from "../node/new-folder.js";
import { runEvmore } from "../node/node-process.js";

// The folder was there afterwards, with an empty database in it.
test.each([["verify"], ["export", "-"]])("evmore %s makes no folder that it is to read", async (...command) => {
	const folder = join(newFolder(), "nope");
	const ended = await runEvmore(...command, "--datadir", folder);
	expect(ended).toEqual({ code: 1, output: "", errors: `error: there is no folder ${folder}\n` });
	expect(existsSync(folder)).toBe(false);
});
