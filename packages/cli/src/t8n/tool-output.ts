import { mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describeFileError, InputError } from "../errors.js";
import { findReplacedFile } from "../output/output-file.js";
import { OutputFiles } from "../output/output-files.js";
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
		makeFolder(folder);
	} catch (error) {
		throw new ToolError("io", `failed creating output basedir: ${describeFileError(error, folder)}`);
	}
}

/** Level by level: below folders like /proc, where none can be made, Node's recursive way never ends. */
function makeFolder(folder: string): void {
	if (isFolder(folder)) return;
	const parent = dirname(folder);
	// Where something else stands in the way, the system says so of the folder below it.
	if (statSync(parent, { throwIfNoEntry: false }) === undefined) makeFolder(parent);
	try {
		mkdirSync(folder);
	} catch (error) {
		// Another process may have been faster.
		if (!isFolder(folder)) throw error;
	}
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** @throws {ToolError} two outputs would be the same file */
export function refuseSameFile(folder: string, destinations: Readonly<Record<string, string>>): void {
	const known = new Map<string, string>();
	for (const [option, destination] of Object.entries(destinations)) {
		if (!isFile({ destination })) continue;
		const file = findFile(join(folder, destination));
		const other = file === undefined ? undefined : known.get(file);
		if (other !== undefined) {
			throw new ToolError("config", `--${other} and --${option} are the same file: ${destination}`);
		}
		if (file !== undefined) known.set(file, option);
	}
}

/** The file that an output replaces. Undefined: it is a pipe or the like, which may have several, or nothing can be written. */
function findFile(path: string): string | undefined {
	try {
		const file = findReplacedFile(path);
		return file === undefined ? undefined : resolve(file);
	} catch {
		return undefined;
	}
}

/**
 * Writes the parts: files, then one object with what goes to standard output, and one with what goes to standard error. All of
 * that is written before the first file gets its name: none is left half-written, nor some of them.
 *
 * @param files - those that get their names at the same time; what is open when this fails is the caller's to give up
 */
export function writeOutputs(files: OutputFiles, folder: string, parts: readonly OutputPart[]): void {
	fillFiles(
		files,
		parts.filter(isFile).map(({ destination, value }) => ({ path: join(folder, destination), value })),
	);
	for (const [descriptor, destination] of [
		[1, "stdout"],
		[2, "stderr"],
	] as const) {
		const there = parts.filter((part) => part.destination === destination);
		if (there.length === 0) continue;
		const sorted = there.map(({ name, value }) => [name, value] as const).sort(([a], [b]) => (a < b ? -1 : 1));
		writeStream(descriptor, formatGoJson(Object.fromEntries(sorted), 2));
	}
	asToolOutput(() => files.publish());
}

/** Writes the only thing that a tool gives: on standard output it is the object, not a member of one. */
export function writeOutput(folder: string, destination: string, value: unknown): void {
	if (destination === "stdout" || destination === "stderr") {
		writeStream(destination === "stdout" ? 1 : 2, formatGoJson(value, 2));
		return;
	}
	const files = new OutputFiles();
	try {
		fillFiles(files, [{ path: join(folder, destination), value }]);
		asToolOutput(() => files.publish());
	} finally {
		files.discard();
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

function isFile({ destination }: Pick<OutputPart, "destination">): boolean {
	return !["", "stdout", "stderr"].includes(destination);
}

/** What is seen at once is written when all else is complete, one after another: a reader may take them in turn. */
function fillFiles(files: OutputFiles, contents: readonly { readonly path: string; readonly value: unknown }[]): void {
	asToolOutput(() => {
		const opened = contents.map(({ path, value }) => ({ file: files.open(path), value }));
		opened.sort((a, b) => Number(a.file.isDirect) - Number(b.file.isDirect));
		for (const { file, value } of opened) {
			file.write(formatGoJson(value, 1));
			file.close();
		}
	});
}

/** What cannot be written is told as the tools tell it. */
function asToolOutput(write: () => void): void {
	try {
		write();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new ToolError("io", `failed writing output: ${error.message}`);
	}
}
