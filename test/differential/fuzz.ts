import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { compareProgram, type Pairing } from "./compare.js";
import { minimise } from "./minimise.js";
import { describeProgram, type FuzzProgram, generateProgram } from "./program.js";

const help = `npm run fuzz -- [options]

Compares random programs on evmore and on @ethereumjs/evm, or on two engines of evmore.

  --seed TEXT     which programs (default: the time)
  --count N       how many (default 10000)
  --start N       number of the first (default 0)
  --fork NAME     all under one fork; default: each program has its own
  --workers N     threads (default 1)
  --engine NAME   evmore's engine: auto, interpreter or compiler
  --against NAME  ethereumjs (default) or interpreter
  --replay ID     one program by its id, SEED:INDEX
`;

interface Job {
	readonly seed: string;
	readonly start: number;
	readonly step: number;
	readonly end: number;
	readonly fork: string | undefined;
	readonly pairing: Pairing;
}

type Report =
	| { readonly kind: "different"; readonly text: string }
	| { readonly kind: "done"; readonly count: number; readonly skipped: number };

async function work(job: Job, report: (message: Report) => void): Promise<void> {
	let count = 0;
	let skipped = 0;
	for (let index = job.start; index < job.end; index += job.step) {
		const program = generateProgram(job.seed, index, job.fork);
		const comparison = await compareProgram(program, job.pairing);
		if (comparison.kind === "skipped") skipped++;
		if (comparison.kind === "different") {
			report({ kind: "different", text: await explain(program, comparison.difference, job.pairing) });
		}
		if (++count % 500 === 0) {
			report({ kind: "done", count, skipped });
			count = skipped = 0;
		}
	}
	report({ kind: "done", count, skipped });
}

async function explain(program: FuzzProgram, difference: string, pairing: Pairing): Promise<string> {
	const fails = async (candidate: FuzzProgram): Promise<boolean> =>
		(await compareProgram(candidate, pairing)).kind === "different";
	const small = await minimise(program, fails);
	const comparison = await compareProgram(small, pairing);
	const smallDifference = comparison.kind === "different" ? comparison.difference : "";
	return `DIFFERENT ${program.id}: ${difference}\nminimised: ${smallDifference}\n${describeProgram(small)}\n`;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			seed: { type: "string", default: String(Date.now()) },
			count: { type: "string", default: "10000" },
			start: { type: "string", default: "0" },
			fork: { type: "string" },
			workers: { type: "string", default: "1" },
			engine: { type: "string" },
			against: { type: "string", default: "ethereumjs" },
			replay: { type: "string" },
			help: { type: "boolean", short: "h" },
		},
	});
	if (values.help) {
		process.stdout.write(help);
		return;
	}
	const pairing: Pairing = {
		options: values.engine === undefined ? {} : { engine: values.engine },
		against: values.against === "interpreter" ? "interpreter" : "ethereumjs",
	};
	if (values.replay !== undefined) {
		const [seed, index] = values.replay.split(":") as [string, string];
		const program = generateProgram(seed, Number(index), values.fork);
		const comparison = await compareProgram(program, pairing);
		console.log(describeProgram(program));
		console.log(
			comparison.kind === "different" ? await explain(program, comparison.difference, pairing) : comparison.kind,
		);
		return;
	}
	const { seed, fork } = values;
	const [start, count, workers] = [Number(values.start), Number(values.count), Number(values.workers)];
	console.log(`seed ${seed}, programs ${start} to ${start + count - 1}`);
	const startMs = performance.now();
	let [compared, skipped, different] = [0, 0, 0];
	const report = (message: Report): void => {
		if (message.kind === "different") {
			different++;
			console.log(message.text);
			return;
		}
		compared += message.count;
		skipped += message.skipped;
		const perSecond = Math.round(compared / ((performance.now() - startMs) / 1000));
		process.stderr.write(`${compared} compared, ${different} different, ${perSecond}/s\n`);
	};
	await Promise.all(
		Array.from({ length: workers }, (_, i) => {
			const job: Job = { seed, start: start + i, step: workers, end: start + count, fork, pairing };
			return workers === 1 ? work(job, report) : runWorker(job, report);
		}),
	);
	console.log(`${compared} programs compared, ${skipped} skipped, ${different} different`);
	if (different > 0) process.exitCode = 1;
}

function runWorker(job: Job, report: (message: Report) => void): Promise<void> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL(import.meta.url), { workerData: job });
		worker.on("message", report);
		worker.on("error", reject);
		worker.on("exit", () => resolve());
	});
}

if (isMainThread) await main();
else await work(workerData as Job, (message) => parentPort!.postMessage(message));
