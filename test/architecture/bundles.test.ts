import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { verbs } from "../../packages/cli/src/verbs.js";
import { findEntries } from "../../scripts/bundle.mjs";
import { repositoryRoot } from "./source-file.js";

// What `npm run build` made of the packages for Node: docs/decisions/0003-bundles.md.

const evmFolder = join(repositoryRoot, "packages/evm");
const nodeFolder = join(repositoryRoot, "packages/node");
const cliFolder = join(repositoryRoot, "packages/cli");

type Module = Readonly<Record<string, unknown>>;

function entriesOf(folder: string): string[] {
	return Object.keys(findEntries(join(folder, "src")));
}

async function load(folder: string, build: "bundle" | "dist", entry: string): Promise<Module> {
	return (await import(pathToFileURL(join(folder, build, `${entry}.js`)).href)) as Module;
}

describe.each([
	{ name: "@evmore/evm", folder: evmFolder, least: 10 },
	{ name: "@evmore/node", folder: nodeFolder, least: 2 },
])("the bundle of $name", ({ name, folder, least }) => {
	const entries = entriesOf(folder);

	test("is what Node finds", () => {
		const resolveName = createRequire(join(repositoryRoot, "package.json")).resolve;
		const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
			exports: Record<string, string | { types: string; node: string; default: string }>;
		};
		for (const paths of Object.values(exports)) {
			if (typeof paths === "string") continue;
			expect(Object.keys(paths)).toEqual(["types", "node", "default"]);
			expect(paths.node).toBe(paths.default.replace("/dist/", "/bundle/"));
		}
		for (const entry of entries) {
			const path = entry.replace(/\/?index$/, "");
			expect(resolveName(path === "" ? name : `${name}/${path}`)).toBe(join(folder, "bundle", `${entry}.js`));
		}
	});

	test("has every entry point, and exports what the files one by one do", async () => {
		expect(entries.length).toBeGreaterThan(least);
		for (const entry of entries) {
			const names = Object.keys(await load(folder, "dist", entry)).sort();
			expect([entry, Object.keys(await load(folder, "bundle", entry)).sort()]).toEqual([entry, names]);
			expect(existsSync(join(folder, "dist", `${entry}.d.ts`))).toBe(true);
		}
	});
});

describe("the library's bundle", () => {
	test("holds everything once: what two entry points export is the same thing", async () => {
		const entries = entriesOf(evmFolder);
		// Two layers may have different things under one name; what is the same in dist/ has to be so in the bundle.
		const found = new Map<string, { entry: string; value: unknown; built: unknown }[]>();
		for (const entry of entries) {
			const built = await load(evmFolder, "dist", entry);
			for (const [name, value] of Object.entries(await load(evmFolder, "bundle", entry))) {
				found.set(name, [...(found.get(name) ?? []), { entry, value, built: built[name] }]);
			}
		}
		let shared = 0;
		for (const [name, [first, ...others]] of found) {
			for (const other of others) {
				if (other.built !== first!.built) continue;
				shared++;
				expect([name, other.entry, other.value === first!.value]).toEqual([name, other.entry, true]);
			}
		}
		expect(shared).toBeGreaterThan(10);
	});
});

/** The files below a folder with an ending. */
function listBuilt(folder: string, ending: string): string[] {
	const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
	return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

describe.each([join(evmFolder, "bundle"), join(nodeFolder, "bundle"), join(cliFolder, "dist")])("%s", (folder) => {
	test("has source maps that lead to sources", () => {
		const maps = listBuilt(folder, ".js.map");
		expect(maps.length).toBeGreaterThan(4);
		for (const path of maps) {
			const { sources, sourcesContent } = JSON.parse(readFileSync(path, "utf8")) as {
				sources: string[];
				sourcesContent?: string[];
			};
			for (const source of sources.filter((name) => !name.startsWith("\0"))) {
				const known = sourcesContent !== undefined || existsSync(resolve(dirname(path), source));
				expect([path, source, known]).toEqual([path, source, true]);
			}
		}
	});

	test("names the licences of what it holds", () => {
		const text = readFileSync(join(folder, "licenses.txt"), "utf8");
		const names = new Set(
			listBuilt(folder, ".js.map").flatMap((path) =>
				(JSON.parse(readFileSync(path, "utf8")) as { sources: string[] }).sources.flatMap(
					(source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [],
				),
			),
		);
		expect(names.size).toBeGreaterThan(0);
		for (const name of names) expect(text).toContain(`${name} `);
	});
});

/** The files that a run of the command loads, relative to the repository. */
function loadedBy(args: readonly string[]): string[] {
	const folder = mkdtempSync(join(tmpdir(), "evmore-loaded-"));
	const log = join(folder, "loaded.txt");
	const toUrl = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
	const hooks = `import { appendFileSync } from "node:fs";
export async function load(url, context, next) { appendFileSync(${JSON.stringify(log)}, url + "\\n"); return next(url, context); }`;
	const start = `import { register } from "node:module"; register(${JSON.stringify(toUrl(hooks))});`;
	try {
		execFileSync(process.execPath, ["--import", toUrl(start), join(cliFolder, "bin/evmore.js"), ...args], {
			cwd: repositoryRoot,
			stdio: ["ignore", "pipe", "pipe"],
		});
		const urls = readFileSync(log, "utf8").trim().split("\n");
		return urls
			.filter((url) => url.startsWith("file:"))
			.map((url) => relative(repositoryRoot, new URL(url).pathname).split(sep).join("/"));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

describe("the command", () => {
	test("loads a handful of files to run code, and nothing of the library but what it needs", () => {
		expect(loadedBy(["run", "00"]).sort()).toEqual([
			"packages/cli/bin/evmore.js",
			"packages/cli/dist/main.js",
			"packages/cli/dist/program.js",
			"packages/cli/dist/rolldown-runtime.js",
			"packages/cli/dist/run.js",
			"packages/evm/bundle/evm.js",
			"packages/evm/bundle/index.js",
		]);
	});

	test("loads next to nothing to tell its version", () => {
		expect(loadedBy(["--version"])).toEqual(["packages/cli/bin/evmore.js", "packages/cli/dist/main.js"]);
	});

	test("shows the help without the library", () => {
		expect(loadedBy(["--help"]).filter((path) => path.startsWith("packages/evm/"))).toEqual([]);
	});

	test.each(verbs.map(({ name }) => name))("has the verb %s", (name) => {
		expect(loadedBy([name, "--help"]).length).toBeGreaterThan(3);
	});
});
