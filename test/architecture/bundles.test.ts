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
const cliFolder = join(repositoryRoot, "packages/cli");
const entries = Object.keys(findEntries(join(evmFolder, "src")));

type Module = Readonly<Record<string, unknown>>;

async function load(build: "bundle" | "dist", entry: string): Promise<Module> {
	return (await import(pathToFileURL(join(evmFolder, build, `${entry}.js`)).href)) as Module;
}

describe("the library's bundle", () => {
	test("is what Node finds", () => {
		const resolveName = createRequire(join(repositoryRoot, "package.json")).resolve;
		const { exports } = JSON.parse(readFileSync(join(evmFolder, "package.json"), "utf8")) as {
			exports: Record<string, { types: string; node: string; default: string }>;
		};
		for (const paths of [exports["."]!, exports["./*"]!]) {
			expect(Object.keys(paths)).toEqual(["types", "node", "default"]);
			expect(paths.node).toBe(paths.default.replace("/dist/", "/bundle/"));
		}
		expect(resolveName("@evmore/evm")).toBe(join(evmFolder, "bundle/index.js"));
		expect(resolveName("@evmore/evm/spec")).toBe(join(evmFolder, "bundle/spec/index.js"));
	});

	test("has every entry point, and exports what the files one by one do", async () => {
		expect(entries.length).toBeGreaterThan(10);
		for (const entry of entries) {
			const names = Object.keys(await load("dist", entry)).sort();
			expect([entry, Object.keys(await load("bundle", entry)).sort()]).toEqual([entry, names]);
			expect(existsSync(join(evmFolder, "dist", `${entry}.d.ts`))).toBe(true);
		}
	});

	test("holds everything once: what two entry points export is the same thing", async () => {
		// Two layers may have different things under one name; what is the same in dist/ has to be so in the bundle.
		const found = new Map<string, { entry: string; value: unknown; built: unknown }[]>();
		for (const entry of entries) {
			const built = await load("dist", entry);
			for (const [name, value] of Object.entries(await load("bundle", entry))) {
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

describe.each([join(evmFolder, "bundle"), join(cliFolder, "dist")])("%s", (folder) => {
	test("has source maps that lead to sources", () => {
		const maps = listBuilt(folder, ".js.map");
		expect(maps.length).toBeGreaterThan(5);
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
