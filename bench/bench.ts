import { parseArgs } from "node:util";
import { type Footprint, formatFootprint, measureFootprint } from "./footprint.js";
import { describeMachine } from "./machine.js";
import { measureProgram, type ProgramResult } from "./measure.js";
import { writePageText } from "./page.js";
import { openPeers } from "./peers/open-peers.js";
import { type PeerName, peerNames } from "./peers/peer.js";
import { Pinning } from "./pinning.js";
import { allPrograms } from "./programs/all-programs.js";
import { formatReport, formatTime, makeJsonReport } from "./report.js";

const help = `npm run bench -- [options]
npm run bench -- blocks|heavy|transfers|trie [options]

Runs the same programs on evmore and on its peers, in turns, and compares the times. By name: blocks of the mainnet (blocks),
blocks made to be slow (heavy), imports with and without threads (transfers), roots of tries (trie); each has --help.

  --filter RE      only programs whose name or kind matches
  --peers LIST     comma-separated among ${peerNames.join(", ")}; default: all
  --json           print one JSON value instead of tables
  --write          write the tables to docs/benchmarks.md
  --no-footprint   do not measure start-up and memory
  --rounds N       rounds per program (default 25)
  --round-ms N     length of a round of one peer (default 5)
  --no-pin         do not stay on one core (with taskset, where there is one)
  --list           print the programs' names
`;

const { values } = parseArgs({
	options: {
		filter: { type: "string" },
		peers: { type: "string" },
		json: { type: "boolean" },
		write: { type: "boolean" },
		list: { type: "boolean" },
		"no-footprint": { type: "boolean" },
		"no-pin": { type: "boolean" },
		rounds: { type: "string", default: "25" },
		"round-ms": { type: "string", default: "5" },
		help: { type: "boolean", short: "h" },
	},
});

function fail(message: string): never {
	console.error(message);
	process.exit(2);
}

function readPeerNames(): PeerName[] {
	if (values.peers === undefined) return [...peerNames];
	return values.peers.split(",").map((name) => {
		const found = peerNames.find((known) => known === name.trim());
		return found ?? fail(`unknown peer ${name}: there are ${peerNames.join(", ")}`);
	});
}

async function main(): Promise<void> {
	if (values.help) {
		process.stdout.write(help);
		return;
	}
	const pattern = new RegExp(values.filter ?? "");
	const all = allPrograms();
	const programs = all.programs.filter(({ name, kind }) => pattern.test(name) || pattern.test(kind));
	if (programs.length === 0) fail(`no program matches ${values.filter}`);
	if (values.list) {
		for (const { name, kind } of programs) console.log(`${kind}\t${name}`);
		return;
	}
	const { peers, missing } = openPeers(readPeerNames());
	for (const text of all.missing) console.error(`missing: ${text}`);
	for (const { name, reason } of missing) console.error(`missing: ${name}: ${reason}`);
	const options = { rounds: Number(values.rounds), roundMs: Number(values["round-ms"]), slowMs: 1000 };
	const children = peers.flatMap(({ processId }) => (processId === undefined ? [] : [processId]));
	const pinning = new Pinning(children, !values["no-pin"]);
	const results: ProgramResult[] = [];
	for (const program of programs) {
		const result = await measureProgram(program, peers, options, pinning);
		results.push(result);
		const times = [...result.times].map(([name, { median }]) => `${name} ${formatTime(median)}`);
		const different = [...result.disagreements].map(([name, text]) => `${name}: ${text}`);
		console.error(`${program.name}: ${[...times, ...different].join(", ")}`);
	}
	for (const peer of peers) peer.close();
	const about = describeMachine();
	let footprint: Footprint | undefined;
	try {
		if (!values["no-footprint"]) footprint = measureFootprint();
	} catch (error) {
		all.missing.push(`start-up and memory: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
	}
	if (values.json) {
		const report = { ...makeJsonReport(results, missing, about), footprint, missingPrograms: all.missing };
		process.stdout.write(`${JSON.stringify(report, undefined, "\t")}\n`);
		return;
	}
	const missingPrograms = all.missing.map((text) => `Missing: ${text}\n\n`).join("");
	const report = `${formatReport(results, missing)}\n${missingPrograms}${footprint === undefined ? "" : `${formatFootprint(footprint)}\n`}`;
	process.stdout.write(`\n${report}`);
	if (values.write) writePage(report, about, pinning.isPossible);
}

/** Puts the report where people read it. */
function writePage(
	report: string,
	{ machine, node, commit }: ReturnType<typeof describeMachine>,
	isPinned: boolean,
): void {
	const date = new Date().toISOString().slice(0, 10);
	const command = ["npm run bench --", ...process.argv.slice(2)].join(" ");
	const page = `<!-- Made by bench/bench.ts. Do not edit. -->
# Benchmarks

${date}, commit ${commit}, ${machine}, Node ${node.slice(1)}. Made by \`${command}\`.

One run: the same call on the same state, its changes taken back, again and again; what evmore remembers from call to call (state,
compiled code, hashes of 64 bytes) it has by then. All peers gave the same output and gas before they were timed, were warmed up on all cores, and took turns${isPinned ? " on one core" : ""}. Numbers are medians; ± is half the distance between the quartiles, the widest of evmore, revm and geth.
\`interpreter\` is evmore without its compiler; \`cold\` is the first call of code never seen, in a machine of its own.
revm and go-ethereum run in processes of their own, as libraries, without a transaction's fixed cost. What each peer is: \`bench/peers\`.

${report}`;
	writePageText(page);
}

await main();
