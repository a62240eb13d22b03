import type { CallParameters } from "@evmore/evm";
import type { RunOptions } from "../commands/run.js";
import { type CallData, readCallData } from "../input/call-data.js";
import { creationCodeOf, readCodeArgument, readCodeFile, runtimeCodeOf } from "../input/code-input.js";
import type { Contract } from "../input/contract.js";
import { parseAddressText } from "../input/option-values.js";
import { printOutput, report } from "../output/report.js";
import { describeValue } from "../output/summary.js";
import { benchmark } from "./benchmark.js";
import { deployFirst } from "./deploy-first.js";
import { execute } from "./execute.js";
import { openWorld, type World } from "./world.js";

/** What `run` does: reads everything, runs the message, prints return data and summary. */
export async function runCode(source: string | undefined, options: RunOptions & { receiver: string }): Promise<void> {
	const world = await openWorld(options);
	const contract = await readContract(source, options);
	const callData = await readCallData(options, contract?.abi);
	const message = await makeMessage(world, contract, callData, source, options);
	if (message === undefined) return;
	if (options.bench) {
		printOutput(benchmark(world, message).output);
		return;
	}
	const execution = await execute(world, message, options);
	const { result } = execution;
	const remarks = await describeValue(result, callData.function);
	if (result.createdAddress !== undefined) remarks.unshift(`contract ${result.createdAddress}`);
	await report(world, execution, options, { abi: contract?.knownAbi ?? [], remarks });
	printOutput(result.output);
}

async function readContract(source: string | undefined, options: RunOptions): Promise<Contract | undefined> {
	const reading = { contract: options.contract, fork: options["state.fork"] };
	if (options.bin !== undefined) return readCodeFile(options.bin, reading);
	if (source === undefined) return undefined;
	return options.codefile === undefined ? readCodeArgument(source, reading) : readCodeFile(source, reading);
}

/** Undefined: the contract that was to be called could not be deployed, and this has been told. */
async function makeMessage(
	world: World,
	contract: Contract | undefined,
	{ bytes }: CallData,
	source: string | undefined,
	options: RunOptions & { receiver: string },
): Promise<CallParameters | undefined> {
	const { value } = world;
	const to = parseAddressText(options.receiver, "--receiver");
	if (contract === undefined) return { to, data: bytes, value };
	const name = options.bin ?? source ?? "";
	if (options.bin !== undefined) {
		const address = await deployFirst(world, creationCodeOf(contract, name), contract);
		return address === undefined ? undefined : { to: address, data: bytes, value };
	}
	if (options.create) return { to: undefined, data: Buffer.concat([creationCodeOf(contract, name), bytes]), value };
	return { to, data: bytes, value, code: runtimeCodeOf(contract, name) };
}
