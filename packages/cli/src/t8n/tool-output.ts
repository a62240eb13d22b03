import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeFileError } from "../errors.js";
import { type Descriptor, streamNames, writeText } from "../terminal.js";
import { formatGoJson } from "./go-json.js";
import { ToolError } from "./tool-error.js";

/** A part of what a tool gives. */
export interface OutputPart {
	readonly name: string;
	readonly value: unknown;
	/** A file below the base folder, `stdout`, `stderr`, or "" for nowhere. */
	readonly destination: string;
}

/** Makes the folder that output files go to. "": they go where the tool was called. */
export function makeBaseFolder(folder: string): void {
	if (folder === "") return;
	try {
		mkdirSync(folder, { recursive: true });
	} catch (error) {
		throw new ToolError("io", `failed creating output basedir: ${describeFileError(error, folder)}`);
	}
}

/**
 * Writes the parts: files, then one object with what goes to standard output, and one with what goes to standard error. All
 * files are written before the first gets its name: none is left half-written, nor some of them.
 */
export function writeOutputs(folder: string, parts: readonly OutputPart[]): void {
	const files = parts.filter(({ destination }) => !["", "stdout", "stderr"].includes(destination));
	writeFiles(files.map(({ destination, value }) => ({ path: join(folder, destination), value })));
	for (const [descriptor, destination] of [
		[1, "stdout"],
		[2, "stderr"],
	] as const) {
		const there = parts.filter((part) => part.destination === destination);
		if (there.length === 0) continue;
		const sorted = there.map(({ name, value }) => [name, value] as const).sort(([a], [b]) => (a < b ? -1 : 1));
		writeStream(descriptor, formatGoJson(Object.fromEntries(sorted), 2));
	}
}

/** Writes the only thing that a tool gives: on standard output it is the object, not a member of one. */
export function writeOutput(folder: string, destination: string, value: unknown): void {
	if (destination === "stdout" || destination === "stderr") {
		writeStream(destination === "stdout" ? 1 : 2, formatGoJson(value, 2));
	} else {
		writeFiles([{ path: join(folder, destination), value }]);
	}
}

/** Writes text and a line end. @throws {ToolError} the stream is full, or closed */
export function writeStream(descriptor: Descriptor, text: string): void {
	try {
		writeText(descriptor, `${text}\n`);
	} catch (error) {
		throw new ToolError("io", `failed writing output: ${describeFileError(error, streamNames[descriptor])}`);
	}
}

function writeFiles(files: readonly { readonly path: string; readonly value: unknown }[]): void {
	const written: { readonly temporary: string; readonly path: string }[] = [];
	let current = "";
	try {
		for (const { path, value } of files) {
			current = path;
			const temporary = `${path}.${process.pid}.tmp`;
			written.push({ temporary, path });
			writeFileSync(temporary, formatGoJson(value, 1));
		}
		for (const { temporary, path } of written) {
			current = path;
			renameSync(temporary, path);
		}
	} catch (error) {
		for (const { temporary } of written) rmSync(temporary, { force: true });
		throw new ToolError("io", `failed writing output: ${describeFileError(error, current)}`);
	}
}
