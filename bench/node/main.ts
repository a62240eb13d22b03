import { parseArgs } from "node:util";
import { describeMachine } from "../machine.js";
import { writeSection } from "../page.js";
import { measureGroup, measureMemory, measureStart, type NodeRow, openStages } from "./measure.js";
import type { NodeStarter } from "./node-peer.js";
import { type Comparison, formatFailures, formatRows } from "./report.js";
import { cpuPrefix, rowGroups, traceGroup } from "./rows.js";
import { deriveSenders } from "./stage.js";
import { findNode, type NodeName, nodeNames } from "./start-nodes.js";

const help = `npm run bench -- node [options]

Measures evmore's development node, in process and over HTTP, side by side with anvil and Hardhat's. Before anything is timed, all
must agree on receipts, results of calls, and a trace.

  --rounds N       rounds of each row (default 5)
  --round-ms N     how long a round of one node takes (default 400)
  --warm-up-ms N   how long a node works before its first round (default 2000)
  --steps N        steps of the transaction that is traced (default 1000000)
  --peers LIST     of inProcess, hardhatInProcess, evmore, anvil, hardhat (default all)
  --filter RE      only rows whose name matches
  --json           JSON on standard output
  --write          write the table to docs/benchmarks.md
`;

const { values } = parseArgs({
	options: {
		rounds: { type: "string", default: "5" },
		"round-ms": { type: "string", default: "400" },
		"warm-up-ms": { type: "string", default: "2000" },
		steps: { type: "string", default: "1000000" },
		peers: { type: "string", default: nodeNames.join() },
		filter: { type: "string", default: "" },
		json: { type: "boolean" },
		write: { type: "boolean" },
		help: { type: "boolean", short: "h" },
	},
});

function findNodes(): { starters: NodeStarter[]; missing: Map<string, string> } {
	const starters: NodeStarter[] = [];
	const missing = new Map<string, string>();
	for (const name of values.peers.split(",")) {
		if (!(nodeNames as readonly string[]).includes(name)) throw new Error(`--peers: there is no ${name}`);
		try {
			starters.push(findNode(name as NodeName));
		} catch (error) {
			missing.set(name, error instanceof Error ? error.message.split("\n")[0]! : String(error));
		}
	}
	return { starters, missing };
}

/** A trace takes long, and its times differ less. */
const traceRounds = (rounds: number): number => Math.max(1, Math.floor(rounds / 3));

const comparisons: readonly Comparison[] = [
	{ title: "in process / Hardhat in process", one: "evmore, in process", other: "Hardhat, in process" },
	{ title: "in process / anvil", one: "evmore, in process", other: "anvil" },
	{ title: "evmore / anvil", one: "evmore", other: "anvil" },
	{ title: "evmore / Hardhat", one: "evmore", other: "Hardhat" },
];

async function main(): Promise<void> {
	if (values.help) {
		process.stdout.write(help);
		return;
	}
	const { starters, missing } = findNodes();
	const rounds = Number(values.rounds);
	const pattern = new RegExp(values.filter);
	const rows: NodeRow[] = [];
	const add = (...more: readonly NodeRow[]): void => {
		for (const row of more) {
			const given = [...row.samples].map(
				([name, samples]) => `${name} ${samples.map((one) => one.toFixed(1)).join(" ")}`,
			);
			console.error(`${row.name} (${row.unit}): ${given.join("; ")}${[...row.failures].join("; ")}`);
		}
		rows.push(...more);
	};
	const senders = await deriveSenders();
	if (pattern.test("start")) add(await measureStart(starters, rounds));
	const durations = { warmUpMs: Number(values["warm-up-ms"]), roundMs: Number(values["round-ms"]) };
	const groups = rowGroups(durations).filter((group) => pattern.test(group.rows[0]!.name));
	if (groups.length > 0) {
		const { stages, failed } = await openStages(starters, senders, false);
		for (const [name, reason] of failed) missing.set(name, reason);
		for (const group of groups) add(...(await measureGroup(group, stages, rounds)));
		add(measureMemory(stages));
		for (const { peer } of stages) peer.stop();
	}
	if (pattern.test("trace")) {
		const { stages, failed } = await openStages(starters, senders, true);
		for (const [name, reason] of failed) missing.set(`${name}, traces`, reason);
		add(...(await measureGroup(traceGroup(Number(values.steps)), stages, traceRounds(rounds))));
		for (const { peer } of stages) peer.stop();
	}
	report(rows, starters, missing);
}

function report(
	rows: readonly NodeRow[],
	starters: readonly NodeStarter[],
	missing: ReadonlyMap<string, string>,
): void {
	if (values.json) {
		const plain = rows.map(({ samples, failures, ...row }) => ({
			...row,
			samples: Object.fromEntries(samples),
			failures: Object.fromEntries(failures),
		}));
		const json = { ...describeMachine(), rows: plain, missing: Object.fromEntries(missing) };
		process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`);
		return;
	}
	const { machine, node, commit } = describeMachine();
	const failures = formatFailures(rows, missing);
	const text = `## The development node

${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${machine}, Node ${node.slice(1)}. Made by \`npm run bench -- node ${process.argv.slice(2).join(" ")}\`.

Where nothing else is said a node is a process that is asked over HTTP, by the same client, over connections that are kept;
\`in process\` is a program that has \`createNode()\`, or Hardhat's network, inside. All have the same chain and accounts, write no log, keep everything in memory, and
agreed on receipts, results and a trace. Medians of ${values.rounds} rounds (traces: ${traceRounds(Number(values.rounds))}), in turns; the columns with \`/\` say how many times as fast, or as small, the
first is: more than 1 is better for evmore.

${formatTable(
	rows.filter((row) => !isCpu(row)),
	starters,
)}

The processor's time for one, all threads of the node's process, in which other work on the machine counts less:

${formatTable(
	rows.filter(isCpu).map((row) => ({ ...row, name: row.name.slice(cpuPrefix.length) })),
	starters,
)}${failures.length === 0 ? "" : `\n\n${failures.map((line) => `${line}`).join("\\\n")}`}
`;
	process.stdout.write(`\n${text}`);
	if (values.write) writeSection("node", text);
}

const isCpu = ({ name }: NodeRow): boolean => name.startsWith(cpuPrefix);

function formatTable(rows: readonly NodeRow[], starters: readonly NodeStarter[]): string {
	const nodes = starters.map(({ name }) => name);
	const compared = comparisons.filter(({ one, other }) => nodes.includes(one) && nodes.includes(other));
	return formatRows(rows, nodes, compared);
}

await main();
