import { type ChildProcessByStdio, spawn } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { NodeServerOptions } from "@evmore/node/server";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const server = join(root, "packages/node/bundle/server/index.js");

/** A server in a process of its own. */
export interface ChildServer {
	readonly host: string;
	readonly port: number;
	readonly url: string;
	end(): Promise<void>;
}

/** Starts a server in a process of its own, where what a test does to it shares neither event loop nor memory with the test. */
export async function startChildServer(options: NodeServerOptions): Promise<ChildServer> {
	const program = `
		import { NodeServer } from ${JSON.stringify(server)};
		const server = await NodeServer.start(${JSON.stringify({ port: 0, ...options })});
		console.log(server.address);`;
	const child: ChildProcessByStdio<null, Readable, null> = spawn(
		process.execPath,
		["--input-type=module", "-e", program],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	const ended = new Promise<void>((done) => child.once("exit", () => done()));
	const address = await new Promise<string>((found, failed) => {
		child.stdout.once("data", (data) => found(String(data).trim()));
		child.once("exit", (code) => failed(new Error(`the server ended with ${code}`)));
	});
	const [host, port] = address.split(":");
	return {
		host: host!,
		port: Number(port),
		url: `http://${address}`,
		end: async () => {
			child.kill("SIGKILL");
			await ended;
		},
	};
}
