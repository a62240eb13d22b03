import { forkAliases, forkNames } from "@evmore/evm/spec";
import { type Command, Option } from "commander";
import { ToolError } from "./tool-error.js";

/** Rules that go-ethereum's tools take when none are named. */
export const defaultToolFork = "GrayGlacier";

/** The names of all rulesets, as help shows them: test fillers look there for what a tool supports. */
export function listForks(): string {
	const names = [...forkNames, ...Object.keys(forkAliases)];
	return `\nRulesets:\n${names.map((name) => `  ${name}`).join("\n")}\n  and transitions: <from>To<to>At<block>, …AtTime<seconds>, each with EIPs added: <name>+<eip>`;
}

/** Options that every transition tool has. */
export function addStateOptions(command: Command): Command {
	return command
		.optionsGroup("The rules:")
		.option("--state.fork <name>", "ruleset: a fork, with EIPs added if you like, or a transition", defaultToolFork)
		.option("--state.chainid <n>", "chain id", "1");
}

/** What go-ethereum's tools take everywhere; nothing is logged here. */
export function verbosityOption(): Option {
	return new Option("--verbosity <n>", "accepted, and not needed: nothing is logged").default("3").hideHelp();
}

/** A chain id; the library holds it as a number. */
export function readChainId(text: string): bigint {
	const chainId = readInteger(text, "state.chainid");
	if (chainId < 0n || chainId > BigInt(Number.MAX_SAFE_INTEGER)) {
		throw new ToolError("config", `--state.chainid is out of range: ${text}`);
	}
	return chainId;
}

/** A reward in wei; negative: none. */
export function readReward(text: string): bigint {
	const reward = readInteger(text, "state.reward");
	if (reward > (1n << 63n) - 1n) throw new ToolError("config", `--state.reward is out of range: ${text}`);
	return reward;
}

function readInteger(text: string, name: string): bigint {
	const match = /^([+-]?)(0x[0-9a-f]{1,32}|\d{1,40})$/i.exec(text.trim());
	if (match === null) throw new ToolError("config", `--${name} is not a number: "${text.slice(0, 48)}"`);
	const value = BigInt(match[2]!);
	return match[1] === "-" ? -value : value;
}
