import { Command, Option } from "commander";
import { UsageError } from "../errors.js";
import { switchOption } from "../execution/execution-options.js";
import { parseUnsigned } from "../input/option-values.js";

/** Options of `statetest`, as commander gives them. */
export interface StateTestCommandOptions {
	readonly bench: boolean;
	readonly dump: boolean;
	readonly human: boolean;
	readonly run: string;
	readonly "statetest.fork"?: string;
	readonly "statetest.index": string;
	readonly workers?: string;
	readonly engine: string;
	readonly summary: boolean;
	readonly gethExit: boolean;
	readonly trace: boolean;
	readonly json: boolean;
	readonly debug: boolean;
	readonly "trace.format": string;
	readonly "trace.nomemory": boolean;
	readonly "trace.nostack": boolean;
	readonly "trace.nostorage": boolean;
	readonly "trace.noreturndata": boolean;
}

export function statetestCommand(): Command {
	return new Command("statetest")
		.description(
			"Runs state tests, .json or .json.gz: files, and folders with all below them. Without a path, file names come " +
				"on standard input, one a line, until an empty line. Prints a JSON array with a member per case, as " +
				"go-ethereum's evm does.",
		)
		.argument("[path...]", "files and folders")
		.optionsGroup("Which tests:")
		.option("--run <expression>", "tests whose name matches this regular expression", ".*")
		.option("--statetest.fork <name>", "cases of this fork")
		.option("--statetest.index <n>", "the case with this number, counted over all forks of a test", "-1")
		.optionsGroup("What is printed:")
		.addOption(switchOption("summary", "counts per fork, and which cases failed"))
		.addOption(switchOption("human", "a line per case"))
		.addOption(switchOption("dump", "the state after each case"))
		.addOption(switchOption("bench", "the time of each case, which is run for a second"))
		.optionsGroup("Watching (on standard error):")
		.addOption(switchOption("trace", "trace each step"))
		.addOption(new Option("--trace.format <format>", "json, struct, md, or eip3155 to the letter").default("json"))
		.addOption(switchOption("trace.nomemory", "leave the memory out", true))
		.addOption(switchOption("trace.nostack", "leave the stack out"))
		.addOption(switchOption("trace.nostorage", "leave the storage out"))
		.addOption(switchOption("trace.noreturndata", "leave the return data out", true))
		.addOption(switchOption("json", "the same as --trace --trace.format json").hideHelp())
		.addOption(switchOption("debug", "the same as --trace").hideHelp())
		.optionsGroup("How:")
		.option("--workers <n>", "threads (default: one per core)")
		.addOption(
			new Option("--engine <tier>", "interpreter, compiler, or auto: code is compiled when it is hot").default("auto"),
		)
		.addOption(switchOption("geth-exit", "exit with 0 also when tests failed, as go-ethereum does"))
		.addHelpText(
			"after",
			`
Examples:
  evmore statetest --summary fixtures/eest-state
  evmore statetest --run 'sstore.*Cancun' --human test.json
  evmore statetest --trace --statetest.index 0 test.json
  ls tests/*.json | evmore statetest --trace

The exit code is 1 when a test failed or a file could not be read.`,
		)
		.action(async (paths: readonly string[], options: StateTestCommandOptions) => {
			const settings = readSettings(options);
			const { runStateTests, runStateTestsFromInput } = await import("./run-state-tests.js");
			const passed = paths.length > 0 ? await runStateTests(paths, settings) : await runStateTestsFromInput(settings);
			if (!passed && !options.gethExit) process.exitCode = 1;
		});
}

type Settings = Parameters<typeof import("./run-state-tests.js").runStateTests>[1];

function readSettings(options: StateTestCommandOptions): Settings {
	return {
		selection: {
			run: checkExpression(options.run),
			fork: options["statetest.fork"],
			index: options["statetest.index"] === "-1" ? -1 : readCount(options["statetest.index"], "--statetest.index"),
			dump: options.dump,
			bench: options.bench,
			summary: options.summary,
			engine: readEngine(options.engine),
		},
		human: options.human,
		workers: options.workers === undefined ? undefined : Math.max(1, readCount(options.workers, "--workers")),
		trace: readTrace(options),
	};
}

function readEngine(name: string): Settings["selection"]["engine"] {
	if (name === "interpreter" || name === "compiler" || name === "auto") return name;
	throw new UsageError(`--engine is interpreter, compiler or auto, not "${name}"`);
}

function readTrace(options: StateTestCommandOptions): Settings["trace"] {
	const format = options.json ? "json" : options["trace.format"];
	if (!traceFormats.includes(format)) {
		throw new UsageError(`--trace.format is json, struct, md or eip3155, not "${format}"`);
	}
	if (!options.trace && !options.json && !options.debug) return undefined;
	return {
		format,
		options: {
			memory: !options["trace.nomemory"],
			stack: !options["trace.nostack"],
			storage: !options["trace.nostorage"],
			returnData: !options["trace.noreturndata"],
		},
	};
}

const traceFormats = ["json", "struct", "md", "markdown", "eip3155"];

function readCount(text: string, what: string): number {
	return Number(parseUnsigned(text, what, 1_000_000n));
}

function checkExpression(source: string): string {
	try {
		new RegExp(source);
	} catch (error) {
		throw new UsageError(`--run: ${(error as Error).message}`);
	}
	return source;
}
