import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNode } from "@evmore/node";
import { LmdbDatabase } from "@evmore/node/persistence";
import { expect, test } from "vitest";
import { newFolder } from "../node/new-folder.js";
import { runEvmore } from "../node/node-process.js";

async function makeDatabase(): Promise<{ folder: string; file: string }> {
	const folder = newFolder();
	const node = await createNode({ database: new LmdbDatabase(folder) });
	for (let i = 0; i < 5; i++) await node.provider.request({ method: "evm_mine", params: [] });
	await node.close();
	return { folder, file: join(folder, "data.mdb") };
}

// LMDB trusts its file: the process ended by a signal, without a word.
test.each<readonly [string, (file: string) => void, RegExp]>([
	["cut short", (file) => truncateSync(file, 12_288), /data\.mdb is damaged: its end is missing/],
	["cut to less than a page", (file) => truncateSync(file, 100), /data\.mdb is damaged: it does not begin/],
	[
		"overwritten at its beginning",
		(file) => writeFileSync(file, readFileSync(file).fill(0xaa, 0, 8192)),
		/data\.mdb is damaged: it does not begin as a database does/,
	],
])("a database whose file was %s is refused with an error", async (_, damage, message) => {
	const { folder, file } = await makeDatabase();
	expect((await runEvmore("verify", "--datadir", folder)).code).toBe(0);
	damage(file);
	const ended = await runEvmore("verify", "--datadir", folder);
	expect(ended.errors).toMatch(message);
	expect(ended).toMatchObject({ code: 1, output: "" });
});

// "This is a mistake in evmore, please report it."
test("a page that holds nothing any more is told as damage", async () => {
	const { folder, file } = await makeDatabase();
	const bytes = readFileSync(file);
	// All but the pages at the beginning and at the end, which are looked at when it is opened.
	for (let page = 2; page < bytes.length / 4096 - 3; page++) bytes.fill(0, page * 4096, (page + 1) * 4096);
	writeFileSync(file, bytes);
	const ended = await runEvmore("verify", "--datadir", folder);
	expect(ended.code).toBe(1);
	expect(ended.errors).toMatch(/damaged|cannot be opened|missing/);
	expect(ended.errors).not.toMatch(/mistake in evmore/);
});
