import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Tracer } from "@evmore/evm";
import type { Hash } from "@evmore/evm/bytes";
import type { TraceOptions, TraceSink } from "@evmore/evm/trace";
import { describeFileError } from "../errors.js";
import { ToolError } from "./tool-error.js";
import { TransactionTracer } from "./transaction-tracer.js";

/** How transactions are traced. */
export interface TraceFileOptions {
	/** Folder of the files. */
	readonly folder: string;
	readonly shown: TraceOptions;
	readonly callFrames: boolean;
}

/** Characters that are collected before they are written. */
const bufferedCharacters = 65_536;

/** Writes the trace of each transaction to `trace-<index>-<hash>.jsonl`. A file has its name when it is complete. */
export class TraceFiles {
	readonly #options: TraceFileOptions;
	#file: TraceFile | undefined;

	constructor(options: TraceFileOptions) {
		this.#options = options;
	}

	begin(index: number, hash: Hash): Tracer {
		const { folder, shown, callFrames } = this.#options;
		this.#file = new TraceFile(join(folder, `trace-${index}-${hash}.jsonl`));
		return new TransactionTracer(this.#file, shown, callFrames);
	}

	/** @param isKept false: the transaction is not part of the block, nor is its trace */
	end(isKept: boolean): void {
		this.#file?.close(isKept);
		this.#file = undefined;
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
