import { hexToBytes } from "@evmore/evm";
import type { Command } from "commander";
import type { Abi, AbiItem } from "../abi/abi.js";
import { UsageError } from "../errors.js";
import { parseHexText } from "./option-values.js";
import { nameInput, readText } from "./text-input.js";

/** What the input of a call is made from. */
export interface CallDataOptions {
	readonly input?: string;
	readonly inputfile?: string;
	readonly function?: string;
	readonly args?: string;
}

/** The input of a call. */
export interface CallData {
	readonly bytes: Uint8Array;
	/** The function called, when its return types are known: what it returns can be decoded. */
	readonly function: AbiItem | undefined;
}

export function addCallDataOptions(command: Command): Command {
	return command
		.option("--input <hex>", "input of the call")
		.option("--inputfile <file>", "input of the call, from a file with hexadecimal digits")
		.option(
			"--function <signature>",
			"function to call: 'add(uint256,uint256)(uint256)', its name when the ABI is known",
		)
		.option("--args <values>", 'its arguments: 3,5 or 0xab…,[1,2],(7,true),"a, b"');
}

/** @throws {UsageError} the options contradict each other */
export async function readCallData(options: CallDataOptions, abi: Abi | undefined): Promise<CallData> {
	const { input, inputfile, function: signature, args } = options;
	if (args !== undefined && signature === undefined) throw new UsageError("--args needs --function");
	if ([input, inputfile, signature].filter((option) => option !== undefined).length > 1) {
		throw new UsageError("--input, --inputfile and --function exclude each other");
	}
	if (signature !== undefined) return encodeCall(signature, args ?? "", abi);
	if (inputfile !== undefined) {
		return { bytes: parseHexText(await readText(inputfile), nameInput(inputfile)), function: undefined };
	}
	return { bytes: parseHexText(input ?? "", "--input"), function: undefined };
}

async function encodeCall(signature: string, args: string, abi: Abi | undefined): Promise<CallData> {
	const [{ findFunction }, { parseArguments }, { encodeValues, selectorOf }] = await Promise.all([
		import("../abi/abi-signature.js"),
		import("../abi/abi-arguments.js"),
		import("../abi/abi-coding.js"),
	]);
	const { item, hasOutputs } = await findFunction(signature, abi);
	const encoded = await encodeValues(item.inputs ?? [], parseArguments(args, item));
	const bytes = hexToBytes((await selectorOf(item)) + encoded.slice(2));
	return { bytes, function: hasOutputs ? item : undefined };
}

/** Arguments of a constructor: encoded they follow the creation code. */
export async function readConstructorArguments(
	signature: string | undefined,
	args: string | undefined,
	abi: Abi | undefined,
): Promise<Uint8Array> {
	if (signature === undefined && args === undefined && abi === undefined) return new Uint8Array(0);
	const [{ findConstructor }, { parseArguments }, { encodeValues }] = await Promise.all([
		import("../abi/abi-signature.js"),
		import("../abi/abi-arguments.js"),
		import("../abi/abi-coding.js"),
	]);
	const item = await findConstructor(signature, abi);
	if (item === undefined) {
		throw new UsageError("the constructor's types are not known: give --construct 'constructor(uint256)'");
	}
	return hexToBytes(await encodeValues(item.inputs ?? [], parseArguments(args ?? "", item)));
}
