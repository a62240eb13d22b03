import { type Command, Option } from "commander";
import { UsageError } from "../errors.js";
import { switchOption } from "../execution/execution-options.js";
import { parseUnsigned } from "../input/option-values.js";
import type { CaseSelection } from "./case-report.js";
import type { TestRunOptions } from "./run-tests.js";

/** Options that all verbs which run tests have, as commander gives them. */
export interface TestOptions extends TraceOptionValues {
	readonly dump: boolean;
	readonly human: boolean;
	readonly run: string;
	readonly workers?: string;
	readonly engine: string;
	readonly summary: boolean;
	readonly gethExit: boolean;
}

/** Options that choose a trace, as commander gives them. */
export interface TraceOptionValues {
	readonly trace: boolean;
	readonly json: boolean;
	readonly debug: boolean;
	readonly "trace.format": string;
	readonly "trace.nomemory": boolean;
	readonly "trace.nostack": boolean;
	readonly "trace.nostorage": boolean;
	readonly "trace.noreturndata": boolean;
}

/** What `--run` is when it is not given. */
export const everyName = ".*";

/** Begins the options with those that choose tests. */
export function addSelectionOptions(command: Command): Command {
	return command
		.argument("[path...]", "files and folders")
		.optionsGroup("Which tests:")
		.option("--run <expression>", "tests whose name matches this regular expression", everyName);
}

export function addOutputOptions(command: Command): Command {
	return command
		.optionsGroup("What is printed:")
		.addOption(switchOption("summary", "counts per fork, and which cases failed"))
		.addOption(switchOption("human", "a line per case"))
		.addOption(switchOption("dump", "the state after each case"));
}

export function addTraceOptions(command: Command): Command {
	return command
		.optionsGroup("Watching (on standard error):")
		.addOption(switchOption("trace", "trace each step"))
		.addOption(new Option("--trace.format <format>", "json, struct, md, or eip3155 to the letter").default("json"))
		.addOption(switchOption("trace.nomemory", "leave the memory out", true))
		.addOption(switchOption("trace.nostack", "leave the stack out"))
		.addOption(switchOption("trace.nostorage", "leave the storage out"))
		.addOption(switchOption("trace.noreturndata", "leave the return data out", true))
		.addOption(switchOption("json", "the same as --trace --trace.format json").hideHelp())
		.addOption(switchOption("debug", "the same as --trace").hideHelp());
}

export function addRunnerOptions(command: Command): Command {
	return command
		.optionsGroup("How:")
		.option("--workers <n>", "threads (default: one per core)")
		.addOption(
			new Option("--engine <tier>", "interpreter, compiler, or auto: code is compiled when it is hot").default("auto"),
		)
		.addOption(
			switchOption("geth-exit", "exit with 0 also when tests failed, as go-ethereum does; so does EVMORE_GETH_EXIT=1"),
		);
}

/** What the shared options ask for. */
export function readTestOptions(options: TestOptions): Omit<TestRunOptions, "suite"> {
	return {
		selection: {
			run: checkExpression(options.run),
			dump: options.dump,
			summary: options.summary,
			engine: readEngine(options.engine),
		},
		human: options.human,
		workers: options.workers === undefined ? undefined : Math.max(1, readCount(options.workers, "--workers")),
		trace: readTrace(options),
	};
}

/** Runs what a verb was asked for; the exit code tells whether all passed. */
export async function runTestVerb(
	paths: readonly string[],
	settings: TestRunOptions,
	{ gethExit }: Pick<TestOptions, "gethExit">,
): Promise<void> {
	const { runTests, runTestsFromInput } = await import("./run-tests.js");
	const passed = paths.length > 0 ? await runTests(paths, settings) : await runTestsFromInput(settings);
	if (!passed && !gethExit && !wantsGethExit()) process.exitCode = 1;
}

/** Programs that call go-ethereum's command, as fuzzers do, take any other exit code for a crash, and give no options. */
function wantsGethExit(): boolean {
	return process.env.EVMORE_GETH_EXIT === "1";
}

/** A number that an option gives. */
export function readCount(text: string, what: string, max = 1_000_000n): number {
	return Number(parseUnsigned(text, what, max));
}

/** Which tier runs code. */
export function readEngine(name: string): CaseSelection["engine"] {
	if (name === "interpreter" || name === "compiler" || name === "auto") return name;
	throw new UsageError(`--engine is interpreter, compiler or auto, not "${name}"`);
}

/** How executions are traced, undefined when they are not. */
export function readTrace(options: TraceOptionValues): TestRunOptions["trace"] {
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

function checkExpression(source: string): string {
	try {
		new RegExp(source);
	} catch (error) {
		throw new UsageError(`--run: ${(error as Error).message}`);
	}
	return source;
}
