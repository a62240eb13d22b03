import { parseArgs } from "node:util";
import { blockNumbers, findFixtures, readBlockInput } from "./block-input.js";
import { type BlockPeer, type BlockTiming, createEthereumjsBlockPeer, createEvmoreBlockPeer } from "./block-peers.js";
import { describeMachine } from "./machine.js";
import { geometricMean, summarise } from "./measure.js";
import { writeSection } from "./page.js";
import { formatTable } from "./report.js";

const help = `npm run bench -- blocks [options]

Executes blocks of the mainnet, state root included, on evmore and on @ethereumjs/vm, in turns, from the same accounts. They
must agree on gas, receipts root and state root.

  --rounds N       rounds per block (default 5)
  --filter RE      only blocks whose number matches
  --write          write the table to docs/benchmarks.md
`;

const { values } = parseArgs({
	options: {
		rounds: { type: "string", default: "5" },
		filter: { type: "string", default: "" },
		write: { type: "boolean" },
		help: { type: "boolean", short: "h" },
	},
});

/** Each peer runs so often, or so long, before it is measured: compilers work in the background. */
const warmUpRuns = 40;
const warmUpMs = 8000;
/** A peer repeats a block for so long in a round, and its median counts. */
const roundMs = 1000;

interface Measured {
	readonly sendersMs: number;
	readonly executionMs: number;
}

async function repeat(peer: BlockPeer, limitMs: number, runs: number, expected: BlockTiming): Promise<Measured> {
	const samples: BlockTiming[] = [];
	for (let spent = 0; spent < limitMs && samples.length < runs; ) {
		const start = performance.now();
		const timing = await peer.run();
		for (const field of ["gasUsed", "receiptsRoot", "stateRoot"] as const) {
			if (timing[field] === expected[field]) continue;
			throw new Error(`${peer.name}: ${field} ${timing[field]}, not ${expected[field]}`);
		}
		samples.push(timing);
		spent += performance.now() - start;
	}
	const medianOf = (field: keyof Measured): number => summarise(samples.map((timing) => timing[field])).median;
	return { sendersMs: medianOf("sendersMs"), executionMs: medianOf("executionMs") };
}

const megagas = (gas: bigint, ms: number): string => (Number(gas) / ms / 1000).toFixed(1);

async function measure(fixtures: string, number: number, rounds: number): Promise<{ rows: string[][]; ratio: number }> {
	const input = readBlockInput(fixtures, number);
	const peers = [
		createEvmoreBlockPeer(input, "auto"),
		createEvmoreBlockPeer(input, "interpreter"),
		await createEthereumjsBlockPeer(input),
	];
	const expected = await peers[0]!.run();
	if (expected.gasUsed !== BigInt(input.expect.gasUsed) || expected.receiptsRoot !== input.expect.receiptsRoot) {
		throw new Error(`block ${number}: not what its header says`);
	}
	for (const peer of peers) await repeat(peer, warmUpMs, warmUpRuns, expected);
	const samples = peers.map((): Measured[] => []);
	for (let round = 0; round < rounds; round++) {
		for (const [index, peer] of peers.entries()) {
			samples[index]!.push(await repeat(peer, roundMs, Number.POSITIVE_INFINITY, expected));
		}
	}
	const ratioTo = (index: number, time: (one: Measured) => number): number =>
		summarise(samples[index]!.map((one, round) => time(one) / time(samples[0]![round]!))).median;
	const rows = peers.map(({ name }, index) => {
		const execution = summarise(samples[index]!.map(({ executionMs }) => executionMs));
		const senders = summarise(samples[index]!.map(({ sendersMs }) => sendersMs)).median;
		return [
			`${number} (${input.fork})`,
			name,
			`${execution.median.toFixed(1)} ms`,
			megagas(expected.gasUsed, execution.median),
			index === 0 ? "" : ratioTo(index, ({ executionMs }) => executionMs).toFixed(1),
			`${senders.toFixed(1)} ms`,
			index === 0 ? "" : ratioTo(index, (one) => one.executionMs + one.sendersMs).toFixed(1),
			`${Math.round(execution.spread * 100)}`,
		];
	});
	return { rows, ratio: ratioTo(2, ({ executionMs }) => executionMs) };
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
	const pattern = new RegExp(values.filter);
	const table = [["block", "engine", "execution", "Mgas/s", "/ evmore", "senders", "both / evmore", "± %"]];
	const ratios: number[] = [];
	for (const number of blockNumbers.filter((one) => pattern.test(String(one)))) {
		const { rows, ratio } = await measure(fixtures, number, Number(values.rounds));
		for (const row of rows) console.error(row.join("  "));
		table.push(...rows);
		ratios.push(ratio);
	}
	const { machine, node, commit } = describeMachine();
	const text = `## Blocks of the mainnet

${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${machine}, Node ${node.slice(1)}. Made by \`npm run bench -- blocks ${process.argv.slice(2).join(" ")}\`.

Transactions, system calls, receipts, and all roots with the state root, warm, in turns, from the same accounts (those the block
reads); the engines agreed on gas, receipts root and state root. Medians of ${values.rounds} rounds of the processor's time, all threads of the process
together, so that other work on the machine counts little.
\`senders\`: recovering who signed, which comes before; \`/ evmore\`: time over evmore's, without and with senders.

${formatTable(table, 2)}

@ethereumjs/vm takes ${geometricMean(ratios).toFixed(1)} times as long as evmore (geometric mean, without senders).
`;
	process.stdout.write(`\n${text}`);
	if (values.write) writeSection("blocks", text);
}

await main();
