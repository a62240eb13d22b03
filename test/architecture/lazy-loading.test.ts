import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { repositoryRoot } from "./source-file.js";

/** What Node loads, what others load, and how many files that may be. */
const builds = [
	{ build: "packages/evm/bundle", least: 2, most: 2 },
	{ build: "packages/evm/dist", least: 51, most: Number.POSITIVE_INFINITY },
] as const;

interface Report {
	/** Milliseconds `import` took, the kernel not yet compiled. */
	readonly importMs: number;
	/** Milliseconds from there to the result of the first call. */
	readonly callMs: number;
	readonly output: number;
	/** Modules loaded by import, then by require, at four times: after the import, plain code, ECRECOVER, ECMUL. */
	readonly loaded: readonly (readonly string[])[];
}

/**
 * Runs in a Node of its own: tells what is loaded by the import, by a run of plain bytecode, by a call of the contract that
 * recovers a signer, and by one that multiplies a point, which needs a library. A hook sees what is imported, Node's cache what is required.
 */
const programFor = (build: string): string => `
import { Module, register } from "node:module";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
const { port1, port2 } = new MessageChannel();
const hooks = \`let port; export function initialize(data) { port = data.port; }
export async function load(url, context, next) { port.postMessage(url); return next(url, context); }\`;
register("data:text/javascript," + encodeURIComponent(hooks), { data: { port: port2 }, transferList: [port2] });
const seen = new Set();
const look = () => {
	for (let message; (message = receiveMessageOnPort(port1)); ) seen.add(message.message);
	for (const path of Object.keys(Module._cache)) seen.add(path);
	return [...seen];
};
const loaded = [];
const start = performance.now();
const { createEvm } = await import(${JSON.stringify(pathToFileURL(join(repositoryRoot, build, "index.js")).href)});
const imported = performance.now();
loaded.push(look());
const evm = createEvm();
const { output } = evm.call({ to: "0x00000000000000000000000000000000000000aa", code: "0x602a5f5260205ff3" });
const called = performance.now();
loaded.push(look());
evm.call({ to: "0x0000000000000000000000000000000000000001", data: "0x456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3000000000000000000000000000000000000000000000000000000000000001c9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac80388256084f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada" });
loaded.push(look());
const point = [1, 2, 3].map((number) => number.toString(16).padStart(64, "0")).join("");
evm.call({ to: "0x0000000000000000000000000000000000000007", data: "0x" + point });
loaded.push(look());
port1.close();
console.log(JSON.stringify({ importMs: imported - start, callMs: called - imported, output: output[31], loaded }));
`;

/** What must not be loaded before it is needed. */
const libraries = /@noble\/curves|mcl-wasm|@bitauth\/libauth|trusted-setup-data/;

test.each(builds)(
	"importing $build and running plain bytecode loads no library of curves, and recovering a signer none either",
	({ build, least, most }) => {
		const stdout = execFileSync(process.execPath, ["--input-type=module", "--eval", programFor(build)], {
			encoding: "utf8",
			cwd: repositoryRoot,
			stdio: ["ignore", "pipe", "inherit"],
		});
		const { importMs, callMs, output, loaded } = JSON.parse(stdout) as Report;
		console.info(
			`import: ${importMs.toFixed(0)} ms, first call: ${callMs.toFixed(0)} ms, ${loaded[0]!.length} modules`,
		);
		expect(output).toBe(42);
		expect(loaded[0]!.length).toBeGreaterThanOrEqual(least);
		expect(loaded[0]!.length).toBeLessThanOrEqual(most);
		expect(loaded[0]!.filter((url) => libraries.test(url))).toEqual([]);
		expect(loaded[1]!.filter((url) => libraries.test(url))).toEqual([]);
		expect(loaded[2]!.filter((url) => libraries.test(url))).toEqual([]);
		// This contract needs one, and this test would see it.
		expect(loaded[3]!.filter((url) => libraries.test(url))).not.toEqual([]);
		expect(importMs).toBeLessThan(5_000);
	},
);
