import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { repositoryRoot } from "../architecture/source-file.js";

// Beside the packages' own modules: names are looked up from there.
const folder = mkdtempSync(join(repositoryRoot, "node_modules/.evmore-types-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = `
import { createEvm, MemoryState, type CallResult, type Tracer } from "@evmore/evm";
const tracer: Tracer = {};
export const result: CallResult = createEvm({ state: new MemoryState() }).call({ code: "0x00", tracer });
`;

// "Cannot find namespace 'WebAssembly'", of which the types are the DOM's.
test("a program is compiled without the DOM's types, and with those of the library checked", () => {
	writeFileSync(join(folder, "program.ts"), program);
	const compilerOptions = {
		target: "es2022",
		lib: ["es2022"],
		module: "nodenext",
		strict: true,
		skipLibCheck: false,
		noEmit: true,
		types: [],
	};
	writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
	const compiler = join(repositoryRoot, "node_modules/typescript/bin/tsc");
	let told = "";
	try {
		execFileSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8", stdio: "pipe" });
	} catch (error) {
		told = (error as { stdout: string }).stdout;
	}
	expect(told).toBe("");
});
