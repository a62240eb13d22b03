import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Outcome, Program } from "../program.js";
import type { Peer, PeerName } from "./peer.js";

/**
 * A peer in a process of its own. It reads one JSON value per line: `{"load": program}`, answered by the outcome of one
 * run, or `{"run": iterations}`, answered by `{"ns": nanoseconds per run}`; `{"error": text}` answers what failed.
 */
export class NativePeer implements Peer {
	readonly name: PeerName;
	readonly #process: ChildProcessByStdio<Writable, Readable, null>;
	readonly #answers: AsyncIterator<string>;

	constructor(name: PeerName, executable: string) {
		this.name = name;
		this.#process = spawn(executable, { stdio: ["pipe", "pipe", "inherit"] });
		this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
	}

	get processId(): number | undefined {
		return this.#process.pid;
	}

	async #ask<T>(question: unknown): Promise<T> {
		this.#process.stdin.write(`${JSON.stringify(question)}\n`);
		const { value, done } = await this.#answers.next();
		if (done === true) throw new Error(`${this.name} ended`);
		const answer = JSON.parse(value) as T & { readonly error?: string };
		if (answer.error !== undefined) throw new Error(answer.error);
		return answer;
	}

	load(program: Program): Promise<Outcome> {
		return this.#ask({ load: program });
	}

	async run(iterations: number): Promise<number> {
		return (await this.#ask<{ readonly ns: number }>({ run: iterations })).ns;
	}

	close(): void {
		this.#process.stdin.end();
	}
}
