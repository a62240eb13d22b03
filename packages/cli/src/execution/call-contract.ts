import type { Address } from "@evmore/evm";
import { bytesToHex } from "@evmore/evm/bytes";
import { type AbiItem, formatType } from "../abi/abi.js";
import { decodeOutput } from "../abi/decode-output.js";
import type { CallOptions } from "../commands/call.js";
import { executionFailed } from "../errors.js";
import { readCallData } from "../input/call-data.js";
import { readCodeArgument } from "../input/code-input.js";
import type { Contract } from "../input/contract.js";
import { initcodeOf } from "../input/initcode.js";
import { parseAddressText } from "../input/option-values.js";
import { printOutput, report } from "../output/report.js";
import { describeValue } from "../output/summary.js";
import { print } from "../terminal.js";
import { deployFirst } from "./deploy-first.js";
import { execute } from "./execute.js";
import { openWorld, type World } from "./world.js";

/** What `call` does: deploys if there is something to deploy, calls, prints what is returned. */
export async function callContract(file: string | undefined, options: CallOptions): Promise<void> {
	const world = await openWorld(options);
	const reading = { contract: options.contract, fork: options["state.fork"] };
	const contract = file === undefined ? undefined : await readCodeArgument(file, reading);
	const callData = await readCallData(options, contract?.abi);
	const to = await findTarget(world, contract, file, options);
	if (to === undefined) return;
	const execution = await execute(world, { to, data: callData.bytes, value: world.value }, options);
	const { result } = execution;
	const remarks = options.receiver === undefined ? [`contract at ${to}`] : [];
	if (world.state.getAccount(to) === undefined) remarks.push(`there is no account ${to} in the state`);
	if (result.status !== "success") process.exitCode = executionFailed;
	const called = result.status === "success" ? callData.function : undefined;
	const values = called === undefined ? undefined : await decodeOutput(bytesToHex(result.output), called);
	if (called !== undefined && values === undefined) remarks.push(`what it returned is not ${formatOutputs(called)}`);
	if (called === undefined) remarks.push(...(await describeValue(result, undefined)));
	await report(world, execution, options, { abi: contract?.knownAbi ?? [], remarks });
	if (values !== undefined) for (const value of values) print(value);
	else printOutput(result.output);
}

function formatOutputs(called: AbiItem): string {
	return `(${(called.outputs ?? []).map(formatType).join(",")})`;
}

async function findTarget(
	world: World,
	contract: Contract | undefined,
	file: string | undefined,
	options: CallOptions,
): Promise<Address | undefined> {
	if (options.receiver !== undefined) return parseAddressText(options.receiver, "--receiver");
	const initcode = await initcodeOf(contract!, file!, options.construct, options.constructArgs);
	return deployFirst(world, initcode, contract!);
}
