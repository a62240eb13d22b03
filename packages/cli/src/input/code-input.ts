import { existsSync } from "node:fs";
import { basename, extname } from "node:path";
import { InputError } from "../errors.js";
import { type Contract, chooseContract, readCode } from "./contract.js";
import { abbreviate, parseHexText } from "./option-values.js";
import { nameInput, readText } from "./text-input.js";

/** How code is to be read. */
export interface CodeInputOptions {
	/** Name of the contract, of a file that has several. */
	readonly contract?: string | undefined;
	/** Name of the rules, where they were chosen: Solidity is compiled for them. */
	readonly fork?: string | undefined;
}

/**
 * Code given as an argument: hexadecimal digits, else a file, `-` being standard input. Digits are taken for code even when
 * a file has that name; `./name` is always a file.
 */
export async function readCodeArgument(argument: string, options: CodeInputOptions = {}): Promise<Contract> {
	const digits = argument.replace(/\s+/g, "");
	if (argument !== "-" && /^(0x)?[0-9a-f]*$/i.test(digits)) return plainCode(parseHexText(digits, "the code"));
	if (argument !== "-" && !existsSync(argument) && !/[./\\]/.test(argument)) {
		// Neither a file nor the name of one: take it for mistyped code.
		parseHexText(digits, "the code");
	}
	return readCodeFile(argument, options);
}

/**
 * Code from a file, by its extension or content: `.easm` and `.asm` are assembled, `.sol` is compiled, JSON is an artifact,
 * everything else is hexadecimal digits or the output of `solc --bin`.
 *
 * @param path - `-`: standard input
 */
export async function readCodeFile(path: string, options: CodeInputOptions = {}): Promise<Contract> {
	const text = await readText(path);
	const name = nameInput(path);
	const extension = path === "-" ? "" : extname(path).toLowerCase();
	if (extension === ".easm" || extension === ".asm") {
		const { assemble } = await import("@evmore/evm/asm");
		return plainCode(assemble(text, { file: path }));
	}
	if (extension === ".sol") {
		const { compileSolidity } = await import("./solidity.js");
		return choose(await compileSolidity(path, text, await compilerNames(options.fork)), path, options);
	}
	if (extension === ".json" || /^\s*[{[]/.test(text)) {
		const { readArtifact } = await import("./artifact.js");
		return choose(readArtifact(text, name), path, options);
	}
	const { isSolcText, readSolcText } = await import("./solc-text.js");
	if (isSolcText(text)) return choose(readSolcText(text, name), path, options);
	if (text.trim() === "") throw new InputError(`${name}: empty, no code`);
	if (/__\$?\w+/.test(text)) return plainCode(readCode(text, name));
	return plainCode(parseHexText(text, name));
}

function choose(contracts: readonly Contract[], path: string, options: CodeInputOptions): Contract {
	return chooseContract(contracts, options.contract, nameInput(path), basename(path, extname(path)));
}

function plainCode(code: Uint8Array): Contract {
	const text = Buffer.from(code).toString("hex");
	return { name: undefined, creationCode: text, runtimeCode: text, abi: undefined, knownAbi: [] };
}

/** What a Solidity compiler may call these rules: the name of the fork, else of one before it that it knows. */
async function compilerNames(fork: string | undefined): Promise<string[]> {
	if (fork === undefined) return [];
	const { findFork, resolveSpec } = await import("@evmore/evm/spec");
	const names: string[] = [];
	for (let at = findFork(resolveSpec(fork).fork); at !== undefined; at = at.parent) {
		names.push(at.name[0]!.toLowerCase() + at.name.slice(1));
	}
	return names;
}

/** @throws {InputError} the contract cannot be deployed */
export function creationCodeOf(contract: Contract, name: string): Uint8Array {
	if (contract.creationCode === undefined) {
		throw new InputError(
			`${name}: ${contract.name ?? "it"} has no code to deploy (an interface or abstract contract?)`,
		);
	}
	return readCode(contract.creationCode, contract.name ?? abbreviate(name));
}

/** @throws {InputError} the file does not hold it */
export function runtimeCodeOf(contract: Contract, name: string): Uint8Array {
	if (contract.runtimeCode === undefined) {
		throw new InputError(`${name}: it holds no runtime code; "evmore call" deploys it first`);
	}
	return readCode(contract.runtimeCode, contract.name ?? abbreviate(name));
}
