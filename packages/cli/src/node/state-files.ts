import { accessSync, constants, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { bytesToHex, hexToBytes } from "@evmore/evm/bytes";
import { type NodeRequest, NodeRequestError } from "@evmore/node/server";
import { describeFileError, InputError, UsageError } from "../errors.js";
import { findReplacedFile, writeOutputFile } from "../output/output-file.js";
import type { NodeCommandOptions } from "./node-command.js";

/** The state files of a node: which it begins with, and which it writes. anvil's, in JSON. */
export class StateFiles {
	readonly #source: string | undefined;
	readonly #target: string | undefined;
	readonly #withOldStates: boolean;
	#timer: NodeJS.Timeout | undefined;

	/** @throws {UsageError | InputError} the options do not fit, or nothing can be written where they say */
	constructor({ state, loadState, dumpState, preserveHistoricalStates }: NodeCommandOptions) {
		if (state !== undefined && (loadState !== undefined || dumpState !== undefined)) {
			throw new UsageError("--state is both --load-state and --dump-state: give it alone");
		}
		this.#source = loadState ?? (state !== undefined && existsSync(state) ? state : undefined);
		this.#target = dumpState ?? state;
		this.#withOldStates = preserveHistoricalStates;
		// Better now than at the end, when what is to be written would be lost.
		if (this.#target !== undefined) checkFolder(this.#target);
	}

	/** @throws {InputError} the file cannot be read, or is no state */
	async load(request: NodeRequest): Promise<void> {
		const path = this.#source;
		if (path === undefined) return;
		let text: Buffer;
		try {
			text = await readFile(path);
		} catch (error) {
			throw new InputError(describeFileError(error as NodeJS.ErrnoException, path));
		}
		const packed = text[0] === 0x1f ? text : gzipSync(text);
		try {
			await ask(request, "anvil_loadState", [bytesToHex(new Uint8Array(packed))]);
		} catch (error) {
			// Nobody called the method that the message begins with.
			if (!(error instanceof InputError)) throw error;
			throw new InputError(`${path}: ${error.message.replace(/^anvil_loadState: /, "")}`);
		}
	}

	/** The file is replaced at once: whoever reads it finds the old one or the new one. */
	async dump(request: NodeRequest): Promise<void> {
		const path = this.#target;
		if (path === undefined) return;
		const packed = hexToBytes((await ask(request, "anvil_dumpState", [this.#withOldStates])) as `0x${string}`);
		writeOutputFile(path, gunzipSync(packed));
	}

	/** Dumps again and again. @param onError - told when that fails */
	dumpEvery(seconds: number, request: NodeRequest, onError: (error: unknown) => void): void {
		this.#timer = setInterval(() => void this.dump(request).catch(onError), seconds * 1000);
	}

	stop(): void {
		clearInterval(this.#timer);
	}
}

async function ask(request: NodeRequest, method: string, params: readonly unknown[]): Promise<unknown> {
	try {
		return await request(method, params);
	} catch (error) {
		if (error instanceof NodeRequestError) throw new InputError(error.shortMessage);
		throw error;
	}
}

function checkFolder(path: string): void {
	try {
		const file = findReplacedFile(path);
		if (file !== undefined) accessSync(dirname(file), constants.W_OK);
	} catch (error) {
		throw new InputError(describeFileError(error as NodeJS.ErrnoException, path));
	}
}
