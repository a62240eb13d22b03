import { join } from "node:path";
import type { Tracer } from "@evmore/evm";
import type { Hash } from "@evmore/evm/bytes";
import type { ResultTracer, TraceOptions, TraceSink } from "@evmore/evm/trace";
import { InputError } from "../errors.js";
import type { OutputFile } from "../output/output-file.js";
import type { OutputFiles } from "../output/output-files.js";
import { formatGoJson } from "./go-json.js";
import { ToolError } from "./tool-error.js";
import { TransactionTracer } from "./transaction-tracer.js";

/** How transactions are traced: instruction by instruction, or by one of go-ethereum's tracers, which have a result. */
export type TraceFileOptions = {
	/** Folder of the files. */
	readonly folder: string;
	/** Those that get their names at the same time: when all outputs are complete. */
	readonly files: OutputFiles;
} & (
	| { readonly shown: TraceOptions; readonly callFrames: boolean }
	| { readonly createTracer: (hash: Hash, index: number) => ResultTracer }
);

/** Characters that are collected before they are written. */
const bufferedCharacters = 65_536;

/**
 * Writes the trace of each transaction to `trace-<index>-<hash>.jsonl`, the result of a tracer to the same name ending in
 * `.json`. Whoever made the set of files gives them their names.
 */
export class TraceFiles {
	readonly #options: TraceFileOptions;
	#file: TraceFile | undefined;
	#tracer: ResultTracer | undefined;

	constructor(options: TraceFileOptions) {
		this.#options = options;
	}

	begin(index: number, hash: Hash): Tracer {
		const options = this.#options;
		const name = join(options.folder, `trace-${index}-${hash}`);
		if ("createTracer" in options) {
			this.#file = new TraceFile(options.files, `${name}.json`);
			this.#tracer = options.createTracer(hash, index);
			return this.#tracer;
		}
		this.#file = new TraceFile(options.files, `${name}.jsonl`);
		return new TransactionTracer(this.#file, options.shown, options.callFrames);
	}

	/** @param isKept false: the transaction is not part of the block, nor is its trace */
	end(isKept: boolean): void {
		if (isKept && this.#tracer !== undefined) this.#file?.write(formatGoJson(this.#tracer.result()));
		this.#file?.close(isKept);
		this.#file = undefined;
		this.#tracer = undefined;
	}
}

class TraceFile implements TraceSink {
	readonly #files: OutputFiles;
	readonly #file: OutputFile;
	#text = "";

	constructor(files: OutputFiles, path: string) {
		this.#files = files;
		this.#file = tryWriting(() => files.open(path));
	}

	write(line: string): void {
		this.#text += `${line}\n`;
		if (this.#text.length >= bufferedCharacters) this.#flush();
	}

	close(isKept: boolean): void {
		if (!isKept) return this.#files.drop(this.#file);
		this.#flush();
		tryWriting(() => this.#file.close());
	}

	#flush(): void {
		const text = this.#text;
		this.#text = "";
		tryWriting(() => this.#file.write(text));
	}
}

function tryWriting<T>(action: () => T): T {
	try {
		return action();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new ToolError("io", `failed creating trace-file: ${error.message}`);
	}
}
