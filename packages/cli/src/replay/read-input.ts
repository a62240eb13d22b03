import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describeFileError, InputError } from "../errors.js";
import { isObject, parseJson } from "../input/json-input.js";
import { nameInput } from "../input/text-input.js";

/** Unpacked bytes that a file may have. */
const maxFileBytes = 1 << 30;
const maxTextBytes = 512 << 20;

/** What a file to replay holds. */
export type ReplayInput =
	/** One block and the state it reads. */
	| { readonly kind: "block"; readonly json: Readonly<Record<string, unknown>> }
	/** Blocks as RLP, one after another. */
	| { readonly kind: "chain"; readonly bytes: Uint8Array }
	/** A JSON object per line, each with a block. */
	| { readonly kind: "lines"; readonly lines: readonly string[] };

/** Reads a file, unpacking it when it is packed by gzip, and tells what it holds. */
export function readInput(path: string): ReplayInput {
	const bytes = readUnpacked(path);
	const name = nameInput(path);
	if (bytes.length === 0) throw new InputError(`${name}: empty, no block`);
	if (bytes[0]! >= 0xc0) return { kind: "chain", bytes };
	if (bytes.length > maxTextBytes) throw new InputError(`${name}: too large for text: ${bytes.length} bytes`);
	const text = new TextDecoder().decode(bytes).trim();
	if (/^(0x)?(c|d|e|f)[0-9a-f]*$/i.test(text)) return { kind: "chain", bytes: hexToBytes(text, name) };
	if (!text.startsWith("{")) throw new InputError(`${name}: neither JSON nor RLP of blocks`);
	const lines = text.split("\n");
	if (lines.length > 1 && lines[0]!.trimEnd().endsWith("}")) return { kind: "lines", lines };
	const json = parseJson(text, name);
	if (!isObject(json)) throw new InputError(`${name}: not a JSON object`);
	return { kind: "block", json };
}

/** A JSON file, packed or not. */
export function readPackedJson(path: string): unknown {
	return parseJson(new TextDecoder().decode(readUnpacked(path)), nameInput(path));
}

function readUnpacked(path: string): Uint8Array {
	let bytes: Uint8Array;
	try {
		bytes = readFileSync(path === "-" ? 0 : path);
	} catch (error) {
		throw new InputError(describeFileError(error, path));
	}
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
	try {
		return gunzipSync(bytes, { maxOutputLength: maxFileBytes });
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		const reason = code === "ERR_BUFFER_TOO_LARGE" ? `more than ${maxFileBytes} bytes` : message;
		throw new InputError(`${nameInput(path)}: broken gzip: ${reason}`);
	}
}

function hexToBytes(text: string, name: string): Uint8Array {
	const digits = text.replace(/^0x/i, "");
	if (digits.length % 2 !== 0) throw new InputError(`${name}: an odd number of hexadecimal digits`);
	return new Uint8Array(Buffer.from(digits, "hex"));
}
