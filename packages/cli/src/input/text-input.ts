import { readFile, stat } from "node:fs/promises";
import { describeFileError, InputError } from "../errors.js";

/** Larger files are refused: no code, state or artifact is that large. */
const maxFileBytes = 256 * 1024 * 1024;

/** The text of a file, or of standard input when the path is `-`. */
export async function readText(path: string): Promise<string> {
	return new TextDecoder().decode(path === "-" ? await readStandardInput() : await readBytes(path));
}

/** What a file is called in messages. */
export function nameInput(path: string): string {
	return path === "-" ? "standard input" : path;
}

async function readBytes(path: string): Promise<Uint8Array> {
	try {
		const { size } = await stat(path);
		if (size > maxFileBytes) throw new InputError(`${path}: too large (${size} bytes, at most ${maxFileBytes})`);
		return await readFile(path);
	} catch (error) {
		if (error instanceof InputError) throw error;
		throw new InputError(describeFileError(error, path));
	}
}

async function readStandardInput(): Promise<Uint8Array> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of process.stdin) {
		chunks.push(chunk as Buffer);
		size += (chunk as Buffer).length;
		if (size > maxFileBytes) throw new InputError(`standard input: too large (more than ${maxFileBytes} bytes)`);
	}
	return Buffer.concat(chunks);
}
