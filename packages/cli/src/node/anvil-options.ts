import { type Command, Option } from "commander";
import { UsageError } from "../errors.js";

/**
 * Options that scripts give anvil and that change nothing here, each with the reason: what they ask for is always so, or they limit what
 * anvil needs.
 */
const withoutEffect: readonly (readonly [flags: string, why: string])[] = [
	["--steps-tracing", "traces have their steps"],
	["--enable-tx-gas-limit", "the rules' limits hold"],
	["--no-cors", "pages may not ask unless they are named"],
	["--no-rate-limit", "requests to a remote node are few, and repeated when it is busy"],
	["--compute-units-per-second <n>", "requests to a remote node are few, and repeated when it is busy"],
	["-j, --threads <n>", "there are as many as help"],
	["--json", "what anvil writes is the same with it"],
	["--md", "what anvil writes is the same with it"],
	["-v, --verbosity", "what there is to tell has options of its own"],
	["--memory-limit <bytes>", "gas limits memory"],
	["--prune-history [n]", "states take little memory"],
	["--max-persisted-states <n>", "states take little memory"],
	["--transaction-block-keeper <n>", "blocks take little memory"],
];

/** Such options with their values; others would ask for something else. */
const withChoices: readonly (readonly [flags: string, why: string, choices: readonly string[]])[] = [
	["--color <when>", "colours are where a terminal is", ["auto", "always", "never"]],
	["-n, --network <family>", "there are Ethereum's rules alone", ["ethereum"]],
];

/** Options of anvil that cannot be taken, with what to give instead. */
const withSubstitute: readonly (readonly [flags: string, substitute: string])[] = [
	["--mnemonic-seed-unsafe <seed>", "give the words themselves (--mnemonic), or --mnemonic-random"],
];

/** Lets scripts that start anvil start this: takes what it takes, without a word in the help. Other names are in option-spelling.ts. */
export function takeAnvilOptions(command: Command): Command {
	for (const [flags, why] of withoutEffect) command.addOption(new Option(flags, why).hideHelp());
	for (const [flags, why, choices] of withChoices)
		command.addOption(new Option(flags, why).choices(choices).hideHelp());
	for (const [flags, substitute] of withSubstitute) {
		const refuse = (): never => {
			throw new UsageError(`${flags.replace(/ .*/, "")} is none here: ${substitute}`);
		};
		command.addOption(new Option(flags, substitute).argParser(refuse).hideHelp());
	}
	return command;
}
