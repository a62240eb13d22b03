import { Command } from "commander";
import { switchOption } from "../execution/execution-options.js";
import { parseUnsigned } from "../input/option-values.js";
import { nameInput, readText } from "../input/text-input.js";
import { print } from "../terminal.js";

interface AsmOptions {
	readonly "state.fork"?: string;
	readonly "label-width"?: string;
	readonly labelWidth?: string;
	readonly push0: boolean;
}

export function asmCommand(): Command {
	return new Command("asm")
		.description(
			"Assembles a source file (go-ethereum's easm, or the mnemonics of evm.codes) and prints the code as hex.",
		)
		.argument("<file>", "source; - is standard input")
		.option("--state.fork <name>", "refuse instructions that this fork does not have")
		.option("--label-width <bytes>", "bytes of each pushed label, 1 to 32; 4 as go-ethereum (default: as few as do)")
		.addOption(switchOption("push0", "let a bare PUSH 0 become PUSH0"))
		.addHelpText(
			"after",
			`
Examples:
  evmore asm hello.easm
  echo 'PUSH 0x2  PUSH 0x2  MUL  STOP' | evmore asm -
  evmore asm --push0 --state.fork Shanghai loop.easm > loop.hex`,
		)
		.action(assembleFile);
}

async function assembleFile(file: string, options: AsmOptions): Promise<void> {
	const [{ assemble }, { resolveSpec }] = await Promise.all([import("@evmore/evm/asm"), import("@evmore/evm/spec")]);
	const fork = options["state.fork"];
	const width = options.labelWidth;
	const code = assemble(await readText(file), {
		file: nameInput(file),
		push0: options.push0,
		...(fork !== undefined && { spec: resolveSpec(fork) }),
		...(width !== undefined && { labelWidth: Number(parseUnsigned(width, "--label-width", 32n)) }),
	});
	print(Buffer.from(code).toString("hex"));
}
