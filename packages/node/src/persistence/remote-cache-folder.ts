import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RemoteAnswers, RemoteCache } from "../fork/remote-cache.js";

/**
 * Keeps what remote nodes answered in a folder, a file for each block: a line of JSON per answer. Processes may use it at the same
 * time. What cannot be written is not kept, and what makes no sense is not read: it is a cache.
 */
export class RemoteCacheFolder implements RemoteCache {
	readonly #folder: string;
	readonly #report: (message: string) => void;

	/** @param report - told when the folder cannot be written to */
	constructor(folder: string, report: (message: string) => void = () => undefined) {
		this.#folder = folder;
		this.#report = report;
	}

	open(block: string): RemoteAnswers {
		const path = join(this.#folder, `${block}.jsonl`);
		const answers = readAnswers(path);
		let waiting = "";
		let isBroken = false;
		const write = (): void => {
			const lines = waiting;
			waiting = "";
			try {
				mkdirSync(this.#folder, { recursive: true });
				// One call for whole lines: those of several processes do not mix.
				appendFileSync(path, lines);
			} catch (error) {
				isBroken = true;
				this.#report(`answers of the remote node are not kept: ${(error as Error).message}`);
			}
		};
		return {
			get: (request) => answers.get(request),
			set: (request, answer) => {
				answers.set(request, answer);
				if (isBroken) return;
				// What comes in one message is written at once.
				if (waiting === "") setImmediate(write);
				waiting += `${JSON.stringify([request, answer])}\n`;
			},
		};
	}
}

function readAnswers(path: string): Map<string, unknown> {
	const answers = new Map<string, unknown>();
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch {
		return answers;
	}
	for (const line of text.split("\n")) {
		if (line === "") continue;
		try {
			const entry: unknown = JSON.parse(line);
			if (Array.isArray(entry) && typeof entry[0] === "string") answers.set(entry[0], entry[1]);
		} catch {
			// The last line of a process that was killed.
		}
	}
	return answers;
}
