import { type ChildProcessByStdio, spawn } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The real anvil, in a process of its own. */
export interface AnvilProcess {
	readonly url: string;
	/** What it printed until it listened. */
	readonly output: string;
	/** Asks it to end, and waits until it has. */
	end(): Promise<void>;
}

export async function startAnvil(...parameters: string[]): Promise<AnvilProcess> {
	const child: ChildProcessByStdio<null, Readable, null> = spawn(
		join(root, "node_modules/.bin/anvil"),
		["--port", "0", ...parameters],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	const ended = new Promise<void>((done) => child.once("exit", () => done()));
	let output = "";
	const address = await new Promise<string>((found, failed) => {
		child.stdout.on("data", (data) => {
			output += data;
			const listening = /Listening on (\S+)/.exec(output)?.[1];
			if (listening !== undefined) found(listening);
		});
		child.once("error", failed);
		child.once("exit", (code) => failed(new Error(`anvil ended with ${code}: ${output}`)));
	});
	return {
		url: `http://${address}`,
		output,
		end: async () => {
			child.kill("SIGINT");
			await ended;
		},
	};
}
