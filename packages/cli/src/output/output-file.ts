import {
	closeSync,
	fchmodSync,
	fsyncSync,
	lstatSync,
	openSync,
	readlinkSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { describeFileError, InputError } from "../errors.js";

/** What becomes of a file. */
export interface OutputFileOptions {
	/** Whether it is on the disk, and not only on its way there, when it has its name. Default: false. */
	readonly durable?: boolean;
}

/**
 * A file that appears in one step: it is written beside its place, and takes its name when it is complete. Behind a symbolic
 * link the file is replaced that it points to. A pipe, a device or a descriptor cannot be replaced, and is written directly.
 */
export class OutputFile {
	/** As the user named it. */
	readonly path: string;
	readonly #isDurable: boolean;
	/** The file that is replaced; undefined: it is written directly. */
	readonly #target: string | undefined;
	readonly #temporary: string;
	#descriptor: number | undefined;
	#state: "open" | "closed" | "done" = "open";

	/** @throws {InputError} there can be no such file */
	constructor(path: string, { durable = false }: OutputFileOptions = {}) {
		this.path = path;
		this.#isDurable = durable;
		this.#target = this.#try(() => findReplacedFile(path));
		const target = this.#target ?? path;
		this.#temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${uniqueName()}.tmp`);
		if (this.#target !== undefined) this.#descriptor = this.#try(() => createFile(this.#temporary, target));
		// A pipe is opened when there is something for it: that waits until somebody reads.
		else if (!this.#try(() => statSync(path).isFIFO())) this.#open();
	}

	/** Whether what is written is seen at once. */
	get isDirect(): boolean {
		return this.#target === undefined;
	}

	/** @throws {InputError} the system refuses it */
	write(data: string | Uint8Array): void {
		const bytes = typeof data === "string" ? Buffer.from(data, "utf8") : data;
		const descriptor = this.#open();
		this.#try(() => {
			for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
		});
	}

	/** All is written. @throws {InputError} the system refuses it */
	close(): void {
		if (this.#state !== "open") return;
		const descriptor = this.#open();
		if (this.#isDurable && !this.isDirect) this.#try(() => fsyncSync(descriptor));
		this.#closeDescriptor();
		this.#state = "closed";
	}

	/** Gives the file its name. @throws {InputError} the system refuses it */
	publish(): void {
		if (this.#state === "done") return;
		this.close();
		const target = this.#target;
		if (target !== undefined) {
			this.#try(() => renameSync(this.#temporary, target));
			if (this.#isDurable) syncFolder(dirname(target));
		}
		this.#state = "done";
	}

	/** Gives it up. A file that has its name stays. */
	discard(): void {
		if (this.#state === "done") return;
		this.#closeDescriptor();
		if (!this.isDirect) rmSync(this.#temporary, { force: true });
		this.#state = "done";
	}

	#open(): number {
		this.#descriptor ??= this.#try(() => openSync(this.path, "w"));
		return this.#descriptor;
	}

	#closeDescriptor(): void {
		const descriptor = this.#descriptor;
		this.#descriptor = undefined;
		if (descriptor !== undefined) closeSync(descriptor);
	}

	#try<T>(action: () => T): T {
		try {
			return action();
		} catch (error) {
			throw new InputError(describeFileError(error, this.path));
		}
	}
}

/** Writes a whole file in one step. @throws {InputError} the system refuses it; what was there stays */
export function writeOutputFile(path: string, data: string | Uint8Array, options?: OutputFileOptions): void {
	const file = new OutputFile(path, options);
	try {
		file.write(data);
		file.publish();
	} finally {
		file.discard();
	}
}

/**
 * The file that is replaced when this one is written: itself, or what the link points to. Undefined: it is no regular
 * file, and written directly.
 */
export function findReplacedFile(path: string): string | undefined {
	const found = statSync(path, { throwIfNoEntry: false });
	if (found !== undefined && !found.isFile()) return undefined;
	// A descriptor stands for an open file: with another of its name nobody would see what is written.
	if (/^\/(dev\/(fd|stdout|stderr)|proc)(\/|$)/.test(resolve(path))) return undefined;
	return found === undefined ? followDeadLinks(path) : realpathSync(path);
}

/** Where a file is made that does not exist: links may point there. */
function followDeadLinks(path: string): string {
	if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return path;
	return followDeadLinks(resolve(realpathSync(dirname(path)), readlinkSync(path)));
}

let names = 0;

/** Different within the process, and from what an earlier one of the same number has left. */
function uniqueName(): string {
	names++;
	return `${Date.now().toString(36)}-${names}`;
}

/** A new file that may be read and written by those who may read and write the one it replaces. */
function createFile(path: string, replaced: string): number {
	const mode = statSync(replaced, { throwIfNoEntry: false })?.mode;
	const descriptor = openSync(path, "wx");
	if (mode !== undefined) fchmodSync(descriptor, mode & 0o777);
	return descriptor;
}

/** The new name has to last too. Where folders cannot be opened (Windows) the system sees to it. */
function syncFolder(folder: string): void {
	let descriptor: number | undefined;
	try {
		descriptor = openSync(folder, "r");
		fsyncSync(descriptor);
	} catch {
		// Not every file system can.
	} finally {
		if (descriptor !== undefined) closeSync(descriptor);
	}
}
