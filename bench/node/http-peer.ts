import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { HttpConnection } from "./http-client.js";
import type { Lane, LaneEnding, NodePeer, RpcRequest, RunTiming, StartedNode, TraceTiming } from "./node-peer.js";
import { cpuMs, difference, forgetPeak, peakMiB, residentMiB } from "./process-usage.js";
import { waitFor } from "./wait-for.js";

/** A program that listens at a port of 127.0.0.1. */
export interface NodeProgram {
	readonly command: string;
	readonly args: readonly string[];
	readonly folder?: string;
	readonly environment?: Readonly<Record<string, string>>;
}

const startLimitMs = 60_000;

/** A node in a process of its own, which is asked over HTTP. */
export class HttpPeer implements NodePeer {
	readonly name: string;
	readonly #process: ChildProcess;
	readonly #port: number;
	readonly #connections: HttpConnection[];

	private constructor(name: string, process: ChildProcess, port: number, connection: HttpConnection) {
		this.name = name;
		this.#process = process;
		this.#port = port;
		this.#connections = [connection];
	}

	/** Starts a program, and waits until it answers eth_chainId. */
	static async start(name: string, programFor: (port: number) => NodeProgram): Promise<StartedNode> {
		const port = await findFreePort();
		const { command, args, folder, environment } = programFor(port);
		const start = performance.now();
		const child = spawn(command, args, {
			cwd: folder,
			env: { ...process.env, ...environment },
			stdio: ["ignore", "ignore", "pipe"],
		});
		let errors = "";
		let ended: string | undefined;
		child.stderr.on("data", (text: Buffer) => {
			errors = (errors + text.toString()).slice(-2000);
		});
		child.on("error", (error) => {
			ended = error.message;
		});
		child.on("exit", (code) => {
			ended ??= `it ended with ${code}: ${errors.trim().split("\n").slice(0, 3).join(" / ")}`;
		});
		for (;;) {
			if (ended !== undefined) throw new Error(ended);
			if (performance.now() - start > startLimitMs) {
				child.kill("SIGKILL");
				throw new Error(`it does not answer within ${startLimitMs / 1000} s`);
			}
			const connection = await HttpConnection.open(port).catch(() => undefined);
			if (connection === undefined) {
				await new Promise((resolve) => setTimeout(resolve, 1));
				continue;
			}
			const peer = new HttpPeer(name, child, port, connection);
			await peer.ask("eth_chainId");
			return { peer, startMs: performance.now() - start };
		}
	}

	/** So many connections that are open. */
	async #connect(count: number): Promise<readonly HttpConnection[]> {
		for (let index = 0; index < count; index++) {
			const connection = this.#connections[index];
			if (connection?.isFresh) continue;
			connection?.close();
			this.#connections[index] = await HttpConnection.open(this.#port);
		}
		return this.#connections;
	}

	async ask<T>(method: string, ...params: readonly unknown[]): Promise<T> {
		const connection = (await this.#connect(1))[0]!;
		const text = await connection.post(connection.requestFor(bodyOf([method, ...params])));
		const { result, error } = JSON.parse(text) as { result: T; error?: { message: string } };
		if (error !== undefined) throw new Error(`${method}: ${error.message}`);
		return result;
	}

	async run(lanes: readonly Lane[], ending: LaneEnding = "answered"): Promise<RunTiming> {
		const bodies = lanes.map((lane) => lane.map(bodyOf));
		const connections = await this.#connect(lanes.length);
		const texts = bodies.map((lane, index) => lane.map((body) => connections[index]!.requestFor(body)));
		const pid = this.#process.pid!;
		const cpuBefore = cpuMs(pid);
		const start = performance.now();
		await Promise.all(
			texts.map(async (lane, index) => {
				const connection = connections[index]!;
				let answer = "";
				for (const text of lane) {
					answer = await connection.post(text);
					if (answer.includes('"error"')) throw new Error(answer.slice(0, 300));
				}
				if (ending === "answered") return;
				const { result } = JSON.parse(answer) as { result: string };
				const question = connection.requestFor(bodyOf(["eth_getTransactionReceipt", result]));
				await waitFor(async () => !/"result":\s*null/.test(await connection.post(question)));
			}),
		);
		const ms = performance.now() - start;
		return { ms, cpuMs: difference(cpuMs(pid), cpuBefore) };
	}

	async trace(request: RpcRequest): Promise<TraceTiming> {
		const pid = this.#process.pid!;
		const connection = (await this.#connect(1))[0]!;
		forgetPeak(pid);
		let begin: string | undefined;
		const arrival = await connection.exchange(connection.requestFor(bodyOf(request)), (bytes) => {
			begin ??= bytes.toString("latin1", 0, 300);
		});
		if (begin?.includes('"error"')) throw new Error(begin);
		return { ...arrival, peakMiB: peakMiB(pid) };
	}

	residentMiB(): number | undefined {
		return residentMiB(this.#process.pid!);
	}

	stop(): void {
		for (const connection of this.#connections) connection.close();
		this.#process.kill("SIGKILL");
	}
}

function bodyOf([method, ...params]: RpcRequest): string {
	return JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
}

function findFreePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() =>
				typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
			);
		});
	});
}
