import { bytesToHex, type Hex, hexToBytes, type Log } from "@evmore/evm";
import { type Abi, type AbiItem, type AbiValue, isDynamic } from "./abi.js";
import { decodeValues, hashSignature } from "./abi-coding.js";
import { formatValue } from "./decode-output.js";

/** One line about a log: the event and its arguments when the ABI knows it, else topics and data. */
export async function describeLog(log: Log, abi: Abi): Promise<string> {
	for (const item of abi) {
		if (item.type !== "event" || item.anonymous === true) continue;
		const indexed = item.inputs?.filter((input) => input.indexed === true).length ?? 0;
		if (log.topics.length !== indexed + 1 || (await hashSignature(item)) !== log.topics[0]) continue;
		try {
			return `${item.name}(${await decodeArguments(log, item)})`;
		} catch {
			// Another event of the same name, with other arguments indexed, or data that are none.
		}
	}
	const topics = log.topics.length === 0 ? "" : ` topics ${log.topics.join(" ")}`;
	return `log${topics} data ${bytesToHex(log.data)}`;
}

async function decodeArguments(log: Log, item: AbiItem): Promise<string> {
	const inputs = item.inputs ?? [];
	// Indexed values of static types are words, one after the other as their encoding is.
	const stored = inputs.filter((input) => input.indexed === true && !isHashed(input));
	const hashed = inputs.filter((input) => input.indexed === true && isHashed(input));
	const topicOf = new Map<unknown, Hex>();
	for (const input of inputs) if (input.indexed === true) topicOf.set(input, log.topics[topicOf.size + 1]!);
	const words = bytesToHex(Buffer.concat(stored.map((input) => hexToBytes(topicOf.get(input)!))));
	const storedValues = await decodeValues(stored, words);
	const others = inputs.filter((input) => input.indexed !== true);
	const values = await decodeValues(others, bytesToHex(log.data));
	return inputs
		.map((input) => {
			const name = input.name === undefined || input.name === "" ? "" : `${input.name}: `;
			if (hashed.includes(input)) return `${name}hash ${topicOf.get(input)}`;
			const value: AbiValue =
				input.indexed === true ? storedValues[stored.indexOf(input)]! : values[others.indexOf(input)]!;
			return name + formatValue(value, input);
		})
		.join(", ");
}

/** Arrays and tuples are hashed too when they are indexed, whatever their size (Solidity ABI specification, "Events"). */
function isHashed(input: { readonly type: string }): boolean {
	return isDynamic(input) || input.type.endsWith("]") || input.type === "tuple";
}
