import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../architecture/source-file.js";

interface Packed {
	readonly files: readonly { readonly path: string }[];
}

test.each(["evm", "node", "cli"])("what is published of packages/%s has the licence", (name) => {
	const folder = join(repositoryRoot, "packages", name);
	const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--silent"], { cwd: folder, encoding: "utf8" });
	const [{ files }] = JSON.parse(output) as [Packed];
	expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
	// There is one copy, the repository's.
	expect(existsSync(join(folder, "LICENSE"))).toBe(false);
});
