import { InputError } from "../errors.js";
import { abbreviate } from "../input/option-values.js";
import { type AbiItem, type AbiParameter, type AbiValue, elementOf, formatSignature, formatType } from "./abi.js";

/**
 * Reads arguments as `cast` does: separated by commas, arrays in `[ ]`, tuples in `( )`, strings as they are or in quotes
 * (then commas and blanks count as text).
 *
 * @param text - `3,5`, `0xab…,[1,2],(7,true),"hello, world"`
 * @throws {InputError} an argument is missing, too many, or not of its type
 */
export function parseArguments(text: string, item: AbiItem): AbiValue[] {
	const parameters = item.inputs ?? [];
	const signature = formatSignature(item);
	// One text is taken whole: there is nothing else its commas could mean.
	const isText = parameters.length === 1 && parameters[0]!.type === "string" && !/^\s*["']/.test(text);
	const parts = isText ? [text] : splitList(text, "the arguments");
	if (parts.length !== parameters.length) {
		const wanted = parameters.length === 1 ? "1 argument" : `${parameters.length} arguments`;
		throw new InputError(`${signature} takes ${wanted}, ${parts.length} given`);
	}
	return parameters.map((parameter, index) => {
		const name = parameter.name === undefined || parameter.name === "" ? "" : ` ${parameter.name}`;
		return parseValue(parts[index]!, parameter, `argument ${index + 1} (${formatType(parameter)}${name})`);
	});
}

/** Deeper values are refused. */
const maxDepth = 64;

function parseValue(text: string, parameter: AbiParameter, what: string, depth = 0): AbiValue {
	if (depth > maxDepth) throw new InputError(`${what}: nested too deeply`);
	const array = elementOf(parameter);
	if (array !== undefined) {
		const parts = splitEnclosed(text, "[", "]", what);
		if (array.length !== undefined && parts.length !== array.length) {
			throw new InputError(`${what}: ${array.length} elements are needed, ${parts.length} given`);
		}
		return parts.map((part, index) => parseValue(part, array.element, `${what}, element ${index + 1}`, depth + 1));
	}
	const { type } = parameter;
	if (type === "tuple") {
		const components = parameter.components ?? [];
		const parts = splitEnclosed(text, "(", ")", what);
		if (parts.length !== components.length) {
			throw new InputError(`${what}: ${components.length} components are needed, ${parts.length} given`);
		}
		return parts.map((part, index) =>
			parseValue(part, components[index]!, `${what}, component ${index + 1}`, depth + 1),
		);
	}
	if (type === "string") return unquote(text);
	const plain = unquote(text).trim();
	if (type === "bool") return parseBool(plain, what);
	if (type === "address") return parseAddress(plain, what);
	const integer = /^(u?)int(\d*)$/.exec(type);
	if (integer !== null) return parseInteger(plain, integer[1] === "u", Number(integer[2] || "256"), what);
	const bytes = /^bytes(\d*)$/.exec(type);
	if (bytes !== null) return parseBytes(plain, bytes[1] === "" ? undefined : Number(bytes[1]), what);
	throw new InputError(`${what}: values of this type cannot be written here`);
}

function parseBool(text: string, what: string): boolean {
	if (/^(true|1)$/i.test(text)) return true;
	if (/^(false|0)$/i.test(text)) return false;
	throw new InputError(`${what}: "${abbreviate(text)}" is not true or false`);
}

function parseAddress(text: string, what: string): string {
	if (!/^(0x)?[0-9a-f]{40}$/i.test(text)) {
		throw new InputError(`${what}: "${abbreviate(text)}" is not an address (0x and 40 hexadecimal digits)`);
	}
	return `0x${text.replace(/^0x/i, "").toLowerCase()}`;
}

function parseInteger(text: string, isUnsigned: boolean, bits: number, what: string): bigint {
	const match = /^([+-]?)(0x[0-9a-f]{1,64}|\d{1,80})$/i.exec(text);
	if (match === null) throw new InputError(`${what}: "${abbreviate(text)}" is not an integer`);
	const value = match[1] === "-" ? -BigInt(match[2]!) : BigInt(match[2]!);
	const min = isUnsigned ? 0n : -(1n << BigInt(bits - 1));
	const max = (1n << BigInt(isUnsigned ? bits : bits - 1)) - 1n;
	if (value < min || value > max) {
		throw new InputError(`${what}: ${abbreviate(text)} is out of range, it has to be from ${min} to ${max}`);
	}
	return value;
}

function parseBytes(text: string, sizeBytes: number | undefined, what: string): string {
	if (!/^(0x)?([0-9a-f]{2})*$/i.test(text)) {
		throw new InputError(`${what}: "${abbreviate(text)}" is not hexadecimal with two digits per byte`);
	}
	const digits = text.replace(/^0x/i, "").toLowerCase();
	if (sizeBytes !== undefined && digits.length !== sizeBytes * 2) {
		throw new InputError(`${what}: ${sizeBytes} bytes are needed, ${digits.length / 2} given`);
	}
	return `0x${digits}`;
}

function splitEnclosed(text: string, open: string, close: string, what: string): string[] {
	const trimmed = text.trim();
	if (!trimmed.startsWith(open) || !trimmed.endsWith(close) || trimmed.length < 2) {
		throw new InputError(`${what}: "${abbreviate(trimmed)}" is not enclosed in ${open} ${close}`);
	}
	return splitList(trimmed.slice(1, -1), what);
}

/** Splits at commas that are not inside brackets, parentheses or quotes; blank text is an empty list. */
function splitList(text: string, what: string): string[] {
	if (text.trim() === "") return [];
	const parts: string[] = [];
	const closers: string[] = [];
	let start = 0;
	let quote = "";
	/** A quote begins a text only where a value begins: elsewhere it is an apostrophe. */
	let isValueStart = true;
	for (let at = 0; at < text.length; at++) {
		const character = text[at]!;
		if (quote !== "") {
			if (character === "\\") at++;
			else if (character === quote) quote = "";
			continue;
		}
		if ((character === '"' || character === "'") && isValueStart) quote = character;
		else if (character === "[" || character === "(") closers.push(character === "[" ? "]" : ")");
		else if (character === "]" || character === ")") {
			if (closers.pop() !== character)
				throw new InputError(`${what}: "${character}" closes nothing: ${abbreviate(text)}`);
		} else if (character === "," && closers.length === 0) {
			parts.push(text.slice(start, at));
			start = at + 1;
		}
		isValueStart =
			character === "," || character === "[" || character === "(" || (isValueStart && /\s/.test(character));
	}
	if (quote !== "") throw new InputError(`${what}: a quote is not closed: ${abbreviate(text)}`);
	if (closers.length > 0) throw new InputError(`${what}: "${closers.pop()}" is missing: ${abbreviate(text)}`);
	parts.push(text.slice(start));
	return parts;
}

/** Text in quotes without them, its escapes resolved; text without quotes as it is, but for blanks around it. */
function unquote(text: string): string {
	const trimmed = text.trim();
	const quote = trimmed[0];
	if ((quote !== '"' && quote !== "'") || trimmed.length < 2 || trimmed.at(-1) !== quote) return trimmed;
	if (quote === '"') {
		try {
			return JSON.parse(trimmed) as string;
		} catch {
			// Not as JSON writes it: only what a backslash protects is resolved.
		}
	}
	return trimmed.slice(1, -1).replace(/\\(.)/gs, "$1");
}
