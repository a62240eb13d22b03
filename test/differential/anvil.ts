import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

/** A process of anvil, which is asked over HTTP. */
export class Anvil {
	readonly #process: ChildProcess;
	readonly url: string;
	#id = 0;

	private constructor(process: ChildProcess, url: string) {
		this.#process = process;
		this.url = url;
	}

	/** Starts one that follows a fork's rules, on a port of its own choice. */
	static async start(hardfork: string): Promise<Anvil> {
		const require = createRequire(import.meta.url);
		const folder = join(require.resolve("@foundry-rs/anvil/package.json"), "..");
		const options = ["--port", "0", "--hardfork", hardfork, "--steps-tracing", "--auto-impersonate", "--no-cors"];
		const child = spawn(process.execPath, [join(folder, "bin.mjs"), ...options], {
			stdio: ["ignore", "pipe", "pipe"],
			detached: true,
		});
		const url = await new Promise<string>((resolve, reject) => {
			let output = "";
			const read = (data: Buffer): void => {
				output += data.toString();
				const address = /Listening on ([0-9.]+:[0-9]+)/.exec(output)?.[1];
				if (address !== undefined) resolve(`http://${address}`);
			};
			child.stdout.on("data", read);
			child.stderr.on("data", read);
			child.on("error", reject);
			child.on("exit", (code) => reject(new Error(`anvil ended with ${code}: ${output}`)));
		});
		return new Anvil(child, url);
	}

	stop(): void {
		// The program is a child of the script that npm installs: the group has both.
		if (this.#process.pid !== undefined) process.kill(-this.#process.pid, "SIGKILL");
	}

	async ask<T>(method: string, ...params: readonly unknown[]): Promise<T> {
		const [answer] = await this.askAll([[method, ...params]]);
		return answer as T;
	}

	/** Several questions in one request. */
	async askAll(calls: readonly (readonly [method: string, ...params: unknown[]])[]): Promise<unknown[]> {
		const body = calls.map(([method, ...params]) => ({ jsonrpc: "2.0", id: ++this.#id, method, params }));
		const response = await fetch(this.url, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(body),
		});
		const answers = (await response.json()) as { id: number; result?: unknown; error?: { message: string } }[];
		const byId = new Map(answers.map((answer) => [answer.id, answer]));
		return body.map(({ id, method }) => {
			const answer = byId.get(id);
			if (answer?.error !== undefined || answer === undefined) {
				throw new Error(`anvil refuses ${method}: ${answer?.error?.message}`);
			}
			return answer.result;
		});
	}
}
