import { Command, CommanderError } from "commander";
import { badInput, InputError, wrongUsage } from "./errors.js";
import { spellOptions } from "./option-spelling.js";
import { tellError } from "./tell-error.js";
import { hasColours, writeText } from "./terminal.js";
import { type Verb, verbs } from "./verbs.js";
import { readVersion } from "./version.js";

/** Runs what the arguments say, tells what is wrong, and sets the exit code. */
export async function runProgram(given: readonly string[]): Promise<void> {
	const args = skipVerbosity(given);
	try {
		const { program, args: spelled } = await createProgram(args);
		await program.parseAsync([...spelled], { from: "user" });
	} catch (error) {
		process.exitCode = exitCodeOf(error, findVerb(args[0])?.usageExitCode ?? wrongUsage);
		// commander has written its own errors already.
		if (!(error instanceof CommanderError)) tellError(error);
	}
}

function exitCodeOf(error: unknown, usage: number): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usage;
	return error instanceof InputError ? error.exitCode : badInput;
}

/** go-ethereum takes `--verbosity N` before the verb; nothing is logged here. */
function skipVerbosity(args: readonly string[]): readonly string[] {
	if (/^--?verbosity=/.test(args[0] ?? "")) return skipVerbosity(args.slice(1));
	return /^--?verbosity$/.test(args[0] ?? "") ? skipVerbosity(args.slice(2)) : args;
}

function findVerb(name: string | undefined): Verb | undefined {
	return verbs.find((verb) => name !== undefined && (name === verb.name || name === verb.alias));
}

/** The command line, and the arguments in the spelling it understands. */
interface Program {
	readonly program: Command;
	readonly args: readonly string[];
}

/** Makes the command line: with the verb that the arguments name; with all, but not loaded, when they name none. */
async function createProgram(args: readonly string[]): Promise<Program> {
	const program = new Command("evmore")
		.description("Run, trace, test and explore EVM code.")
		.usage("<command> [options]")
		.helpOption("-h, --help", "show help")
		.helpCommand("help [command]", "show help for a command")
		.addHelpText("after", examples);
	configure(program);
	const isHelp = args[0] === "help";
	const name = isHelp ? args[1] : args[0];
	const wanted = findVerb(name);
	const isUnknown = isHelp && name !== undefined && wanted === undefined && !name.startsWith("-");
	// Of a name that is no verb's, commander would show all help as an error, and not say why. "help help" asks for all of it.
	let spelled = isUnknown ? [name] : args;
	for (const verb of wanted === undefined ? verbs : [wanted]) {
		const command = verb === wanted ? await verb.load() : describeVerb(verb);
		configure(command);
		command.name(verb.name).summary(verb.summary).helpOption("-h, --help", "show help");
		if (verb.alias !== undefined) command.alias(verb.alias);
		program.addCommand(command);
		if (verb === wanted && !isHelp) {
			spelled = [args[0]!, ...spellOptions(args.slice(1), command)];
			addVersion(command, verb);
		}
	}
	// For the help: who gives it alone has been answered before, and behind a verb it is the verb's.
	if (wanted === undefined) program.option("-v, --version", "print the version");
	return { program, args: args.length === 0 ? ["--help"] : spelled };
}

/** A verb answers as the command does, as the tools of go-ethereum do (`evm t8n --version`). */
function addVersion(command: Command, { name }: Verb): void {
	const isTaken = command.options.some(({ long }) => long === "--version");
	if (isTaken) return;
	// anvil's -v is another.
	const isShortTaken = command.options.some(({ short }) => short === "-v");
	const flags = isShortTaken ? "--version" : "-v, --version";
	command.version(`evmore-${name} ${readVersion()}`, flags, "print the version");
	command.options.at(-1)?.hideHelp();
}

function describeVerb({ name, summary }: Verb): Command {
	return new Command(name).summary(summary).usage("[options]").allowUnknownOption();
}

function configure(command: Command): void {
	command.exitOverride().configureOutput({
		getOutHasColors: () => hasColours(1),
		getErrHasColors: () => hasColours(2),
		writeOut: (text) => writeText(1, text),
		writeErr: (text) => writeText(2, text),
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
	const isShown =
		defaultValue !== undefined &&
		defaultValue !== false &&
		defaultValue !== "" &&
		!option.description.includes("(default:");
	return isShown ? `${option.description} (default: ${String(defaultValue)})` : option.description;
}

const examples = `
Examples:
  evmore run 602a5f5260205ff3              run code, print what it returns
  evmore run --debug hello.easm            assemble and run a file, show each step
  evmore call Add.sol --function add --args 3,5
  evmore help run                          all about a command

Results go to standard output, everything else to standard error.
Exit code: 0, 1 for bad input and failures, 2 for wrong usage.`;
