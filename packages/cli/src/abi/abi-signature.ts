import { nearestName } from "@evmore/evm/spec";
import { InputError } from "../errors.js";
import { abbreviate } from "../input/option-values.js";
import { type Abi, type AbiItem, formatSignature } from "./abi.js";

/** A function that is to be called. */
export interface CalledFunction {
	readonly item: AbiItem;
	/** What it returns is known: the signature names it, or an ABI does. */
	readonly hasOutputs: boolean;
}

/**
 * The function meant by the text: `add(uint256,uint256)`, `add(uint256,uint256)(uint256)`,
 * `function add(uint a, uint b) view returns (uint)`; with an ABI also the name alone.
 *
 * @throws {InputError} the text is no signature, or the ABI has no such function
 */
export async function findFunction(text: string, abi: Abi | undefined): Promise<CalledFunction> {
	const trimmed = text.trim();
	const functions = abi?.filter(({ type }) => type === "function") ?? [];
	if (!trimmed.includes("(")) return findByName(trimmed, abi === undefined ? undefined : functions);
	const item = await parseSignature(trimmed, "function");
	const signature = formatSignature(item);
	const known = functions.find((candidate) => formatSignature(candidate) === signature);
	if ((item.outputs ?? []).length > 0) return { item, hasOutputs: true };
	return known === undefined ? { item, hasOutputs: false } : { item: known, hasOutputs: true };
}

function findByName(name: string, functions: readonly AbiItem[] | undefined): CalledFunction {
	if (functions === undefined) {
		throw new InputError(`"${abbreviate(name)}" has no parameter types: write for example 'add(uint256,uint256)'`);
	}
	const found = functions.filter((candidate) => candidate.name === name);
	if (found.length === 1) return { item: found[0]!, hasOutputs: true };
	if (found.length > 1) {
		throw new InputError(`several functions are named ${name}: ${found.map(formatSignature).join(", ")}`);
	}
	const nearest = nearestName(
		name,
		functions.map((candidate) => candidate.name ?? ""),
	);
	const hint = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
	const names = functions.length === 0 ? "none" : functions.map(formatSignature).join(", ");
	throw new InputError(`the contract has no function "${abbreviate(name)}".${hint} It has: ${names}`);
}

/**
 * The constructor meant by the text (`constructor(string,uint256)`), else the one of the ABI; undefined when neither
 * tells.
 */
export async function findConstructor(text: string | undefined, abi: Abi | undefined): Promise<AbiItem | undefined> {
	if (text !== undefined) return parseSignature(text.trim(), "constructor");
	if (abi === undefined) return undefined;
	return abi.find(({ type }) => type === "constructor") ?? { type: "constructor", inputs: [] };
}

/** The longest signature that is read: the parser is not made for more. */
const maxSignatureCharacters = 10_000;

async function parseSignature(text: string, kind: "function" | "constructor"): Promise<AbiItem> {
	if (text.length > maxSignatureCharacters) throw new InputError("the signature is too long");
	const { from } = await import("ox/AbiItem");
	try {
		return from(toSolidity(text, kind)) as AbiItem;
	} catch (error) {
		const [first, ...rest] = (error as Error).message.split("\n").filter((line) => line.trim() !== "");
		const problem = `${first!.replace(/\.$/, "")}${rest.length > 0 ? ` (${rest.join(" ").trim()})` : ""}`;
		throw new InputError(`"${abbreviate(text)}" is not a signature like 'add(uint256,uint256)(uint256)': ${problem}`);
	}
}

/** `add(uint256)(bool)` is `function add(uint256) returns (bool)` in Solidity's words. */
function toSolidity(text: string, kind: "function" | "constructor"): string {
	if (kind === "constructor") return /^constructor\b/.test(text) ? text : `constructor${text.slice(text.indexOf("("))}`;
	const plain = /^function\s/.test(text) ? text : `function ${text}`;
	const close = closingParenthesis(plain, plain.indexOf("("));
	const rest = plain.slice(close + 1).trim();
	return rest.startsWith("(") ? `${plain.slice(0, close + 1)} returns ${rest}` : plain;
}

/** Where the parenthesis that opens at `open` is closed; the end when it never is. */
function closingParenthesis(text: string, open: number): number {
	let depth = 0;
	for (let at = open; at < text.length; at++) {
		if (text[at] === "(") depth++;
		else if (text[at] === ")" && --depth === 0) return at;
	}
	return text.length;
}
