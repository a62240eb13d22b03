import { type Command, Option } from "commander";
import { parseBoolean } from "../input/option-values.js";

/** Options of all verbs that execute code, as commander gives them: text, or true and false. */
export interface ExecutionOptions {
	readonly gas: string;
	readonly price: string;
	readonly value: string;
	readonly sender: string;
	readonly receiver?: string;
	readonly prestate?: string;
	readonly state?: string;
	readonly "state.fork"?: string;
	readonly contract?: string;
	readonly dump: boolean;
	readonly statdump: boolean;
	readonly debug: boolean;
	readonly json: boolean;
	readonly trace: boolean;
	readonly "trace.format": string;
	readonly "trace.nomemory": boolean;
	readonly "trace.nostack": boolean;
	readonly "trace.nostorage": boolean;
	readonly "trace.noreturndata": boolean;
}

/** Right-aligned ASCII, as go-ethereum has them. */
export const defaultSender = "0x000000000000000000000000000000000073656e646572";
export const defaultReceiver = "0x0000000000000000000000007265636569766572";

/** An option that is on or off: `--trace`, and as Go's flags have it `--trace=false`. */
export function switchOption(name: string, description: string, isOn = false, short = ""): Option {
	const flags = `${short && `${short}, `}--${name} [bool]`;
	const option = new Option(flags, description).argParser(parseBoolean).default(isOn);
	return isOn ? option : Object.assign(option, { defaultValueDescription: undefined });
}

/** Adds the options that all verbs that execute code have. */
export function addExecutionOptions(command: Command): Command {
	return command
		.optionsGroup("The message:")
		.option("--gas <n>", "gas limit", "10000000000")
		.option("--price <wei>", "what GASPRICE answers", "0")
		.option("--value <wei>", "wei sent along", "0")
		.option("--sender <address>", 'who sends (default: 0x…"sender")', "0x73656e646572")
		.optionsGroup("The state:")
		.option("--state.fork <name>", 'the rules: a fork, with EIPs added if you like: "Berlin+3855" (default: Osaka)')
		.option("--prestate <file>", "begin with the accounts and block of this genesis JSON")
		.option("--state <file>", "keep accounts and storage in this JSON file between runs")
		.addOption(switchOption("dump", "print the state afterwards, as JSON"))
		.optionsGroup("Watching (on standard error):")
		.addOption(switchOption("debug", "show each step with its stack, gas and cost, and the storage afterwards"))
		.addOption(switchOption("json", "trace as JSON lines; the same as --trace --trace.format json"))
		.addOption(switchOption("trace", "trace each step"))
		.addOption(
			new Option("--trace.format <format>", "json, struct, md, or eip3155 for that standard to the letter").default(
				"json",
			),
		)
		.addOption(switchOption("trace.nomemory", "leave the memory out", true))
		.addOption(switchOption("trace.nostack", "leave the stack out"))
		.addOption(switchOption("trace.nostorage", "leave the storage out"))
		.addOption(switchOption("trace.noreturndata", "leave the return data out", true))
		.addOption(switchOption("statdump", "print gas, time and memory used"));
}
