import { Command } from "commander";
import { switchOption } from "../execution/execution-options.js";
import {
	addOutputOptions,
	addRunnerOptions,
	addSelectionOptions,
	addTraceOptions,
	readTestOptions,
	runTestVerb,
	type TestOptions,
} from "../test-runner/test-options.js";

/** Options of `blocktest`, as commander gives them. */
export interface BlockTestCommandOptions extends TestOptions {
	readonly crossCheck: boolean;
	readonly xc: boolean;
	readonly fuzz: boolean;
}

export function blocktestCommand(): Command {
	const command = new Command("blocktest").description(
		"Runs blockchain tests, .json or .json.gz: files, and folders with all below them. Without a path, file names come " +
			"on standard input, one a line, until an empty line. Prints a JSON array with a member per test, as " +
			"go-ethereum's evm does.",
	);
	addSelectionOptions(command);
	addOutputOptions(command).addOption(switchOption("fuzz", "the report of each test as soon as it is known"));
	addTraceOptions(command);
	return addRunnerOptions(command)
		.addOption(switchOption("cross-check", "run each test on both tiers: they must agree"))
		.addOption(switchOption("xc", "the same as --cross-check").hideHelp())
		.addHelpText(
			"after",
			`
Examples:
  evmore blocktest --summary fixtures/eest-blockchain
  evmore blocktest --run 'withdrawals.*Cancun' --human test.json
  evmore blocktest --trace --run 'one test' test.json
  ls tests/*.json | evmore blocktest

The exit code is 1 when a test failed or a file could not be read.`,
		)
		.action(async (paths: readonly string[], options: BlockTestCommandOptions) => {
			const settings = readTestOptions(options);
			const blockTest = { crossCheck: options.crossCheck || options.xc };
			const selection = { ...settings.selection, blockTest };
			const each = options.fuzz && !options.summary;
			await runTestVerb(paths, { suite: "blocktest", ...settings, selection, each }, options);
		});
}
