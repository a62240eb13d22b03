import { parseArgs } from "node:util";
import { describeProgram } from "../differential/program.js";
import { checkProgram, explainDifference } from "./check-program.js";
import { TierComparison } from "./compare-tiers.js";
import { generateTierProgram } from "./generate.js";
import { parseId } from "./small/explain.js";
import { fuzzSmall, replaySmall } from "./small/small-fuzz.js";

const help = `node test/tiers/dist/tiers/fuzz.js [options]     (built by: npx tsc -p test/tiers)

Compares the compiler with the interpreter on random programs.

  --small       many small programs in one contract: twenty times as many as without, which has calls between accounts,
                creation, several messages, state that is slow to come, and code that is taken away
  --workers N   threads, of --small (default 1)
  --seed TEXT   which programs (default: the time)
  --count N     how many (default 10000)
  --start N     number of the first (default 0)
  --replay ID   one program by its id, SEED:INDEX
`;

const { values } = parseArgs({
	options: {
		seed: { type: "string", default: String(Date.now()) },
		count: { type: "string", default: "10000" },
		start: { type: "string", default: "0" },
		replay: { type: "string" },
		small: { type: "boolean", default: false },
		workers: { type: "string", default: "1" },
		help: { type: "boolean", short: "h" },
	},
});

/** A number that an option gives. */
function readCount(option: "count" | "start" | "workers"): number {
	const count = Number(values[option]);
	if (Number.isSafeInteger(count) && count >= 0) return count;
	throw new RangeError(`--${option} takes a number, not ${values[option]}`);
}

async function main(): Promise<void> {
	if (values.help) {
		process.stdout.write(help);
		return;
	}
	if (values.small) {
		const isWell =
			values.replay === undefined
				? await fuzzSmall(values.seed, readCount("start"), readCount("count"), readCount("workers"))
				: await replaySmall(values.replay);
		if (!isWell) process.exitCode = 1;
		return;
	}
	const comparison = new TierComparison();
	let { seed } = values;
	let first = readCount("start");
	let count = readCount("count");
	if (values.replay !== undefined) {
		const { seed: name, index } = parseId(values.replay);
		[seed, first, count] = [name, index, 1];
		console.log(describeProgram(generateTierProgram(seed, first).program));
	}
	console.log(`seed ${seed}, programs ${first} to ${first + count - 1}`);
	const startMs = performance.now();
	let [runs, different] = [0, 0];
	for (let index = first; index < first + count; index++) {
		const checked = await checkProgram(comparison, generateTierProgram(seed, index));
		runs += checked.runs;
		if (checked.failure !== undefined) {
			different++;
			console.log(await explainDifference(checked.failure));
		}
		const done = index - first + 1;
		if (done % 2000 === 0) {
			const perSecond = Math.round(done / ((performance.now() - startMs) / 1000));
			const megabytes = Math.round(process.memoryUsage.rss() / 2 ** 20);
			process.stderr.write(`${done} programs, ${runs} runs, ${different} different, ${perSecond}/s, ${megabytes} MB\n`);
		}
	}
	console.log(`${count} programs, ${runs} runs, ${different} different`);
	if (different > 0) process.exitCode = 1;
}

try {
	await main();
} catch (error) {
	if (!(error instanceof RangeError)) throw error;
	console.error(error.message);
	process.exitCode = 2;
}
