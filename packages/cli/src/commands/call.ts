import { Command } from "commander";
import { UsageError } from "../errors.js";
import { addExecutionOptions, type ExecutionOptions } from "../execution/execution-options.js";
import { addCallDataOptions, type CallDataOptions } from "../input/call-data.js";

/** Options of `call`, as commander gives them. */
export interface CallOptions extends ExecutionOptions, CallDataOptions {
	readonly bin?: string;
	/** Signature. */
	readonly construct?: string;
	readonly constructArgs?: string;
}

export function callCommand(): Command {
	const command = new Command("call")
		.description(
			"Deploys a contract and calls one of its functions, or calls one that is in the state already (--receiver). Prints what " +
				"the function returns, decoded when its return types are known.",
		)
		.argument("[file]", "as of deploy: solc --bin output, hex, artifact JSON, .sol; - is standard input")
		.optionsGroup("The contract:")
		.option("--bin <file>", "the same as FILE")
		.option("--contract <name>", "which contract, of a file that has several")
		.option(
			"--construct <signature>",
			"types of the constructor, when the file has no ABI: 'constructor(string,uint256)'",
		)
		.option("--construct-args <values>", "arguments of the constructor")
		.option(
			"--receiver <address>",
			"call this contract, which is in the state (also --at); FILE then gives the ABI only",
		)
		.optionsGroup("The call:");
	addCallDataOptions(command);
	return addExecutionOptions(command)
		.addHelpText(
			"after",
			`
Examples:
  evmore call Add.bin --function 'add(uint256,uint256)(uint256)' --args 3,5
  evmore call Add.sol --function add --args 3,5
  evmore call Token.sol --at 0x… --state state.json --function transfer --args 0x…,100
  evmore call --at 0x… --state state.json --function 'totalSupply()(uint256)'

The exit code is 1 when the call fails.`,
		)
		.action(async (argument: string | undefined, options: CallOptions) => {
			if (argument !== undefined && options.bin !== undefined)
				throw new UsageError("give the file once: as FILE or with --bin");
			const file = argument ?? options.bin;
			if (file === undefined && options.receiver === undefined) {
				throw new UsageError("no contract: give a FILE to deploy, or --receiver with --state or --prestate");
			}
			if (options.receiver !== undefined && (options.construct ?? options.constructArgs) !== undefined) {
				throw new UsageError("with --receiver nothing is deployed: there are no arguments of a constructor");
			}
			const { callContract } = await import("../execution/call-contract.js");
			await callContract(file, options);
		});
}
