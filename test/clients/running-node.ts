import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "../architecture/source-file.js";

const command = join(repositoryRoot, "packages/cli/bin/evmore.js");

/** A process of `evmore node`, on a port of its own choice. */
export class RunningNode {
	readonly #process: ChildProcess;
	readonly #ended: Promise<void>;
	/** Its address for HTTP. */
	readonly url: string;

	private constructor(process: ChildProcess, ended: Promise<void>, address: string) {
		this.#process = process;
		this.#ended = ended;
		this.url = `http://${address}`;
	}

	/** Its address for WebSocket. */
	get socketUrl(): string {
		return this.url.replace("http:", "ws:");
	}

	/**
	 * Starts one, and waits until it listens.
	 *
	 * @param options - of the command
	 */
	static async start(...options: readonly string[]): Promise<RunningNode> {
		const child = spawn(process.execPath, [command, "node", "--port", "0", ...options], {
			stdio: ["ignore", "pipe", "pipe"],
		});
		const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
		const address = await new Promise<string>((resolve, reject) => {
			let output = "";
			const read = (data: Buffer): void => {
				output += data.toString();
				const found = /Listening on (\S+)\n/.exec(output)?.[1];
				if (found !== undefined) resolve(found);
			};
			child.stdout.on("data", read);
			child.stderr.on("data", read);
			child.once("error", reject);
			child.once("exit", (code) => reject(new Error(`evmore node ended with ${code}: ${output}`)));
		});
		return new RunningNode(child, ended, address);
	}

	async stop(): Promise<void> {
		this.#process.kill("SIGTERM");
		await this.#ended;
	}
}
