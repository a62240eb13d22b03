import { Command } from "commander";
import { addStateOptions, listForks, verbosityOption } from "../t8n/tool-options.js";

/** Options of `t9n`, as commander gives them. */
export interface T9nOptions {
	readonly "input.txs": string;
	readonly "state.fork": string;
	readonly "state.chainid": string;
}

export function t9nCommand(): Command {
	const command = new Command("t9n")
		.description(
			"Checks transactions as far as that goes without a state: prints hash, sender and intrinsic gas of each, or what is " +
				"wrong with it, as go-ethereum's evm t9n does.",
		)
		.optionsGroup("Input:")
		.option(
			"--input.txs <file>",
			"a JSON text with the RLP list of the transactions (.rlp), or stdin for the member txsRlp of a JSON object there",
			"txs.json",
		);
	return addStateOptions(command)
		.addOption(verbosityOption())
		.addHelpText("after", listForks())
		.addHelpText(
			"after",
			`
Examples:
  evmore t9n --state.fork Osaka --input.txs txs.rlp
  echo '{"txsRlp": "0xc0"}' | evmore t9n --input.txs stdin

Exit codes: 0 also when transactions are not valid; 1 wrong usage; 3 configuration; 10 JSON; 11 files; 12 RLP.`,
		)
		.action(async (options: T9nOptions) => {
			const { runT9n } = await import("./run-t9n.js");
			await runT9n(options);
		});
}
