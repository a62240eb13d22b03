import { Command } from "commander";
import { UsageError } from "../errors.js";
import {
	addExecutionOptions,
	defaultReceiver,
	type ExecutionOptions,
	switchOption,
} from "../execution/execution-options.js";
import { addCallDataOptions, type CallDataOptions } from "../input/call-data.js";

/** Options of `run`, as commander gives them. */
export interface RunOptions extends ExecutionOptions, CallDataOptions {
	readonly codefile?: string;
	readonly bin?: string;
	readonly create: boolean;
	readonly bench: boolean;
}

export function runCommand(): Command {
	const command = new Command("run")
		.description(
			"Runs bytecode and prints what it returns. CODE is hexadecimal digits, a file (.bin, .hex; .easm and .asm are " +
				"assembled first), or - for standard input. Without code the receiver's own code runs.",
		)
		.argument("[code]", "hexadecimal digits, a file, or - for standard input")
		.optionsGroup("The code:")
		.option("--codefile <file>", "read the code from this file; - is standard input")
		.option("--bin <file>", "creation code (solc --bin): deploy it first, then call the contract")
		.option("--contract <name>", "which contract, of a file that has several")
		.addOption(switchOption("create", "run it as creation code; the input follows it"))
		.optionsGroup("The message:");
	addCallDataOptions(command).option("--receiver <address>", 'where the code runs (default: 0x…"receiver")');
	addExecutionOptions(command).addOption(
		switchOption("bench", "run it for a second, again and again; print gas and time"),
	);
	return command
		.addHelpText(
			"after",
			`
Examples:
  evmore run 602a5f5260205ff3
  evmore run --debug hello.easm
  evmore run --json --gas 100000 --input 0xcafe --codefile code.hex
  evmore run --bin Add.bin --function 'add(uint256,uint256)' --args "3,5"
  evmore run --state state.json --receiver 0xaa 6113375f55

The exit code is 0 also when the code reverts or halts.`,
		)
		.action(async (code: string | undefined, options: RunOptions) => {
			const sources = [code, options.codefile, options.bin].filter((source) => source !== undefined);
			if (sources.length > 1) throw new UsageError("give the code once: as CODE, with --codefile or with --bin");
			if (sources.length === 0 && options.receiver === undefined) {
				throw new UsageError("no code: give CODE, --codefile or --bin, or --receiver with --state or --prestate");
			}
			if (options.create && (options.bin !== undefined || sources.length === 0)) {
				throw new UsageError("--create needs CODE or --codefile");
			}
			const { runCode } = await import("../execution/run-code.js");
			await runCode(code ?? options.codefile, { receiver: defaultReceiver, ...options });
		});
}
