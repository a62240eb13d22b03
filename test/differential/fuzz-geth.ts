import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type EngineTier, hashLogs, runStateTest } from "../../packages/cli/src/statetest/run-state-test.js";
import type { CaseJson, StateTest } from "../../packages/cli/src/statetest/state-test.js";
import { generateStateTest } from "./write-state-test.js";

const help = `npm run fuzz:geth -- --evm PATH [options]

Writes random state tests with evmore's results and has go-ethereum check them: state root and logs of a transaction, or that it is
refused. Tests that differ stay in the folder, as do those that crash it.

  --evm PATH      go-ethereum's evm (go build github.com/ethereum/go-ethereum/cmd/evm)
  --seed TEXT     which tests (default: the time)
  --count N       how many (default 10000)
  --start N       number of the first (default 0)
  --fork NAME     all under one fork; default: each has its own
  --folder PATH   where tests are written (default: fuzz-geth)
`;

/** Tests to a file. */
const batchSize = 500;
const engines: readonly EngineTier[] = ["auto", "interpreter", "compiler"];
const emptyHash = `0x${"00".repeat(32)}`;

interface GethResult {
	readonly name: string;
	readonly pass: boolean;
	readonly error?: string;
}

/** The test with what comes of it on evmore. */
async function fill(seed: string, index: number, fork?: string): Promise<StateTest> {
	const unfilled = generateStateTest(seed, index, fork);
	const unknown: CaseJson = { indexes: { data: 0, gas: 0, value: 0 }, hash: emptyHash, logs: emptyHash };
	const test = { ...unfilled.test, post: { [unfilled.fork]: [unknown] } };
	const engine = engines[index % engines.length]!;
	const { outcome, stateRoot } = await runStateTest(test, unfilled.fork, unknown, { engine });
	const found =
		outcome.status === "refused"
			? { ...unknown, hash: stateRoot, expectException: outcome.exception }
			: { ...unknown, hash: stateRoot, logs: hashLogs(outcome.logs) };
	return { ...test, post: { [unfilled.fork]: [found] } };
}

function runGeth(evm: string, file: string): GethResult[] {
	const { stdout, stderr, status } = spawnSync(evm, ["statetest", file], {
		encoding: "utf8",
		maxBuffer: 1 << 28,
	});
	// Failed tests have an exit code of their own; what cannot be read is a crash.
	try {
		return JSON.parse(stdout) as GethResult[];
	} catch {
		throw new Error(`${evm} ended with ${status} on ${file}: ${stderr.slice(0, 2000)}`);
	}
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			evm: { type: "string" },
			seed: { type: "string", default: String(Date.now()) },
			count: { type: "string", default: "10000" },
			start: { type: "string", default: "0" },
			fork: { type: "string" },
			folder: { type: "string", default: "fuzz-geth" },
			help: { type: "boolean", short: "h" },
		},
	});
	const { evm, seed, fork, folder } = values;
	if (values.help || evm === undefined) {
		process.stdout.write(help);
		if (!values.help) process.exitCode = 2;
		return;
	}
	mkdirSync(folder, { recursive: true });
	const end = Number(values.start) + Number(values.count);
	let [checked, different, refused] = [0, 0, 0];
	for (let start = Number(values.start); start < end; start += batchSize) {
		const tests: Record<string, StateTest> = {};
		for (let index = start; index < Math.min(start + batchSize, end); index++) {
			const test = await fill(seed, index, fork);
			if (Object.values(test.post)[0]![0]!.expectException !== undefined) refused++;
			tests[`${seed}:${index}`] = test;
		}
		const file = join(folder, `${seed}-${start}.json`);
		writeFileSync(file, JSON.stringify(tests));
		const results = runGeth(evm, file);
		checked += results.length;
		const failures = results.filter(({ pass }) => !pass);
		for (const { name, error } of failures) {
			const id = Object.keys(tests).find((key) => name.includes(key));
			console.log(`DIFFERENT ${name}: ${error}`);
			if (id !== undefined) {
				writeFileSync(join(folder, `different-${id.replace(":", "-")}.json`), JSON.stringify({ [id]: tests[id] }));
			}
		}
		different += failures.length;
		rmSync(file);
		process.stderr.write(`${checked} checked, ${refused} refused, ${different} different\n`);
	}
	console.log(`${checked} state tests checked, ${refused} of them refused transactions, ${different} different`);
	if (different > 0 || checked === 0) process.exitCode = 1;
}

await main();
