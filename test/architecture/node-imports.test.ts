import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { parseSourceFile, readImports, readSourceFiles, type SourceFile } from "./source-file.js";

const source = "packages/node/src";

/** The layers of the node: each folder, and the folders right below it. What those may use, it may use too. */
const layers: Readonly<Record<string, readonly string[]>> = {
	errors: [],
	database: [],
	state: ["database"],
	chain: ["state", "errors"],
	execution: ["chain"],
	accounts: ["errors"],
	pool: ["errors"],
	miner: ["chain", "pool"],
	node: ["miner", "execution", "accounts", "fork"],
	rpc: ["node"],
	provider: ["rpc"],
	persistence: ["database", "state", "chain", "fork"],
	server: ["provider", "persistence", "threads"],
	fork: ["state", "errors"],
	threads: [],
};

/** Folders that run in Node alone, and what they may depend on besides. */
const nodeOnly: Readonly<Record<string, RegExp>> = {
	server: /^ws$/,
	persistence: /^lmdb$/,
	threads: /^$/,
};

const fronts = new Set(["index.ts", "create-node.ts"]);
const allowedPackages = [
	/^@evmore\/evm(\/[a-z]+)?$/,
	/^@noble\/hashes\/[a-z0-9]+\.js$/,
	/^ox(\/|$)/,
	/^micro-eth-signer\/kzg\.js$/,
	/^@paulmillr\/trusted-setups\//,
];

function reachable(folder: string): Set<string> {
	const found = new Set([folder]);
	for (const name of found) for (const below of layers[name] ?? []) found.add(below);
	return found;
}

function layerOf(path: string): string | undefined {
	return path.includes("/") ? path.slice(0, path.indexOf("/")) : undefined;
}

function findFaults(file: SourceFile): string[] {
	const own = posix.relative(source, file.path);
	const from = layerOf(own);
	const faults: string[] = [];
	const fault = (text: string): number => faults.push(`${file.path}: ${text}`);
	if (from === undefined ? !fronts.has(own) : layers[from] === undefined) fault("belongs to no layer");
	const allowed = from === undefined ? undefined : reachable(from);
	for (const { specifier } of readImports(file)) {
		if (!specifier.startsWith(".")) {
			if (specifier.startsWith("node:")) {
				if (from === undefined || nodeOnly[from] === undefined) fault(`imports ${specifier}, but runs in browsers`);
			} else if (
				!allowedPackages.some((pattern) => pattern.test(specifier)) &&
				!nodeOnly[from ?? ""]?.test(specifier)
			) {
				fault(`depends on ${specifier}`);
			}
			continue;
		}
		const target = posix.relative(source, posix.join(posix.dirname(file.path), specifier));
		const to = layerOf(target);
		if (target.startsWith("..")) fault(`${specifier} leads out of the package's source`);
		else if (to === undefined) {
			if (from !== undefined) fault(`${specifier} points up, to the package's front`);
		} else if (allowed !== undefined && !allowed.has(to)) fault(`${from} must not import ${to}: ${specifier}`);
	}
	return faults;
}

const files = readSourceFiles(source).filter(({ path }) => !path.endsWith(".test.ts"));

describe("imports in packages/node/src", () => {
	test("point downwards, to this package, the library or what it may depend on", () => {
		expect(files.length).toBeGreaterThan(50);
		expect(files.flatMap(findFaults)).toEqual([]);
	});

	test("the layers have no cycle", () => {
		for (const [folder, below] of Object.entries(layers)) {
			for (const name of below) expect([name, reachable(name).has(folder)]).toEqual([name, false]);
		}
	});

	test("this test sees what is wrong", () => {
		const check = (path: string, text: string): number => findFaults(parseSourceFile(`${source}/${path}`, text)).length;
		expect(check("chain/a.ts", 'import { b } from "../pool/b.js";')).toBe(1);
		expect(check("rpc/a.ts", 'import fs from "node:fs";')).toBe(1);
		expect(check("rpc/a.ts", 'import { a } from "viem";')).toBe(1);
		expect(check("server/a.ts", 'import http from "node:http";')).toBe(0);
		expect(check("rpc/methods/a.ts", 'import { b } from "../../chain/b.js";')).toBe(0);
	});
});
