// Bundles the command: dist/main.js, and files that are loaded when they are needed, such as those of verbs.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundlePackage, listModules } from "../../../scripts/bundle.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
const options = {
	folder,
	platform: "node",
	entries: { main: source("main") },
	entrySignatures: "allow-extension",
	plugins: [getBuiltins()],
};

// What every run needs: three files, each with what the ones before it lack. Verbs take from them what they need, too.
const main = await listModules(options);
const program = await listModules({ ...options, entries: { program: source("program") } });
const run = await listModules({
	...options,
	entries: { run: source("commands/run"), code: source("execution/run-code") },
});
// Test fillers start a transition tool for every block: one file more for it.
const t8n = await listModules({ ...options, entries: { t8n: source("t8n/t8n-command"), run: source("t8n/run-t8n") } });
await bundlePackage({
	...options,
	output: join(folder, "dist"),
	embedSources: true,
	groups: [
		{ name: "main", test: (id) => main.has(id), priority: 3 },
		{ name: "program", test: (id) => program.has(id) || id.includes("rolldown/runtime"), priority: 2 },
		{ name: "run", test: (id) => run.has(id), priority: 1 },
		{ name: "t8n", test: (id) => t8n.has(id), priority: 0 },
	],
});

function source(name) {
	return join(folder, "src", `${name}.ts`);
}

/**
 * Takes Node's modules from `process.getBuiltinModule`. An `import` or `require` of node:fs reads all its exports to offer them
 * to importers, and so loads streams and more that nobody needs.
 */
function getBuiltins() {
	return {
		name: "get-builtins",
		transform(code, id, { magicString }) {
			if (!id.includes("/node_modules/commander/")) return null;
			for (const { 0: call, 1: name, index } of code.matchAll(/\brequire\('(node:\w+)'\)/g)) {
				// It can start programs as verbs, which nobody uses here: Node need not load what that takes.
				const builtin = name === "node:child_process" ? "{}" : `globalThis.process.getBuiltinModule("${name}")`;
				magicString.overwrite(index, index + call.length, builtin);
			}
			return { code: magicString };
		},
		renderChunk(code, _chunk, _options, { magicString }) {
			for (const { 0: line, 1: names, 2: name, index } of code.matchAll(/^import \{ (.+) \} from "(node:.+)";$/gm)) {
				const properties = names.replaceAll(" as ", ": ");
				const declaration = `const { ${properties} } = process.getBuiltinModule("${name}");`;
				magicString.overwrite(index, index + line.length, declaration);
			}
			return { code: magicString };
		},
	};
}
