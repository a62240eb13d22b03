// npm run bench: the benchmark that the first argument names, else the programs.

const benchmarks: ReadonlyMap<string | undefined, () => Promise<unknown>> = new Map([
	["blocks", () => import("./blocks.js")],
	["heavy", () => import("./heavy-blocks.js")],
	["node", () => import("./node/main.js")],
	["transfers", () => import("./transfers.js")],
	["trie", () => import("./trie.js")],
]);

const named = benchmarks.get(process.argv[2]);
if (named !== undefined) process.argv.splice(2, 1);
await (named ?? ((): Promise<unknown> => import("./bench.js")))();
