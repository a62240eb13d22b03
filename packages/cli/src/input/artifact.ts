import type { Abi, AbiItem, AbiParameter } from "../abi/abi.js";
import { InputError } from "../errors.js";
import type { Contract } from "./contract.js";
import { isObject, parseJson } from "./json-input.js";

/**
 * The contracts of a JSON file that a compiler or framework wrote: a Foundry or Hardhat artifact, `solc --combined-json`,
 * or the output of `solc --standard-json`.
 *
 * @throws {InputError} it is none of these
 */
export function readArtifact(text: string, name: string): Contract[] {
	const json = parseJson(text, name);
	if (!isObject(json))
		throw new InputError(`${name}: not an artifact: ${Array.isArray(json) ? "a list" : typeof json}`);
	if (isObject(json.contracts)) return withKnownAbi(readContracts(json.contracts, name));
	if (json.bytecode !== undefined || json.deployedBytecode !== undefined) return withKnownAbi([readOne(json, name)]);
	throw new InputError(
		`${name}: not an artifact of Foundry, Hardhat or solc: it has neither "bytecode" nor "contracts"`,
	);
}

/** The contracts in the output of `solc --standard-json`: file → name → contract. */
export function readStandardOutput(contracts: unknown, name: string): Contract[] {
	return isObject(contracts) ? withKnownAbi(readContracts(contracts, name)) : [];
}

function readContracts(contracts: Readonly<Record<string, unknown>>, name: string): Contract[] {
	const found: Contract[] = [];
	for (const [key, value] of Object.entries(contracts)) {
		if (!isObject(value)) throw new InputError(`${name}: contracts.${key} is not an object`);
		// `--combined-json` has "file:Name" → contract, `--standard-json` file → Name → contract.
		const isCombined = "bin" in value || "abi" in value || "bin-runtime" in value;
		for (const [contractName, contract] of isCombined ? [[key, value] as const] : Object.entries(value)) {
			if (!isObject(contract)) throw new InputError(`${name}: contracts.${key}.${contractName} is not an object`);
			found.push(readOne({ contractName, ...contract }, name));
		}
	}
	return found;
}

function readOne(json: Readonly<Record<string, unknown>>, name: string): Contract {
	const evm = isObject(json.evm) ? json.evm : {};
	const contractName = typeof json.contractName === "string" ? json.contractName : undefined;
	const abi = readAbi(json.abi, name);
	return {
		name: contractName,
		creationCode: codeField(json.bytecode ?? json.bin ?? evm.bytecode, name),
		runtimeCode: codeField(json.deployedBytecode ?? json["bin-runtime"] ?? evm.deployedBytecode, name),
		abi,
		knownAbi: abi ?? [],
	};
}

/** Code stands there itself, or as `object` in an object. */
function codeField(value: unknown, name: string): string | undefined {
	const code = isObject(value) ? value.object : value;
	if (code === undefined || code === null || code === "" || code === "0x") return undefined;
	if (typeof code !== "string") throw new InputError(`${name}: the bytecode is not text`);
	return code;
}

function withKnownAbi(contracts: readonly Contract[]): Contract[] {
	const knownAbi = contracts.flatMap(({ abi }) => abi ?? []);
	return contracts.map((contract) => ({ ...contract, knownAbi }));
}

/** An ABI, checked as far as it is used. Older compilers write it as text. */
export function readAbi(value: unknown, name: string): Abi | undefined {
	const json = typeof value === "string" ? parseJson(value, `the ABI in ${name}`) : value;
	if (json === undefined || json === null) return undefined;
	if (!Array.isArray(json)) throw new InputError(`${name}: the ABI is not a list`);
	return json.map((item: unknown): AbiItem => {
		if (!isObject(item)) throw new InputError(`${name}: an entry of the ABI is not an object`);
		return {
			type: typeof item.type === "string" ? item.type : "function",
			...(typeof item.name === "string" && { name: item.name }),
			inputs: readParameters(item.inputs, name),
			outputs: readParameters(item.outputs, name),
			...(item.anonymous === true && { anonymous: true }),
		};
	});
}

function readParameters(value: unknown, name: string): AbiParameter[] {
	if (value === undefined || value === null) return [];
	if (!Array.isArray(value)) throw new InputError(`${name}: the parameters in the ABI are not a list`);
	return value.map((parameter: unknown): AbiParameter => {
		if (!isObject(parameter) || typeof parameter.type !== "string") {
			throw new InputError(`${name}: a parameter in the ABI has no type`);
		}
		return {
			type: parameter.type,
			...(typeof parameter.name === "string" && { name: parameter.name }),
			...(parameter.components !== undefined && { components: readParameters(parameter.components, name) }),
			...(parameter.indexed === true && { indexed: true }),
		};
	});
}
