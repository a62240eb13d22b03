import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Tracer } from "@evmore/evm";
import type { Hash } from "@evmore/evm/bytes";
import type { ResultTracer, TraceOptions, TraceSink } from "@evmore/evm/trace";
import { describeFileError } from "../errors.js";
import { formatGoJson } from "./go-json.js";
import { ToolError } from "./tool-error.js";
import { TransactionTracer } from "./transaction-tracer.js";

/** How transactions are traced: instruction by instruction, or by one of go-ethereum's tracers, which have a result. */
export type TraceFileOptions = {
	/** Folder of the files. */
	readonly folder: string;
} & (
	| { readonly shown: TraceOptions; readonly callFrames: boolean }
	| { readonly createTracer: (hash: Hash, index: number) => ResultTracer }
);

/** Characters that are collected before they are written. */
const bufferedCharacters = 65_536;

/**
 * Writes the trace of each transaction to `trace-<index>-<hash>.jsonl`, the result of a tracer to the same name ending in
 * `.json`. A file has its name when it is complete.
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
			this.#file = new TraceFile(`${name}.json`);
			this.#tracer = options.createTracer(hash, index);
			return this.#tracer;
		}
		this.#file = new TraceFile(`${name}.jsonl`);
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
	readonly #path: string;
	readonly #descriptor: number;
	#text = "";

	constructor(path: string) {
		this.#path = path;
		this.#descriptor = this.#try(() => openSync(this.#temporary, "w"));
	}

	get #temporary(): string {
		return `${this.#path}.tmp`;
	}

	write(line: string): void {
		this.#text += `${line}\n`;
		if (this.#text.length >= bufferedCharacters) this.#flush();
	}

	close(isKept: boolean): void {
		if (isKept) this.#flush();
		closeSync(this.#descriptor);
		this.#try(() => {
			if (isKept) renameSync(this.#temporary, this.#path);
			else rmSync(this.#temporary);
		});
	}

	#flush(): void {
		const bytes = Buffer.from(this.#text, "utf8");
		this.#text = "";
		this.#try(() => {
			for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
		});
	}

	#try<T>(action: () => T): T {
		try {
			return action();
		} catch (error) {
			throw new ToolError("io", `failed creating trace-file: ${describeFileError(error, this.#path)}`);
		}
	}
}
