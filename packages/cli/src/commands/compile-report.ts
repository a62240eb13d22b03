import { Command } from "commander";
import { InputError } from "../errors.js";
import { switchOption } from "../execution/execution-options.js";
import { readCodeArgument, runtimeCodeOf } from "../input/code-input.js";
import { parseUnsigned } from "../input/option-values.js";
import { print } from "../terminal.js";

interface CompileReportOptions {
	readonly wat: boolean;
	readonly hex: boolean;
	readonly block?: string;
	readonly "state.fork"?: string;
	readonly contract?: string;
}

export function compileReportCommand(): Command {
	return new Command("compile-report")
		.description("Shows how the compiler tier turns bytecode into WebAssembly: blocks, what they do, sizes, time.")
		.argument("<code>", "hexadecimal digits, a file, or - for standard input")
		.addOption(switchOption("wat", "print the WebAssembly of each block, as text"))
		.addOption(switchOption("hex", "print the WebAssembly of each block, as bytes"))
		.option("--block <offset>", "only the block that begins at this offset")
		.option("--state.fork <name>", "the rules that are compiled in (default: the newest fork)")
		.option("--contract <name>", "which contract, of a file that has several")
		.addHelpText(
			"after",
			`
Examples:
  evmore compile-report 600a5b6001900380600257
  evmore compile-report --block 0x2 --wat 600a5b6001900380600257`,
		)
		.action(reportCode);
}

/** Offsets in code are smaller by far. */
const maxOffset = (1n << 32n) - 1n;

async function reportCode(argument: string, options: CompileReportOptions): Promise<void> {
	const wanted = options.block === undefined ? undefined : Number(parseUnsigned(options.block, "--block", maxOffset));
	const fork = options["state.fork"];
	const [{ reportCompilation }, { defaultForkName, resolveSpec }] = await Promise.all([
		import("@evmore/evm/engine"),
		import("@evmore/evm/spec"),
	]);
	const spec = resolveSpec(fork ?? defaultForkName);
	const contract = await readCodeArgument(argument, { contract: options.contract, fork });
	const code = runtimeCodeOf(contract, argument);
	const { blocks, bytes, declined, compileMs, moduleMs } = reportCompilation(code, spec);
	const shown = wanted === undefined ? blocks : blocks.filter(({ start }) => start === wanted);
	if (wanted !== undefined && shown.length === 0) {
		throw new InputError(`--block: no block begins at 0x${wanted.toString(16).padStart(4, "0")}`);
	}
	for (const block of shown) {
		print(block.ir);
		print(`        ${block.body.length} bytes, ${block.localCount} locals`);
		if (options.wat) print(block.wat());
		if (options.hex) print(`        ${Buffer.from(block.body).toString("hex")}`);
		print("");
	}
	const times = `compiled in ${compileMs.toFixed(1)} ms, module in ${moduleMs.toFixed(1)} ms`;
	const made = bytes === undefined ? `declined: too ${declined}` : `${bytes.length} bytes of WebAssembly`;
	print(`${code.length} bytes of code, ${spec.name}: ${blocks.length} blocks, ${made}, ${times}`);
}
