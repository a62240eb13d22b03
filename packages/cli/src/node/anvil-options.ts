import { type Command, Option } from "commander";

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
	["--memory-limit <bytes>", "gas limits memory"],
	["--prune-history [n]", "states take little memory"],
	["--max-persisted-states <n>", "states take little memory"],
	["--transaction-block-keeper <n>", "blocks take little memory"],
];

/** Lets scripts that start anvil start this: takes what it takes, without a word in the help. Other names are in option-spelling.ts. */
export function takeAnvilOptions(command: Command): Command {
	for (const [flags, why] of withoutEffect) command.addOption(new Option(flags, why).hideHelp());
	return command;
}
