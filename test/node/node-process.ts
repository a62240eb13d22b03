import { type ChildProcessByStdio, spawn } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const command = join(root, "packages/cli/bin/evmore.js");

/** How a command ended, and what it said. */
export interface Ended {
	readonly code: number | null;
	readonly output: string;
	readonly errors: string;
}

type Process = ChildProcessByStdio<null, Readable, Readable>;

/** The command line in a process of its own. */
export class CommandProcess {
	readonly #child: Process;
	readonly #ended: Promise<Ended>;
	#output = "";
	#errors = "";

	constructor(parameters: readonly string[]) {
		this.#child = spawn(process.execPath, [command, ...parameters], { stdio: ["ignore", "pipe", "pipe"] });
		this.#child.stdout.on("data", (data) => {
			this.#output += data;
		});
		this.#child.stderr.on("data", (data) => {
			this.#errors += data;
		});
		this.#ended = new Promise((resolve) =>
			this.#child.once("close", (code) => resolve({ code, output: this.#output, errors: this.#errors })),
		);
	}

	get output(): string {
		return this.#output;
	}

	ended(): Promise<Ended> {
		return this.#ended;
	}

	signal(signal: "SIGTERM" | "SIGKILL"): Promise<Ended> {
		this.#child.kill(signal);
		return this.#ended;
	}

	/** Fulfilled with the URL when a node listens. */
	listening(): Promise<string> {
		return new Promise((resolve, reject) => {
			const look = (): void => {
				const address = /Listening on (\S+)/.exec(this.#output)?.[1];
				if (address !== undefined) resolve(`http://${address}`);
			};
			this.#child.stdout.on("data", look);
			look();
			void this.#ended.then(({ code, errors }) => reject(new Error(`the node ended with ${code}: ${errors}`)));
		});
	}
}

/** Runs `evmore` until it ends. */
export function runEvmore(...parameters: string[]): Promise<Ended> {
	return new CommandProcess(parameters).ended();
}

/** Starts `evmore node` at a free port. */
export async function startNode(
	...parameters: string[]
): Promise<{ readonly process: CommandProcess; readonly url: string }> {
	const started = new CommandProcess(["node", "--port", "0", ...parameters]);
	return { process: started, url: await started.listening() };
}

/** A JSON-RPC answer. */
export interface RpcAnswer {
	readonly jsonrpc: string;
	readonly id: number;
	readonly result?: unknown;
	readonly error?: { readonly code: number; readonly message: string };
}

export async function askForAnswer(url: string, method: string, ...params: unknown[]): Promise<RpcAnswer> {
	const response = await fetch(url, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
	});
	return (await response.json()) as RpcAnswer;
}

/** @throws the answer is an error */
export async function askUrl(url: string, method: string, ...params: unknown[]): Promise<unknown> {
	const { result, error } = await askForAnswer(url, method, ...params);
	if (error !== undefined) throw new Error(`${method}: ${error.code} ${error.message}`);
	return result;
}
