import { fstatSync, statSync, writeSync } from "node:fs";

/** Where text goes: decides whether it is coloured. 1: standard output, 2: standard error. */
export type Descriptor = 1 | 2;

type Style = (text: string) => string;

/** Styles for one stream; they leave text as it is where colours are not wanted. */
export interface Styles {
	readonly bold: Style;
	readonly dim: Style;
	readonly red: Style;
	readonly green: Style;
	readonly yellow: Style;
	readonly cyan: Style;
}

/** Colours on a terminal only, and never with NO_COLOR (https://no-color.org). */
export function hasColours(descriptor: Descriptor): boolean {
	const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
	if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
	if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0";
	return TERM !== "dumb" && isTerminal(descriptor);
}

function isTerminal(descriptor: Descriptor): boolean {
	return mayBeTerminal(descriptor) && (descriptor === 1 ? process.stdout : process.stderr).isTTY === true;
}

/** Asked before Node's streams, because making one takes longer than to run a short program. */
function mayBeTerminal(descriptor: Descriptor): boolean {
	try {
		const status = fstatSync(descriptor);
		return status.isCharacterDevice() && status.rdev !== statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
	} catch {
		// It is closed.
		return false;
	}
}

export function stylesFor(descriptor: Descriptor): Styles {
	const coloured = hasColours(descriptor);
	const style = (open: number, close: number): Style =>
		coloured ? (text) => `\u001b[${open}m${text}\u001b[${close}m` : (text) => text;
	return {
		bold: style(1, 22),
		dim: style(2, 22),
		red: style(31, 39),
		green: style(32, 39),
		yellow: style(33, 39),
		cyan: style(36, 39),
	};
}

/** Replaces control and direction characters: what comes from a file must not drive the terminal. */
export function printable(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace
	return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ");
}

/** Characters that are collected before they are written. */
const bufferedCharacters = 65_536;

/** Writes lines to a file descriptor, many at once and in order, as `writeBytes` does. */
export class LineWriter {
	readonly #descriptor: Descriptor;
	#text = "";

	constructor(descriptor: Descriptor) {
		this.#descriptor = descriptor;
	}

	write(line: string): void {
		this.writeText(`${line}\n`);
	}

	/** Lines with their ends, or a part of one. */
	writeText(text: string): void {
		this.#text += text;
		if (this.#text.length >= bufferedCharacters) this.flush();
	}

	flush(): void {
		const bytes = Buffer.from(this.#text, "utf8");
		this.#text = "";
		writeBytes(this.#descriptor, bytes);
	}
}

/** What streams are called in messages. */
export const streamNames: Readonly<Record<Descriptor, string>> = { 1: "standard output", 2: "standard error" };

let isServer = false;

/** From here on nobody has to read what is written: a server serves its clients whether or not its log has a reader. */
export function outliveReaders(): void {
	isServer = true;
}

/**
 * Writes all of the bytes, at once. A reader that went away ends the process, unless that is a server, which goes on without
 * this output; other errors carry the stream's name as their path.
 */
export function writeBytes(descriptor: Descriptor, bytes: Uint8Array): void {
	for (let at = 0; at < bytes.length; ) {
		try {
			at += writeSync(descriptor, bytes, at);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === "EPIPE") {
				if (isServer) return;
				process.exit();
			}
			// The reader is slow: wait a little, without giving up the order of the output.
			if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
			else throw Object.assign(error as Error, { path: streamNames[descriptor] });
		}
	}
}

/** Writes text as it is, at once. */
export function writeText(descriptor: Descriptor, text: string): void {
	const writer = new LineWriter(descriptor);
	writer.writeText(text);
	writer.flush();
}

/** Writes a result, which is what standard output is for. */
export function print(text: string): void {
	writeText(1, `${text}\n`);
}
