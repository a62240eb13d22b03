// Runs every official blockchain test on both tiers of the engine, one set after the other, and writes what came of it
// into docs/conformance.md: `npm run conformance`. Sets can be named: `npm run conformance -- eest-benchmark`.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const page = join(root, "docs/conformance.md");
const command = join(root, "packages/cli/bin/evmore.js");
const engines = ["interpreter", "compiler"];

/** Rules that are still to come. */
const isSupported = (folder) => !/amsterdam/.test(folder);

/** Folders of each set, in the order they are run. */
function listSets(fixtures) {
	const bal = join(fixtures, "eest-blockchain-bal");
	return [
		["ef-blockchain", [join(fixtures, "ef-blockchain")]],
		["legacy-cancun-blockchain", [join(fixtures, "legacy-cancun-blockchain")]],
		["legacy-constantinople-blockchain", [join(fixtures, "legacy-constantinople-blockchain")]],
		["eest-blockchain", [join(fixtures, "eest-blockchain")]],
		[
			"eest-blockchain-bal",
			readdirSync(bal)
				.filter(isSupported)
				.map((name) => join(bal, name)),
		],
		["eest-benchmark", [join(fixtures, "eest-benchmark")]],
	];
}

function findFixtures() {
	const { EVMORE_FIXTURES: named } = process.env;
	const candidates = [named, join(root, "../shared/fixtures"), join(root, "fixtures")];
	return candidates.find((folder) => folder && existsSync(join(folder, "README.md")));
}

/** Runs a set on a tier; one row of the table. */
function run(set, folders, engine) {
	const start = performance.now();
	const args = [command, "blocktest", "--summary", "--engine", engine, ...folders];
	const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
	const seconds = (performance.now() - start) / 1000;
	const last = stdout.trimEnd().split("\n").at(-1) ?? "";
	const counts = /(\d+) passed, (\d+) failed, (\d+) skipped/.exec(last);
	process.stderr.write(stderr);
	if (counts === null) throw new Error(`${set}, ${engine}: no summary (exit code ${status})`);
	console.log(`${set}, ${engine}: ${last}, ${seconds.toFixed(0)} s`);
	return [set, engine, ...counts.slice(1), `${seconds.toFixed(0)} s`];
}

function formatTable(rows) {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const format = (row) =>
		`| ${row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`;
	const rule = widths.map((width, i) => (i < 2 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
	return [format(rows[0]), `| ${rule.join(" | ")} |`, ...rows.slice(1).map(format)].join("\n");
}

/** Rows that are in the page already, by set and tier: those that are not run again stay. */
function readRows(text) {
	const rows = text.split("\n").filter((line) => /^\| (ef|eest|legacy)-/.test(line));
	return new Map(
		rows
			.map((line) =>
				line
					.split("|")
					.slice(1, -1)
					.map((cell) => cell.trim()),
			)
			.map((row) => [`${row[0]} ${row[1]}`, row]),
	);
}

function writeTable(rows) {
	const text = readFileSync(page, "utf8");
	const [begin, end] = ["<!-- blocktest: begin -->", "<!-- blocktest: end -->"];
	const known = readRows(text);
	for (const row of rows) known.set(`${row[0]} ${row[1]}`, row);
	const { stdout } = spawnSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" });
	const about = `${new Date().toISOString().slice(0, 10)}, commit ${stdout.trim()}, ${cpus().length} cores, Node ${process.versions.node}. Other work may have run on the machine.`;
	const table = formatTable([["set", "engine", "passed", "failed", "skipped", "time"], ...known.values()]);
	const section = `${begin}\n${about}\n\n${table}\n${end}`;
	writeFileSync(page, text.slice(0, text.indexOf(begin)) + section + text.slice(text.indexOf(end) + end.length));
}

const fixtures = findFixtures();
if (fixtures === undefined) {
	console.error("missing: the test vectors (npm run fixtures)");
	process.exit(1);
}
const wanted = process.argv.slice(2);
const sets = listSets(fixtures).filter(([name]) => wanted.length === 0 || wanted.includes(name));
if (sets.length === 0) {
	console.error(`there is no set ${wanted.join(", ")}`);
	process.exit(2);
}
for (const [name, folders] of sets) {
	// After each run, so that an interrupted one leaves what it found.
	for (const engine of engines) writeTable([run(name, folders, engine)]);
}
