import { Command } from "commander";
import { switchOption } from "../execution/execution-options.js";
import { addStateOptions, listForks, verbosityOption } from "./tool-options.js";

/** Options of `t8n`, as commander gives them. */
export interface T8nOptions {
	readonly "input.alloc": string;
	readonly "input.env": string;
	readonly "input.txs": string;
	readonly "input.blobParams": string;
	readonly "output.basedir": string;
	readonly "output.alloc": string;
	readonly "output.result": string;
	readonly "output.body": string;
	readonly "state.fork": string;
	readonly "state.chainid": string;
	readonly "state.reward": string;
	readonly trace: boolean;
	readonly "trace.memory": boolean;
	readonly "trace.nomemory": boolean;
	readonly "trace.nostack": boolean;
	readonly "trace.returndata": boolean;
	readonly "trace.noreturndata": boolean;
	readonly "trace.callframes": boolean;
	readonly "trace.tracer": string;
	readonly "trace.jsonconfig": string;
	readonly "opcode.count": string;
}

export function t8nCommand(): Command {
	const command = new Command("t8n")
		.description(
			"Makes a block: executes transactions on a state and tells the state after it, its receipts and roots, and which " +
				"transactions were rejected, as go-ethereum's evm t8n does.",
		)
		.optionsGroup("Inputs, each a file, or stdin for a member of one JSON object there:")
		.option("--input.alloc <file>", "the state: accounts by address", "alloc.json")
		.option("--input.env <file>", "the block", "env.json")
		.option(
			"--input.txs <file>",
			"the transactions: JSON, or with the ending .rlp a JSON text with their RLP",
			"txs.json",
		)
		.option("--input.blobParams <file>", "blob parameters instead of the fork's", "")
		.optionsGroup('Outputs, each a file, stdout or stderr, or "" for nowhere:')
		.option("--output.basedir <folder>", "where files are put; it is made if it does not exist", "")
		.option("--output.alloc <file>", "the state after the block", "alloc.json")
		.option("--output.result <file>", "roots, receipts and rejected transactions", "result.json")
		.option("--output.body <file>", "RLP of the transactions of the block", "");
	addStateOptions(command).option("--state.reward <wei>", "for the block's maker; -1: nobody is rewarded", "0");
	return command
		.optionsGroup("Watching:")
		.addOption(switchOption("trace", "trace each transaction to trace-<index>-<hash>.jsonl"))
		.addOption(switchOption("trace.memory", "with the memory"))
		.addOption(switchOption("trace.nomemory", "without the memory", true).hideHelp())
		.addOption(switchOption("trace.nostack", "without the stack"))
		.addOption(switchOption("trace.returndata", "with the return data"))
		.addOption(switchOption("trace.noreturndata", "without the return data", true).hideHelp())
		.addOption(switchOption("trace.callframes", "with the beginning and end of each frame"))
		.option(
			"--trace.tracer <name>",
			"the result of this tracer instead, in .json files: callTracer, prestateTracer, …",
			"",
		)
		.option("--trace.jsonconfig <json>", "configuration of the tracer", "{}")
		.option("--opcode.count <file>", "how often each opcode was executed", "")
		.addOption(verbosityOption())
		.addHelpText("after", listForks())
		.addHelpText(
			"after",
			`
Examples:
  evmore t8n --state.fork Osaka --output.result stdout --output.alloc stdout
  evmore t8n --input.alloc stdin --input.env stdin --input.txs stdin --output.result stdout < block.json
  evmore t8n --state.fork London --input.txs txs.rlp --output.basedir out --output.body body.rlp --trace

Exit codes: 0 also when transactions were rejected; 1 wrong usage; 2 the block is not valid; 3 configuration; 4 a block
hash is missing; 10 JSON; 11 files; 12 RLP.`,
		)
		.action(async (options: T8nOptions) => {
			const { runT8n } = await import("./run-t8n.js");
			await runT8n(options);
		});
}
