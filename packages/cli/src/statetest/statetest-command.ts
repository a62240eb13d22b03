import { Command } from "commander";
import { switchOption } from "../execution/execution-options.js";
import {
	addOutputOptions,
	addRunnerOptions,
	addSelectionOptions,
	addTraceOptions,
	readCount,
	readTestOptions,
	runTestVerb,
	type TestOptions,
} from "../test-runner/test-options.js";

/** Options of `statetest`, as commander gives them. */
export interface StateTestCommandOptions extends TestOptions {
	readonly bench: boolean;
	readonly "statetest.fork"?: string;
	readonly "statetest.index": string;
}

export function statetestCommand(): Command {
	const command = new Command("statetest").description(
		"Runs state tests, .json or .json.gz: files, and folders with all below them. Without a path, file names come " +
			"on standard input, one a line, until an empty line. Prints a JSON array with a member per case, as " +
			"go-ethereum's evm does.",
	);
	addSelectionOptions(command)
		.option("--statetest.fork <name>", "cases of this fork")
		.option("--statetest.index <n>", "the case with this number, counted over all forks of a test", "-1");
	addOutputOptions(command).addOption(switchOption("bench", "the time of each case, which is run for a second"));
	addTraceOptions(command);
	return addRunnerOptions(command)
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
			const settings = readTestOptions(options);
			const index = options["statetest.index"];
			const stateTest = {
				fork: await checkFork(options["statetest.fork"]),
				index: index === "-1" ? -1 : readCount(index, "--statetest.index"),
				bench: options.bench,
			};
			const selection = { ...settings.selection, stateTest };
			await runTestVerb(paths, { suite: "statetest", ...settings, selection }, options);
		});
}

/** @throws {UnknownForkError | UnknownEipError} no fork has the name: no test could be of it */
async function checkFork(name: string | undefined): Promise<string | undefined> {
	if (name === undefined) return undefined;
	const { parseTransition, resolveSpec } = await import("@evmore/evm/spec");
	if (parseTransition(name) === undefined) resolveSpec(name);
	return name;
}
