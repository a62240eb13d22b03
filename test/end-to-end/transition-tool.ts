import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evmoreCommand, repositoryRoot } from "./evmore.js";

/** What a test filler asks of a transition tool. */
export interface TransitionData {
	readonly fork: string;
	readonly chainId: number;
	readonly reward: number;
	readonly alloc: unknown;
	readonly env: unknown;
	readonly txs: readonly unknown[];
	readonly blobParams?: unknown;
	readonly trace?: boolean;
}

/** What the tool answers. */
export interface TransitionAnswer {
	readonly alloc: Readonly<Record<string, unknown>>;
	readonly result: TransitionResult;
	readonly body: string;
	/** Name → content of the files that hold traces. */
	readonly traces: Readonly<Record<string, string>>;
}

export interface TransitionResult {
	readonly stateRoot: string;
	readonly txRoot: string;
	readonly receiptsRoot: string;
	readonly logsHash: string;
	readonly logsBloom: string;
	readonly receipts: readonly Readonly<Record<string, unknown>>[];
	readonly rejected?: readonly { readonly index: number; readonly error: string }[];
	readonly currentDifficulty: string | null;
	readonly gasUsed: string;
	readonly currentBaseFee?: string;
	readonly withdrawalsRoot?: string;
	readonly currentExcessBlobGas?: string;
	readonly blobGasUsed?: string;
	readonly requestsHash?: string;
	readonly requests: readonly string[] | null;
}

/** The tool failed: what it said. */
export class TransitionToolError extends Error {}

/** One way of speaking to a transition tool. */
export interface TransitionTool {
	evaluate(data: TransitionData): Promise<TransitionAnswer>;
	close(): Promise<void>;
}

interface Finished {
	readonly exitCode: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

function run(command: string, args: readonly string[], input: string): Promise<Finished> {
	return new Promise((done, fail) => {
		const child = spawn(process.execPath, [command, ...args], { stdio: "pipe" });
		let stdout = "";
		let stderr = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			stdout += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			stderr += text;
		});
		child.on("error", fail);
		child.on("close", (exitCode) => done({ exitCode, stdout, stderr }));
		child.stdin.on("error", () => {});
		child.stdin.end(input);
	});
}

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), "evmore-t8n-"));
	try {
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function readTraces(folder: string): Record<string, string> {
	const names = readdirSync(folder).filter((name) => name.startsWith("trace-"));
	return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function inputOf({ alloc, env, txs, blobParams }: TransitionData): Record<string, unknown> {
	return { alloc, env, txs, ...(blobParams !== undefined && { blobParams }) };
}

/** Files for everything, and a command of its own without a subcommand. */
export class FilesystemTool implements TransitionTool {
	evaluate(data: TransitionData): Promise<TransitionAnswer> {
		return withFolder(async (folder) => {
			mkdirSync(join(folder, "input"));
			mkdirSync(join(folder, "output"));
			const paths = Object.entries(inputOf(data)).map(([name, value]) => {
				const path = join(folder, "input", `${name}.json`);
				writeFileSync(path, JSON.stringify(value));
				return [`--input.${name}`, path];
			});
			const args = [
				...["--state.fork", data.fork],
				...paths.flat(),
				...["--output.basedir", folder],
				...["--output.result", join("output", "result.json")],
				...["--output.body", join("output", "txs.rlp")],
				...["--output.alloc", join("output", "alloc.json")],
				...["--state.reward", String(data.reward)],
				...["--state.chainid", String(data.chainId)],
				...(data.trace ? ["--trace"] : []),
			];
			const { exitCode, stdout, stderr } = await run(join(repositoryRoot, "packages/cli/bin/evmore-t8n.js"), args, "");
			if (exitCode !== 0) throw new TransitionToolError(stderr);
			if (stdout !== "") throw new TransitionToolError(`unexpected output: ${stdout}`);
			const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, "output", name), "utf8"));
			const answer = { alloc: read("alloc.json"), result: read("result.json"), body: read("txs.rlp") };
			return { ...answer, traces: readTraces(folder) } as TransitionAnswer;
		});
	}

	async close(): Promise<void> {}
}

/** Standard input and output, as with go-ethereum's command. */
export class StreamTool implements TransitionTool {
	evaluate(data: TransitionData): Promise<TransitionAnswer> {
		return withFolder(async (folder) => {
			const args = [
				"t8n",
				...["alloc", "txs", "env"].map((part) => `--input.${part}=stdin`),
				...["result", "alloc", "body"].map((part) => `--output.${part}=stdout`),
				`--state.fork=${data.fork}`,
				`--state.chainid=${data.chainId}`,
				`--state.reward=${data.reward}`,
				...(data.trace ? [`--output.basedir=${folder}`, "--trace"] : []),
			];
			const { exitCode, stdout, stderr } = await run(evmoreCommand, args, JSON.stringify(inputOf(data)));
			if (exitCode !== 0) throw new TransitionToolError(stderr);
			return { ...(JSON.parse(stdout) as object), traces: readTraces(folder) } as TransitionAnswer;
		});
	}

	async close(): Promise<void> {}
}

/** One process that answers over HTTP. */
export class ServerTool implements TransitionTool {
	readonly process: ChildProcess;
	readonly #port: Promise<number>;

	constructor(args: readonly string[] = ["--port=0"]) {
		this.process = spawn(process.execPath, [evmoreCommand, "t8n-server", ...args], {
			stdio: ["ignore", "pipe", "pipe"],
		});
		this.#port = new Promise((found, fail) => {
			let text = "";
			const read = (chunk: Buffer): void => {
				text += chunk.toString();
				const port = /Transition server listening on (\d+)\n/.exec(text)?.[1];
				if (port !== undefined) found(Number(port));
			};
			this.process.stdout?.on("data", read);
			this.process.stderr?.on("data", read);
			this.process.on("close", () => fail(new TransitionToolError(text)));
		});
		this.#port.catch(() => {});
	}

	async url(): Promise<string> {
		return `http://localhost:${await this.#port}/`;
	}

	/** Sends a text as it is. */
	async post(text: string): Promise<Response> {
		const headers = { "content-type": "application/json" };
		return fetch(await this.url(), { method: "POST", body: text, headers });
	}

	evaluate(data: TransitionData): Promise<TransitionAnswer> {
		return withFolder(async (folder) => {
			const { fork, chainId, reward, trace } = data;
			const request = {
				state: { fork, chainid: chainId, reward },
				input: inputOf(data),
				trace: trace ?? false,
				...(trace && { "output-basedir": folder }),
			};
			const response = await this.post(JSON.stringify(request));
			const answer = (await response.json()) as { error?: string };
			if (response.status !== 200) throw new TransitionToolError(answer.error);
			return { ...answer, traces: readTraces(folder) } as unknown as TransitionAnswer;
		});
	}

	/** Tells the process to end; its exit code. */
	async end(): Promise<number | null> {
		if (this.process.exitCode !== null) return this.process.exitCode;
		const closed = new Promise<number | null>((done) => this.process.once("close", done));
		this.process.kill("SIGTERM");
		return closed;
	}

	async close(): Promise<void> {
		await this.end();
	}
}
