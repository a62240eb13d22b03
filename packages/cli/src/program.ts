import { readFileSync } from "node:fs";
import { Command } from "commander";
import { spellOptions } from "./option-spelling.js";
import { hasColours } from "./terminal.js";
import { type Verb, verbs } from "./verbs.js";

/** The command line, and the arguments in the spelling it understands. */
export interface Program {
	readonly program: Command;
	readonly args: readonly string[];
}

/** Makes the command line. Only the verb that the arguments name is loaded; the others are there for the help. */
export async function createProgram(args: readonly string[]): Promise<Program> {
	const program = new Command("evmore")
		.description("Run, trace, test and explore EVM code.")
		.usage("<command> [options]")
		.helpOption("-h, --help", "show help")
		.helpCommand("help [command]", "show help for a command")
		.addHelpText("after", examples);
	configure(program);
	if (args.length === 1 && ["-v", "-V", "--version", "-version", "version"].includes(args[0]!)) {
		program.action(() => console.log(`evmore ${readVersion()}`));
		return { program, args: [] };
	}
	const isHelp = args[0] === "help";
	const wanted = isHelp ? args[1] : args[0];
	let spelled = args;
	for (const verb of verbs) {
		const isWanted = wanted !== undefined && (wanted === verb.name || wanted === verb.alias);
		const command = isWanted ? await verb.load() : describeVerb(verb);
		configure(command);
		command.name(verb.name).summary(verb.summary).helpOption("-h, --help", "show help");
		if (verb.alias !== undefined) command.alias(verb.alias);
		program.addCommand(command);
		if (isWanted && !isHelp) spelled = [args[0]!, ...spellOptions(args.slice(1), command)];
	}
	program.option("-v, --version", "print the version");
	return { program, args: args.length === 0 ? ["--help"] : spelled };
}

function describeVerb({ name, summary }: Verb): Command {
	return new Command(name).summary(summary).usage("[options]").allowUnknownOption();
}

function configure(command: Command): void {
	command.exitOverride().configureOutput({
		getOutHasColors: () => hasColours(process.stdout),
		getErrHasColors: () => hasColours(process.stderr),
		// The first line says what is wrong; a suggestion follows in parentheses.
		outputError: (text, write) => write(`${text.trim().replace(/\n+/g, " ")}\n`),
	});
	command.configureHelp({
		showGlobalOptions: false,
		// Switches take "=true" and "=false"; the help need not say so.
		optionTerm: (option) => option.flags.replace(" [bool]", ""),
		styleTitle: (title) => `\u001b[1m${title}\u001b[22m`,
		optionDescription: describeOption,
	});
}

function describeOption(option: { description: string; defaultValue?: unknown; hidden?: boolean }): string {
	const { defaultValue } = option;
	const isShown = defaultValue !== undefined && defaultValue !== false && !option.description.includes("(default:");
	return isShown ? `${option.description} (default: ${String(defaultValue)})` : option.description;
}

function readVersion(): string {
	const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
	return (JSON.parse(text) as { version: string }).version;
}

const examples = `
Examples:
  evmore run 602a5f5260205ff3              run code, print what it returns
  evmore run --debug hello.easm            assemble and run a file, show each step
  evmore call Add.sol --function add --args 3,5
  evmore help run                          all about a command

Results go to standard output, everything else to standard error.
Exit code: 0, 1 for bad input and failures, 2 for wrong usage.`;
