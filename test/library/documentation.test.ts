import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listFiles, repositoryRoot } from "../architecture/source-file.js";

// What the documentation shows is run. In a program, comment lines right below a statement that prints are what it
// prints; below a command, lines that begin with "# " are what it prints on standard output.

const pages = [
	"README.md",
	"packages/evm/README.md",
	"packages/cli/README.md",
	"packages/node/README.md",
	...listFiles("docs/guides", /\.md$/),
];

/** Fenced blocks of a language, with the line they begin at. */
function readBlocks(page: string, language: string): { readonly line: number; readonly text: string }[] {
	const text = readFileSync(join(repositoryRoot, page), "utf8");
	return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, "gm"))].map((match) => ({
		line: text.slice(0, match.index).split("\n").length,
		text: match[1]!,
	}));
}

function blocksOf(language: string): [name: string, text: string][] {
	return pages.flatMap((page) =>
		readBlocks(page, language).map(({ line, text }): [string, string] => [`${page}:${line}`, text]),
	);
}

const programs = blocksOf("js");
const commands = blocksOf("sh").flatMap(([name, text]) =>
	[...text.matchAll(/^(npx evmore .*)\n((?:# .*\n?)*)/gm)].map(([, command, output]): [string, string, string] => [
		name,
		command!.replace(/\s+#.*/, ""),
		output!.replace(/^# /gm, ""),
	]),
);

test("there is something to run", () => {
	expect(programs.length).toBeGreaterThanOrEqual(7);
	expect(commands.length).toBeGreaterThanOrEqual(8);
});

describe("programs", () => {
	test.each(programs)("%s", (_, text) => {
		const output = execFileSync(process.execPath, ["--input-type=module", "--eval", text], {
			encoding: "utf8",
			cwd: repositoryRoot,
		});
		const expected = [...text.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line);
		expect(expected.length).toBeGreaterThan(0);
		expect(output.trimEnd().split("\n")).toEqual(expected);
	});
});

describe("commands", () => {
	test.each(commands)("%s: %s", (_, command, output) => {
		const [program, name, ...words] = command.split(" ");
		expect([program, name]).toEqual(["npx", "evmore"]);
		const result = spawnSync(process.execPath, ["packages/cli/bin/evmore.js", ...words], {
			encoding: "utf8",
			cwd: repositoryRoot,
		});
		expect([result.status, result.status === 0 ? "" : result.stderr]).toEqual([0, ""]);
		expect(result.stdout.length + result.stderr.length).toBeGreaterThan(0);
		if (output !== "") expect(result.stdout.trimEnd()).toBe(output.trimEnd());
	});
});

describe("the README", () => {
	const readme = readFileSync(join(repositoryRoot, "README.md"), "utf8");

	test("begins with what it is, then the command that runs the main job, then the one that passes the tests", () => {
		const [title, what, ...rest] = readme.split("\n\n");
		expect(title).toBe("# evmore");
		expect(what!.split(/(?<=\.)\s+(?=[A-Z])/)).toHaveLength(2);
		const blocks = rest.filter((part) => part.startsWith("```sh"));
		expect(rest.slice(0, 2)).toEqual(blocks.slice(0, 2));
		expect(blocks[0]).toMatch(/^```sh\nnpx evmore run 0x602a5f5260205ff3\b/);
		expect(blocks[1]).toMatch(/^```sh\nnpm test\b/);
	});

	test("links lead somewhere", () => {
		for (const page of [
			...pages,
			...listFiles("docs", /\.md$/),
			"CONTRIBUTING.md",
			"SECURITY.md",
			"examples/README.md",
		]) {
			const text = readFileSync(join(repositoryRoot, page), "utf8");
			for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
				const path = join(repositoryRoot, page, "..", target!);
				expect([page, target, existsSync(path)]).toEqual([page, target, true]);
			}
		}
	});
});
