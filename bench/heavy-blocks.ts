import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { decodeBlock } from "@evmore/evm/block";
import { hexToBytes } from "@evmore/evm/bytes";
import { Blockchain } from "@evmore/evm/chain";
import { Machine } from "@evmore/evm/evm";
import { loadPrecompileLibraries } from "@evmore/evm/precompiles";
import { type Chain, type ForkName, getFork, mainnet, resolveSpec } from "@evmore/evm/spec";
import { MemoryState } from "@evmore/evm/state";
import { recoverSender } from "@evmore/evm/tx";
import { findFixtures } from "./block-input.js";
import { cpuTimeMs } from "./cpu-clock.js";
import { describeMachine } from "./machine.js";
import { writeSection } from "./page.js";
import { formatTable } from "./report.js";

const help = `npm run bench -- heavy [options]

Imports the blocks of fixtures/eest-benchmark, each made to be as slow as its gas allows, and lists the slowest. Everything is
counted but recovering senders: decoding, checks, execution, roots. Each block is imported by a new machine that has
never seen its code; of several such imports the fastest counts.

  --filter RE      only cases whose name matches
  --runs N         imports per case (default 3)
  --top N          how many of the slowest are listed (default 10)
  --engine TIER    interpreter, compiler or auto (default)
  --write          write the table to docs/benchmarks.md
`;

const { values } = parseArgs({
	options: {
		filter: { type: "string", default: "" },
		runs: { type: "string", default: "3" },
		top: { type: "string", default: "10" },
		engine: { type: "string", default: "auto" },
		write: { type: "boolean" },
		help: { type: "boolean", short: "h" },
	},
});

type Hex = `0x${string}`;
type Engine = "auto" | "interpreter" | "compiler";

/** A blockchain test, as far as it is read here. */
interface HeavyCase {
	readonly network: string;
	readonly genesisRLP: Hex;
	readonly pre: Readonly<Record<Hex, { nonce: Hex; balance: Hex; code: Hex; storage: Readonly<Record<Hex, Hex>> }>>;
	readonly blocks: readonly { readonly rlp: Hex }[];
	readonly lastblockhash: Hex;
}

interface Timing {
	readonly name: string;
	readonly gas: bigint;
	readonly ms: number;
}

const speedOf = ({ gas, ms }: Timing): number => Number(gas) / ms / 1000;

function* readCases(folder: string): Generator<readonly [string, HeavyCase]> {
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
	const paths = entries
		.filter(({ name }) => name.endsWith(".json.gz"))
		.map(({ parentPath, name }) => join(parentPath, name));
	for (const path of paths.sort()) {
		const tests = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as Record<string, HeavyCase>;
		yield* Object.entries(tests);
	}
}

/** The test's function and its parameters. */
function shorten(name: string): string {
	return name.replace(/^.*::/, "").replace(/fork_\w+-|blockchain_test(_from_state_test)?-|benchmark-gas-value_/g, "");
}

function createState({ pre }: HeavyCase): MemoryState {
	const state = new MemoryState();
	for (const [address, { nonce, balance, code, storage }] of Object.entries(pre)) {
		state.setAccount(address as Hex, {
			nonce: BigInt(nonce),
			balance: BigInt(balance),
			code: hexToBytes(code),
			storage: Object.entries(storage).map(([slot, value]) => [BigInt(slot), BigInt(value)] as const),
		});
	}
	return state;
}

function importCase(name: string, test: HeavyCase): Timing {
	const fork: ForkName = getFork(test.network).name;
	const spec = resolveSpec(fork);
	const network: Chain = { ...mainnet, name: fork, activations: [{ fork, block: 0 }], daoForkBlock: undefined };
	const state = createState(test);
	state.stateRoot();
	const machine = new Machine(spec, state, values.engine as Engine);
	const genesis = decodeBlock(hexToBytes(test.genesisRLP)).header;
	const chain = new Blockchain({ network, genesis, state, machine });
	let [gas, ms] = [0n, 0];
	for (const { rlp } of test.blocks) {
		const bytes = hexToBytes(rlp);
		const senders = decodeBlock(bytes).transactions.map((transaction) => recoverSender(transaction, spec));
		const start = cpuTimeMs();
		const result = chain.import(bytes, { senders });
		ms += cpuTimeMs() - start;
		if (result.status !== "imported") throw new Error(`${name}: ${JSON.stringify(result)}`);
		gas += result.execution.gasUsed;
	}
	if (chain.headHash !== test.lastblockhash) throw new Error(`${name}: another head`);
	return { name: shorten(name), gas, ms };
}

async function main(): Promise<void> {
	if (values.help) {
		process.stdout.write(help);
		return;
	}
	const fixtures = findFixtures();
	if (fixtures === undefined) {
		console.error("missing: the blocks, which are in the test vectors (npm run fixtures)");
		process.exitCode = 1;
		return;
	}
	await loadPrecompileLibraries();
	const pattern = new RegExp(values.filter);
	const timings: Timing[] = [];
	for (const [name, test] of readCases(join(fixtures, "eest-benchmark"))) {
		if (!pattern.test(name)) continue;
		const runs = Array.from({ length: Number(values.runs) }, () => importCase(name, test));
		timings.push(runs.reduce((best, run) => (run.ms < best.ms ? run : best)));
		if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${timings.length} blocks`);
	}
	if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
	timings.sort((a, b) => speedOf(a) - speedOf(b));
	// An empty block has no speed.
	const used = timings.filter(({ gas }) => gas > 0n);
	const rows = used
		.slice(0, Number(values.top))
		.map((timing) => [timing.name, String(timing.gas), `${timing.ms.toFixed(0)} ms`, speedOf(timing).toFixed(1)]);
	const { machine, node, commit } = describeMachine();
	const text = `## Blocks made to be slow

${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${machine}, Node ${node.slice(1)}. Made by \`npm run bench -- heavy ${process.argv.slice(2).join(" ")}\`.

The ${rows.length} slowest of ${timings.length} blocks of \`eest-benchmark\`${values.filter === "" ? "" : ", those that the filter chose"}, imported with all checks and roots; senders were known. Each import was
by a new machine that had not seen the code; the fastest of ${values.runs}. Times are the processor's, all threads of the process together, so that
other work on the machine counts little.

${formatTable([["case", "gas", "time", "Mgas/s"], ...rows], 1)}
`;
	process.stdout.write(`\n${text}`);
	if (values.write) writeSection("heavy", text);
}

await main();
