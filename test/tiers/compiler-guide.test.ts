import { readFileSync } from "node:fs";
import { resolveSpec } from "@evmore/evm";
import { reportCompilation } from "@evmore/evm/engine";
import { expect, test } from "vitest";

const guide = readFileSync(new URL("../../docs/compiler.md", import.meta.url), "utf8");

test("docs/compiler.md shows the intermediate representation that the compiler makes", () => {
	const code = /^evmore compile-report ([0-9a-f]+)$/m.exec(guide)![1]!;
	const printed = /```ir\n([\s\S]*?)\n```/.exec(guide)![1]!;
	const { blocks, bytes } = reportCompilation(Uint8Array.from(Buffer.from(code, "hex")), resolveSpec("Osaka"));
	expect(blocks.map(({ ir }) => ir).join("\n\n")).toBe(printed);
	expect(bytes).toBeDefined();
	const wat = blocks.map((block) => block.wat().replaceAll(/^ +/gm, "")).join("\n");
	const excerpts = [...guide.matchAll(/```wat\n([\s\S]*?)\n```/g)].map(([, text]) => text!);
	expect(excerpts.length).toBe(2);
	for (const excerpt of excerpts) expect(wat).toContain(excerpt.replaceAll(/ *;;.*$|^ +/gm, ""));
});

test("the WebAssembly of every block is printed, with no instruction it does not know", () => {
	const code = "5f35602035815f52805f5155600a5b600190038060 0f57".replace(" ", "");
	const { blocks } = reportCompilation(Uint8Array.from(Buffer.from(code, "hex")), resolveSpec("Osaka"));
	const text = blocks.map((block) => block.wat()).join("\n");
	expect(text).toContain("return_call $");
	expect(text).not.toMatch(/0x/);
});
