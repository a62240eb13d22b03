import type { Hex } from "@evmore/evm/bytes";
import { type AbiItem, type AbiParameter, type AbiValue, elementOf } from "./abi.js";
import { decodeValues } from "./abi-coding.js";

/** A decoded value as text: numbers decimal, strings in quotes, arrays in `[ ]`, tuples in `( )`. */
export function formatValue(value: AbiValue, parameter: AbiParameter): string {
	const array = elementOf(parameter);
	if (array !== undefined) {
		return `[${(value as readonly AbiValue[]).map((element) => formatValue(element, array.element)).join(", ")}]`;
	}
	if (parameter.type === "tuple") return `(${formatValues(value as readonly AbiValue[], parameter.components ?? [])})`;
	// Quoted, also so that nothing in it reaches the terminal raw.
	return parameter.type === "string" ? quote(value as string) : String(value);
}

/** Values with their names, where they have any: `to: 0x…, value: 5`. */
export function formatValues(values: readonly AbiValue[], parameters: readonly AbiParameter[]): string {
	return parameters
		.map((parameter, index) => {
			const name = parameter.name === undefined || parameter.name === "" ? "" : `${parameter.name}: `;
			return name + formatValue(values[index]!, parameter);
		})
		.join(", ");
}

/** Text in quotes, with everything escaped that is not to be printed. */
export function quote(text: string): string {
	return JSON.stringify(text).replace(
		/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}

/** Return data decoded, one value per line; undefined when they are not what the function returns. */
export async function decodeOutput(output: Hex, item: AbiItem): Promise<string[] | undefined> {
	const outputs = item.outputs ?? [];
	try {
		const values = await decodeValues(outputs, output);
		return outputs.map((parameter, index) => formatValue(values[index]!, parameter));
	} catch {
		return undefined;
	}
}
