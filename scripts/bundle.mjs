// Puts a package's modules into few files, so that Node reads and links a handful instead of hundreds:
// docs/decisions/0003-bundles.md.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { rolldown } from "rolldown";

/**
 * Writes the bundle of one package, and removes what was in its folder before.
 *
 * @param {object} options
 * @param {string} options.folder the package's folder
 * @param {string} options.output where the bundle goes
 * @param {Record<string, string>} options.entries source files, by the name of the file they become
 * @param {"node" | "neutral"} options.platform neutral: it runs in browsers, too
 * @param {string[]} [options.inlined] dependencies that become part of the bundle, as everything does that is no
 *   dependency of the published package
 * @param {import("rolldown").CodeSplittingGroup[]} [options.groups] modules that share a file. Others are in a file with
 *   all that are needed by the same entries.
 * @param {boolean} [options.embedSources] whether source maps hold the sources, for packages that do not publish them
 * @param {import("rolldown").RolldownPluginOption[]} [options.plugins]
 */
export async function bundlePackage({ output, groups = [], embedSources = false, ...options }) {
	const bundle = await rolldown(inputOptions(options));
	await bundle.write({
		dir: output,
		cleanDir: true,
		format: "es",
		entryFileNames: "[name].js",
		chunkFileNames: "[name].js",
		codeSplitting: { groups },
		// One byte per character: V8 reads such files faster.
		charset: "ascii",
		comments: { legal: true, annotation: true, jsdoc: false },
		sourcemap: true,
		sourcemapExcludeSources: !embedSources,
		plugins: [writeLicenses()],
	});
	await bundle.close();
}

/**
 * The modules that are loaded with the entries; not those that are imported later, by `import()`.
 *
 * @param {Parameters<typeof bundlePackage>[0]} options
 * @returns {Promise<Set<string>>}
 */
export async function listModules(options) {
	const bundle = await rolldown(inputOptions(options));
	const { output } = await bundle.generate({ format: "es" });
	await bundle.close();
	const files = new Map(output.map((file) => [file.fileName, file]));
	const names = new Set(Object.keys(options.entries).map((name) => `${name}.js`));
	for (const name of names) for (const other of files.get(name)?.imports ?? []) names.add(other);
	return new Set([...names].flatMap((name) => Object.keys(files.get(name)?.modules ?? {})));
}

function inputOptions({ folder, entries, entrySignatures, platform, inlined = [], plugins = [] }) {
	const { dependencies = {}, peerDependencies = {} } = readJson(join(folder, "package.json"));
	const external = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !inlined.includes(name));
	return {
		input: entries,
		preserveEntrySignatures: entrySignatures ?? "exports-only",
		cwd: folder,
		platform,
		tsconfig: join(folder, "tsconfig.json"),
		resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
		transform: { target: "es2022" },
		external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
		experimental: { nativeMagicString: true },
		plugins: [addThreads(), ...plugins],
		onLog(level, { code, message }) {
			// A module that is imported here at once and there later is nothing to warn of, nor is a busy machine.
			const harmless = ["INEFFECTIVE_DYNAMIC_IMPORT", "PLUGIN_TIMINGS"];
			if (level === "warn" && !harmless.includes(code)) throw new Error(message);
		},
	};
}

/** `new URL("./worker.js", import.meta.url)` names a file that a thread starts with: it becomes an entry. */
function addThreads() {
	return {
		name: "add-threads",
		transform(code, id, { magicString }) {
			const urls = [
				...code.matchAll(/new URL\((?:\/\* webpackIgnore: true \*\/ )?"(\.[^"]+)\.js", import\.meta\.url\)/g),
			];
			for (const { 0: url, 1: path, index } of urls) {
				const file = join(dirname(id), `${path}.ts`);
				const name = `${basename(dirname(file))}-${basename(file, ".ts")}`;
				const reference = this.emitFile({ type: "chunk", id: file, name });
				magicString.overwrite(index, index + url.length, `new URL(import.meta.ROLLUP_FILE_URL_${reference})`);
			}
			return urls.length === 0 ? null : { code: magicString };
		},
		// For programs that are bundled once more: webpack would copy the file as an asset, with imports that lead nowhere.
		renderChunk(code, _chunk, _options, { magicString }) {
			const urls = [...code.matchAll(/(?<=new URL\()"[\w-]+\.js", import\.meta\.url\)/g)];
			for (const { index } of urls) magicString.appendLeft(index, "/* webpackIgnore: true */ ");
			return urls.length === 0 ? null : { code: magicString };
		},
	};
}

/** Writes the licences of the packages whose code is in the bundle beside it. */
function writeLicenses() {
	return {
		name: "write-licenses",
		generateBundle(_, files) {
			const modules = Object.values(files).flatMap(({ modules }) => Object.keys(modules ?? {}));
			const roots = new Set(modules.flatMap((id) => id.match(/^.*\/node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? []));
			if (roots.size === 0) return;
			const texts = [...roots].sort().map((root) => {
				const { name, version } = readJson(join(root, "package.json"));
				const license = readdirSync(root).find((file) => /^licen[cs]e/i.test(file));
				if (license === undefined) throw new Error(`${root} is to be bundled, and has no licence`);
				return `${name} ${version}\n\n${readFileSync(join(root, license), "utf8").trim()}\n`;
			});
			this.emitFile({ type: "asset", fileName: "licenses.txt", source: texts.join(`\n${"-".repeat(80)}\n\n`) });
		},
	};
}

function readJson(path) {
	return JSON.parse(readFileSync(path, "utf8"));
}

/** The entry points of a package's source: its front, and the front of each folder. */
export function findEntries(source) {
	const entries = { index: join(source, "index.ts") };
	for (const name of readdirSync(source)) {
		const path = join(source, name, "index.ts");
		if (existsSync(path)) entries[`${name}/index`] = path;
	}
	return entries;
}
