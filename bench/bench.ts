import { parseArgs } from "node:util";
import { describeMachine } from "./machine.js";
import { measureProgram, type ProgramResult } from "./measure.js";
import { openPeers } from "./peers/open-peers.js";
import { type PeerName, peerNames } from "./peers/peer.js";
import { allPrograms } from "./programs/all-programs.js";
import { formatReport, formatTime, makeJsonReport } from "./report.js";

const help = `npm run bench -- [options]

Runs the same programs on evmore and on its peers, in turns, and compares the times.

  --filter RE      only programs whose name or kind matches
  --peers LIST     comma-separated among ${peerNames.join(", ")}; default: all
  --json           print one JSON value instead of tables
  --write          write the tables to docs/benchmarks.md
  --rounds N       rounds per program (default 9)
  --round-ms N     length of a round of one peer (default 20)
  --list           print the programs' names
`;

const { values } = parseArgs({
	options: {
		filter: { type: "string" },
		peers: { type: "string" },
		json: { type: "boolean" },
		write: { type: "boolean" },
		list: { type: "boolean" },
		rounds: { type: "string", default: "9" },
		"round-ms": { type: "string", default: "20" },
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
	const programs = (await allPrograms()).filter(({ name, kind }) => pattern.test(name) || pattern.test(kind));
	if (programs.length === 0) fail(`no program matches ${values.filter}`);
	if (values.list) {
		for (const { name, kind } of programs) console.log(`${kind}\t${name}`);
		return;
	}
	const { peers, missing } = openPeers(readPeerNames());
	for (const { name, reason } of missing) console.error(`missing: ${name}: ${reason}`);
	const options = { rounds: Number(values.rounds), roundMs: Number(values["round-ms"]), slowMs: 500 };
	const results: ProgramResult[] = [];
	for (const program of programs) {
		const result = await measureProgram(program, peers, options);
		results.push(result);
		const times = [...result.times].map(([name, { median }]) => `${name} ${formatTime(median)}`);
		const different = [...result.disagreements].map(([name, text]) => `${name}: ${text}`);
		console.error(`${program.name}: ${[...times, ...different].join(", ")}`);
	}
	for (const peer of peers) peer.close();
	const about = describeMachine();
	if (values.json)
		process.stdout.write(`${JSON.stringify(makeJsonReport(results, missing, about), undefined, "\t")}\n`);
	else process.stdout.write(`\n${formatReport(results, missing)}`);
}

await main();
