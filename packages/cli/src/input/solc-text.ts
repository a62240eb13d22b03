import { readAbi } from "./artifact.js";
import type { Contract } from "./contract.js";

const header = /^=+ (.+?) =+$/;

/** What stands above each part of the output. */
const partTitles: Readonly<Record<string, "creation" | "runtime" | "abi">> = {
	"Binary:": "creation",
	"Binary of the runtime part:": "runtime",
	"Contract JSON ABI": "abi",
};

/** Whether text looks like what `solc --bin` prints, not like bare hexadecimal digits. */
export function isSolcText(text: string): boolean {
	return /^(=+ .+ =+|Binary:)$/m.test(text);
}

/** The contracts in what `solc --bin`, with or without `--bin-runtime` and `--abi`, prints. */
export function readSolcText(text: string, name: string): Contract[] {
	const contracts: Contract[] = [];
	let contractName: string | undefined;
	let parts: Partial<Record<"creation" | "runtime" | "abi", string>> = {};
	let part: "creation" | "runtime" | "abi" | undefined;
	const finish = (): void => {
		if (Object.keys(parts).length > 0) {
			const abi = readAbi(parts.abi, name);
			const creationCode = parts.creation === "" ? undefined : parts.creation;
			const runtimeCode = parts.runtime === "" ? undefined : parts.runtime;
			contracts.push({ name: contractName, creationCode, runtimeCode, abi, knownAbi: [] });
		}
		parts = {};
		part = undefined;
	};
	for (const line of text.split(/\r?\n/).map((untrimmed) => untrimmed.trim())) {
		const title = header.exec(line)?.[1];
		if (title !== undefined) {
			finish();
			contractName = title;
		} else if (partTitles[line] !== undefined) {
			part = partTitles[line];
			parts[part] = "";
		} else if (part !== undefined) parts[part] += line;
	}
	finish();
	const knownAbi = contracts.flatMap(({ abi }) => abi ?? []);
	return contracts.map((contract) => ({ ...contract, knownAbi }));
}
