import { Command, Option } from "commander";
import { switchOption } from "../execution/execution-options.js";

/** Options of `replay`, as commander gives them. */
export interface ReplayOptions {
	readonly genesis?: string;
	readonly "state.fork"?: string;
	readonly block?: string;
	readonly tx?: string;
	readonly bench: boolean;
	readonly json: boolean;
	readonly slowest: string;
	readonly workers?: string;
	readonly engine: string;
	readonly trace: boolean;
	readonly "trace.format": string;
	readonly "trace.nomemory": boolean;
	readonly "trace.nostack": boolean;
	readonly "trace.nostorage": boolean;
	readonly "trace.noreturndata": boolean;
}

export function replayCommand(): Command {
	return new Command("replay")
		.description(
			"Executes blocks again and checks all that their headers say. FILE is a block with the state it reads (JSON: " +
				"accounts, or a witness of trie nodes), or RLP of blocks one after another, which need --genesis. Any of them " +
				"may be packed by gzip.",
		)
		.argument("<file>", "the file, or - for standard input")
		.optionsGroup("The blocks:")
		.option("--genesis <file>", "accounts and rules that the chain begins with, as go-ethereum writes them")
		.option("--block <number>", "of a chain: stop after this block")
		.option("--tx <index>", "show this transaction of the block, counted from 0")
		.option("--state.fork <name>", "the rules, instead of those of the file")
		.optionsGroup("What is printed:")
		.option("--slowest <n>", "how many of the slowest transactions", "5")
		.addOption(switchOption("json", "one JSON object"))
		.addOption(switchOption("bench", "execute again and again for some seconds; print medians"))
		.optionsGroup("Watching (on standard error):")
		.addOption(switchOption("trace", "trace each step: of the transaction of --tx, or of all"))
		.addOption(new Option("--trace.format <format>", "json, struct, md, or eip3155 to the letter").default("json"))
		.addOption(switchOption("trace.nomemory", "leave the memory out", true))
		.addOption(switchOption("trace.nostack", "leave the stack out"))
		.addOption(switchOption("trace.nostorage", "leave the storage out"))
		.addOption(switchOption("trace.noreturndata", "leave the return data out", true))
		.optionsGroup("How:")
		.option("--workers <n>", "threads that recover senders of a chain ahead; 0: none (default: one per further core)")
		.option("--engine <tier>", "interpreter, compiler, or auto: code is compiled when it is hot", "auto")
		.addHelpText(
			"after",
			`
Examples:
  evmore replay block.json.gz
  evmore replay --bench block.json.gz
  evmore replay --tx 3 --trace block.json.gz
  evmore replay --genesis genesis.json chain.rlp
  evmore replay --genesis genesis.json --block 17 --tx 0 --trace chain.rlp

The exit code is 1 when a block is refused or its header says something else than what came out.`,
		)
		.action(async (path: string, options: ReplayOptions) => {
			const { replay } = await import("./replay.js");
			await replay(path, options);
		});
}
