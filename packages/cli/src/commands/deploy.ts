import { Command } from "commander";
import { executionFailed } from "../errors.js";
import { addExecutionOptions, type ExecutionOptions, switchOption } from "../execution/execution-options.js";
import { print } from "../terminal.js";

interface DeployOptions extends ExecutionOptions {
	/** Signature. */
	readonly construct?: string;
	readonly args?: string;
	readonly address: boolean;
}

export function deployCommand(): Command {
	const command = new Command("deploy")
		.description(
			"Runs creation code and prints the runtime code. FILE is what solc --bin prints, hexadecimal digits, an artifact of " +
				"Foundry, Hardhat or solc (JSON), or a Solidity file when solc is installed (npm install solc).",
		)
		.argument("<file>", "hexadecimal digits, a file, or - for standard input")
		.optionsGroup("The contract:")
		.option("--contract <name>", "which contract, of a file that has several")
		.option("--args <values>", 'arguments of the constructor: 3,5 or 0xab…,[1,2],(7,true),"a, b"')
		.option(
			"--construct <signature>",
			"types of the constructor, when the file has no ABI: 'constructor(string,uint256)'",
		)
		.addOption(switchOption("address", "print the contract's address instead of its code"));
	return addExecutionOptions(command)
		.addHelpText(
			"after",
			`
Examples:
  evmore deploy Add.bin
  evmore deploy Token.sol --args '"My token",MTK' --state state.json
  evmore deploy out/Counter.sol/Counter.json --address --state state.json
  solc --bin Add.sol | evmore deploy -

The exit code is 1 when the deployment fails.`,
		)
		.action(deployFile);
}

async function deployFile(file: string, options: DeployOptions): Promise<void> {
	const [{ readCodeArgument }, { initcodeOf }, { openWorld }, { execute }, { printOutput, report }] = await Promise.all(
		[
			import("../input/code-input.js"),
			import("../input/initcode.js"),
			import("../execution/world.js"),
			import("../execution/execute.js"),
			import("../output/report.js"),
		],
	);
	const world = await openWorld(options);
	const contract = await readCodeArgument(file, { contract: options.contract, fork: options["state.fork"] });
	const data = await initcodeOf(contract, file, options.construct, options.args);
	const execution = await execute(world, { to: undefined, data, value: world.value }, options);
	const { result } = execution;
	const remarks: string[] = [];
	if (result.status === "success") {
		const name = contract.name === undefined ? "" : ` ${contract.name}`;
		remarks.push(`contract${name} at ${result.createdAddress}, ${result.output.length} bytes`);
	} else process.exitCode = executionFailed;
	await report(world, execution, options, { abi: contract.knownAbi, remarks });
	if (result.status !== "success") return;
	if (options.address) print(result.createdAddress!);
	else printOutput(result.output);
}
