import { Command } from "commander";
import { verbosityOption } from "../t8n/tool-options.js";

/** Options of `b11r`, as commander gives them. */
export interface B11rOptions {
	readonly "output.basedir": string;
	readonly "output.block": string;
	readonly "input.header": string;
	readonly "input.ommers": string;
	readonly "input.withdrawals": string;
	readonly "input.txs": string;
	readonly "seal.clique": string;
}

export function b11rCommand(): Command {
	return new Command("b11r")
		.description(
			"Puts a block together from a header and what belongs to it: prints its RLP and hash, as go-ethereum's evm b11r " +
				"does. Nothing is executed or checked.",
		)
		.optionsGroup("Inputs, each a file, or stdin for a member of one JSON object there:")
		.option("--input.header <file>", "the header", "header.json")
		.option("--input.ommers <file>", "a list of blocks' RLP, whose headers are the ommers", "")
		.option("--input.withdrawals <file>", "the withdrawals", "")
		.option("--input.txs <file>", "a JSON text with the RLP list of the transactions", "txs.rlp")
		.option("--seal.clique <file>", "seal it as the Clique networks do: key, vote and vanity", "")
		.optionsGroup("Output:")
		.option("--output.basedir <folder>", "where the file is put; it is made if it does not exist", "")
		.option("--output.block <file>", "the block: a file, stdout or stderr", "block.json")
		.addOption(verbosityOption())
		.addHelpText(
			"after",
			`
Examples:
  evmore b11r --input.txs txs.rlp --output.block stdout
  evmore b11r --input.header stdin --input.txs stdin --output.block stdout < parts.json

Exit codes: 0; 1 wrong usage; 3 configuration; 10 JSON; 11 files; 12 RLP.`,
		)
		.action(async (options: B11rOptions) => {
			const { runB11r } = await import("./run-b11r.js");
			await runB11r(options);
		});
}
