import { OutputFile } from "./output-file.js";

/** Files that appear together: each has its name when all are complete. */
export class OutputFiles {
	readonly #files = new Set<OutputFile>();

	/** @throws {InputError} there can be no such file */
	open(path: string): OutputFile {
		const file = new OutputFile(path);
		this.#files.add(file);
		return file;
	}

	/** Gives up one of them. */
	drop(file: OutputFile): void {
		this.#files.delete(file);
		file.discard();
	}

	/** @throws {InputError} the system refuses it */
	publish(): void {
		for (const file of this.#files) file.close();
		for (const file of this.#files) file.publish();
	}

	/** Gives up all that do not have their names. */
	discard(): void {
		for (const file of this.#files) file.discard();
	}
}
