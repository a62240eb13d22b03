import { Command, Option } from "commander";
import { switchOption } from "../execution/execution-options.js";
import { readCodeArgument, runtimeCodeOf } from "../input/code-input.js";
import { print } from "../terminal.js";

interface DisasmOptions {
	readonly asm: boolean;
	readonly labels: "jumps" | "all" | "none";
	readonly "state.fork"?: string;
	readonly contract?: string;
}

export function disasmCommand(): Command {
	return new Command("disasm")
		.description("Shows bytecode as instructions with their offsets.")
		.argument("<code>", "hexadecimal digits, a file, or - for standard input")
		.addOption(switchOption("asm", "print source that assembles to the same bytes, with labels for jump targets"))
		.addOption(
			new Option("--labels <which>", "with --asm: label constants before jumps, all that fit, or none")
				.choices(["jumps", "all", "none"])
				.default("jumps"),
		)
		.option("--state.fork <name>", "only what this fork has is an instruction (default: all that are known)")
		.option("--contract <name>", "which contract, of a file that has several")
		.addHelpText(
			"after",
			`
Examples:
  evmore disasm 600260020200
  evmore disasm --asm 600456005b00 > jump.easm
  evmore deploy Add.bin | evmore disasm -`,
		)
		.action(disassembleCode);
}

async function disassembleCode(argument: string, options: DisasmOptions): Promise<void> {
	const fork = options["state.fork"];
	const [{ formatDisassembly }, { resolveSpec }] = await Promise.all([
		import("@evmore/evm/asm"),
		import("@evmore/evm/spec"),
	]);
	const spec = fork === undefined ? undefined : resolveSpec(fork);
	const contract = await readCodeArgument(argument, { contract: options.contract, fork });
	const code = runtimeCodeOf(contract, argument);
	print(
		formatDisassembly(code, {
			style: options.asm ? "asm" : "offsets",
			labels: options.labels,
			...(spec !== undefined && { spec }),
		}),
	);
}
