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
	plugins: [withoutProcesses(), getBuiltins()],
};

// What every run needs: three files, each with what the ones before it lack. Verbs take from them what they need, too.
const main = await listModules(options);
const program = await listModules({ ...options, entries: { program: source("program") } });
const run = await listModules({
	...options,
	entries: { run: source("commands/run"), code: source("execution/run-code") },
});
await bundlePackage({
	...options,
	output: join(folder, "dist"),
	embedSources: true,
	groups: [
		{ name: "main", test: (id) => main.has(id), priority: 3 },
		{ name: "program", test: (id) => program.has(id) || id.includes("rolldown/runtime"), priority: 2 },
		{ name: "run", test: (id) => run.has(id), priority: 1 },
	],
});

function source(name) {
	return join(folder, "src", `${name}.ts`);
}

/** commander can start programs as verbs, which nobody uses here: Node need not load what that takes. */
function withoutProcesses() {
	const nothing = "\0no-processes";
	return {
		name: "without-processes",
		resolveId: (id, importer) =>
			id === "node:child_process" && importer?.includes("/node_modules/commander/") ? nothing : null,
		load: (id) => (id === nothing ? "module.exports = {};" : null),
	};
}

/**
 * Takes Node's modules from `process.getBuiltinModule`: an `import` of node:fs reads all its exports, and so loads streams
 * and more that nobody needs.
 */
function getBuiltins() {
	return {
		name: "get-builtins",
		renderChunk(code, _chunk, _options, { magicString }) {
			for (const { 0: line, 1: names, 2: id, index } of code.matchAll(/^import \{ (.+) \} from "(node:.+)";$/gm)) {
				const properties = names.replaceAll(" as ", ": ");
				magicString.overwrite(
					index,
					index + line.length,
					`const { ${properties} } = process.getBuiltinModule("${id}");`,
				);
			}
			return { code: magicString };
		},
	};
}
