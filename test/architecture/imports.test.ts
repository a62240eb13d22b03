import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { parseSourceFile, readImports, readSourceFiles, type SourceFile } from "./source-file.js";

const source = "packages/evm/src";

/**
 * The layers of packages/evm/src: each folder, and the folders right below it that it builds on. What those may use, it
 * may use too.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
	errors: [],
	bytes: ["errors"],
	rlp: ["bytes"],
	crypto: ["bytes"],
	spec: ["rlp", "crypto"],
	code: ["spec"],
	asm: ["code"],
	precompiles: ["crypto", "spec"],
	state: ["bytes", "rlp", "crypto"],
	engine: ["spec", "code"],
	evm: ["engine", "precompiles", "state"],
	tx: ["rlp", "crypto", "spec"],
	block: ["evm", "tx", "state"],
	chain: ["block"],
	// Tracers observe: nothing below knows them but by their interface. What executes for them uses all of the engine.
	trace: ["block"],
};

/** Folders of which others may use types, whatever their layer. */
const typesFor: Readonly<Record<string, readonly string[]>> = {
	trace: ["engine", "evm", "block", "tx", "state", "code", "asm"],
	engine: ["trace"],
	evm: ["trace"],
	block: ["trace"],
	chain: ["trace"],
};

/** Single files that a folder may use although its layer may not be used. */
const filesFor: Readonly<Record<string, readonly string[]>> = {
	trace: ["engine/abi.ts"],
};

/** Files outside all layers: the package's front, which puts everything together. */
const fronts = new Set(["index.ts", "create-evm.ts"]);

