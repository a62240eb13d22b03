import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { evmoreCommand, folderWith, repositoryRoot } from "./evmore.js";

/** A command in the guide, and what it prints: `…` stands for anything up to the end of the line. */
interface Example {
	readonly command: string;
	readonly output: string[];
}

const guide = readFileSync(join(repositoryRoot, "docs/cli.md"), "utf8");
const blocks = [...guide.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)];
const files = Object.fromEntries(
	blocks.filter((block) => block[2] !== undefined).map((block) => [block[2]!, block[3]!]),
);
const sessions = blocks.filter((block) => block[1] === "console").map((block) => readExamples(block[3]!));

function readExamples(text: string): Example[] {
	const examples: Example[] = [];
	for (const line of text.trimEnd().split("\n")) {
		if (line.startsWith("$ ")) examples.push({ command: line.slice(2), output: [] });
		else examples.at(-1)!.output.push(line);
	}
	return examples;
}

test("what docs/cli.md shows is what the commands print", () => {
	// Inside the repository: the imports of the Solidity files are found in its node_modules.
	const cwd = folderWith(files, join(repositoryRoot, "node_modules"));
	expect(Object.keys(files)).toEqual([
		"hello.easm",
		"store.easm",
		"genesis.json",
		"Add.sol",
		"Token.sol",
		"sum.json",
		"block.json",
	]);
	expect(sessions.flat().length).toBeGreaterThan(30);
	for (const examples of sessions) {
		const mark = "--- end ---";
		const script = [
			`evmore() { "${process.execPath}" "${evmoreCommand}" "$@"; }`,
			...examples.map(({ command }) => `${command}; echo "${mark}"`),
		];
		const printed = execFileSync("bash", ["-c", `exec 2>&1; ${script.join("\n")}`], { cwd, encoding: "utf8" });
		const outputs = printed.split(`${mark}\n`).map((output) => output.split("\n").slice(0, -1));
		examples.forEach(({ command, output }, index) => {
			const lines = outputs[index]!.map((line, at) => {
				const [start, rest] = output[at]?.split("…") ?? [];
				return rest !== undefined && line.startsWith(start!) ? output[at] : line;
			});
			expect.soft([command, ...lines]).toEqual([command, ...output]);
		});
	}
}, 300_000);