/** What the library may depend on besides itself. */
const allowedPackages = [/^@noble\/(curves|hashes)\//, /^mcl-wasm(\/|$)/, /^@bitauth\/libauth(\/|$)/];

function reachable(folder: string): Set<string> {
	const found = new Set([folder]);
	for (const name of found) for (const below of layers[name] ?? []) found.add(below);
	return found;
}

function isTest(path: string): boolean {
	return path.endsWith(".test.ts");
}

/** The path below packages/evm/src that a relative import leads to. */
function targetOf(file: SourceFile, specifier: string): string {
	const path = posix.join(posix.dirname(file.path), specifier).replace(/\.js$/, ".ts");
	return posix.relative(source, path);
}

function layerOf(path: string): string | undefined {
	return path.includes("/") ? path.slice(0, path.indexOf("/")) : undefined;
}

/** What is wrong with the imports of one file of packages/evm/src. */
function findFaults(file: SourceFile): string[] {
	const own = posix.relative(source, file.path);
	const from = layerOf(own);
	const faults: string[] = [];
	const fault = (text: string): number => faults.push(`${file.path}: ${text}`);
	if (from === undefined && !fronts.has(own)) fault("belongs to no layer");
	if (from !== undefined && layers[from] === undefined) fault(`the layer ${from} is unknown: add it to the table`);
	const allowed = from === undefined ? undefined : reachable(from);
	for (const { specifier, typeOnly } of readImports(file)) {
		if (!specifier.startsWith(".")) {
			if (specifier.startsWith("node:")) fault(`imports ${specifier}, but runs in browsers`);
			else if (!allowedPackages.some((pattern) => pattern.test(specifier))) fault(`depends on ${specifier}`);
			continue;
		}
		if (!specifier.endsWith(".js")) fault(`${specifier} does not end in .js`);
		const target = targetOf(file, specifier);
		const to = layerOf(target);
		if (target.startsWith("..")) fault(`${specifier} leads out of the package's source`);
		else if (to === undefined) {
			if (from !== undefined) fault(`${specifier} points up, to the package's front`);
		} else if (allowed !== undefined && !allowed.has(to)) {
			if (filesFor[from!]?.includes(target)) continue;
			if (typesFor[from!]?.includes(to)) {
				if (!typeOnly) fault(`may import only types of ${to}: ${specifier}`);
			} else fault(`${from} must not import ${to}: ${specifier}`);
		}
	}
	return faults;
}

const files = readSourceFiles(source).filter(({ path }) => !isTest(path));

describe("imports in packages/evm/src", () => {
	test("every file is seen", () => {
		expect(files.length).toBeGreaterThan(150);
		const folders = new Set(files.map(({ path }) => layerOf(posix.relative(source, path))).filter(Boolean));
		for (const folder of ["errors", "bytes", "spec", "engine", "evm", "tx", "block"]) expect(folders).toContain(folder);
	});

	test("point downwards, to this package or to its few dependencies", () => {
		expect(files.flatMap(findFaults)).toEqual([]);
	});

	test("the layers have no cycle", () => {
		for (const [folder, below] of Object.entries(layers)) {
			for (const name of below) expect([name, reachable(name).has(folder)]).toEqual([name, false]);
		}
	});

	test("files do not import each other in a circle", () => {
		const targets = new Map(
			files.map((file) => [
				posix.relative(source, file.path),
				readImports(file)
					.filter(({ specifier, typeOnly }) => specifier.startsWith(".") && !typeOnly)
					.map(({ specifier }) => targetOf(file, specifier)),
			]),
		);
		const finished = new Set<string>();
		const circles: string[] = [];
		const visit = (path: string, trail: readonly string[]): void => {
			if (finished.has(path)) return;
			if (trail.includes(path)) {
				circles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
				return;
			}
			for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
			finished.add(path);
		};
		for (const path of targets.keys()) visit(path, []);
		expect(circles).toEqual([]);
	});

	test("the compiler's lowering and the kernel know nothing of each other", () => {
		const kernel = readSourceFiles("packages/evm/kernel").filter(({ path }) => !isTest(path));
		expect(kernel.length).toBeGreaterThan(20);
		const shared = ["engine/abi", "spec/parameters", "spec/rules"].map((name) => `${source}/${name}`);
		const outside = kernel
			.filter(({ path }) => !/words\/test-/.test(path))
			.flatMap((file) =>
				readImports(file)
					.map(({ specifier }) => posix.join(posix.dirname(file.path), specifier))
					.filter((target) => !target.startsWith("packages/evm/kernel/") && !shared.includes(target)),
			);
		expect(outside).toEqual([]);
		const reaching = files.filter((file) =>
			readImports(file).some(({ specifier }) => /(^|\/)kernel\//.test(specifier)),
		);
		expect(reaching.map(({ path }) => path)).toEqual([]);
	});
});

test("the command uses the library only through its exports", () => {
	const faults = readSourceFiles("packages/cli/src").flatMap((file) =>
		readImports(file)
			.filter(({ specifier }) => /packages\/|\/evm\/src\/|^\.\.\/\.\.\/\.\./.test(specifier) && !isTest(file.path))
			.map(({ specifier }) => `${file.path}: ${specifier}`),
	);
	expect(faults).toEqual([]);
});

describe("this test", () => {
	const check = (path: string, text: string): string[] => findFaults(parseSourceFile(`${source}/${path}`, text));

	test("sees what is wrong", () => {
		expect(check("bytes/a.ts", 'import { b } from "../crypto/b.js";')).toHaveLength(1);
		expect(check("state/a.ts", 'export { b } from "../evm/b.js";')).toHaveLength(1);
		expect(check("tx/a.ts", 'const b = await import("../state/b.js");')).toHaveLength(1);
		expect(check("spec/a.ts", 'import "../code/b.js";')).toHaveLength(1);
		expect(check("evm/a.ts", 'import { Evm } from "../create-evm.js";')).toHaveLength(1);
		expect(check("evm/a.ts", 'import {\n\ttype A,\n\tb,\n} from "../trace/b.js";')).toHaveLength(1);
		expect(check("evm/a.ts", 'import fs from "node:fs";')).toHaveLength(1);
		expect(check("evm/a.ts", 'import { z } from "zod";')).toHaveLength(1);
		expect(check("evm/a.ts", 'import { z } from "./z";')).toHaveLength(1);
		expect(check("other/a.ts", "export const a = 1;")).toHaveLength(1);
		expect(check("other.ts", "export const a = 1;")).toHaveLength(1);
	});

	test("lets pass what is right", () => {
		expect(check("evm/a.ts", 'import type { Tracer } from "../trace/tracer.js";')).toEqual([]);
		expect(check("evm/a.ts", 'import { type Tracer, type Step } from "../trace/tracer.js";')).toEqual([]);
		expect(check("trace/a.ts", 'import { Halt } from "../engine/abi.js";')).toEqual([]);
		expect(check("block/a.ts", 'import { bytesToHex } from "../bytes/hex.js";')).toEqual([]);
		expect(check("bytes/a.ts", '// import { b } from "../crypto/b.js";\n/* import "node:fs" */')).toEqual([]);
		expect(check("crypto/a.ts", 'import { sha256 } from "@noble/hashes/sha2.js";')).toEqual([]);
	});
});
