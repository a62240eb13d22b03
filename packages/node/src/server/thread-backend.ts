import type { Worker } from "node:worker_threads";
import { BaseError } from "@evmore/evm";
import { RpcError } from "../errors/rpc-error.js";
import { takeNodeThread } from "../threads/node-thread-start.js";
import { type Answer, answerJsonRpc } from "./json-rpc.js";
import { ReceivedAnswer } from "./received-answer.js";
import type { ConnectionId, RpcBackend } from "./rpc-backend.js";
import { defaultLimits } from "./server-limits.js";
import type { NodeFacts, Question, ThreadStart, Told } from "./thread-messages.js";

/** The node could not start. */
export class NodeStartError extends BaseError {}

/** The node refuses what the program itself asks for. */
export class NodeRequestError extends BaseError {}

export interface ThreadListeners {
	/** Lines for people. */
	log(line: string): void;
	/** Errors that nobody foresaw, with their stack. */
	report(text: string): void;
}

/** Requests longer than this are not looked into before the node gets them. */
const shortRequest = 200;
const constantMethod = /"method"\s*:\s*"(eth_chainId|net_version|web3_clientVersion)"/;

interface WaitingRequest {
	readonly text: string;
	resolve(answer: Answer): void;
}

/** Answers for a node that is gone. */
function refuse(text: string): Promise<Answer> {
	const fail = async (): Promise<never> => {
		throw new RpcError("internalError", "the node has ended");
	};
	return answerJsonRpc(text, fail, defaultLimits);
}

/** A node in a thread of its own. */
export class ThreadBackend implements RpcBackend {
	readonly #worker: Worker;
	readonly #waiting = new Map<number, WaitingRequest>();
	readonly #received = new Map<number, ReceivedAnswer>();
	readonly #notify = new Map<ConnectionId, (text: string) => void>();
	/** One for all requests that carry no notifications: the node's thread need not be told of each. */
	#silent: ConnectionId | undefined;
	#own: ConnectionId | undefined;
	#facts: NodeFacts | undefined;
	#lastRequest = 0;
	#lastConnection = 0;
	#onClosed: (() => void) | undefined;
	#hasEnded = false;
	#onEnd = (): void => {};
	/** Fulfilled when the thread is gone, asked to or not. */
	readonly ended: Promise<void> = new Promise((resolve) => {
		this.#onEnd = resolve;
	});

	private constructor(worker: Worker) {
		this.#worker = worker;
	}

	/** @throws {NodeStartError} the node could not start, and why */
	static async start(start: ThreadStart, { log, report }: ThreadListeners): Promise<ThreadBackend> {
		const worker = takeNodeThread();
		const backend = new ThreadBackend(worker);
		try {
			worker.postMessage(start);
		} catch (error) {
			await worker.terminate();
			throw error;
		}
		await new Promise<void>((resolve, reject) => {
			worker.on("message", (told: Told) => {
				switch (told.type) {
					case "ready":
						backend.#facts = told.facts;
						return resolve();
					case "failed":
						return reject(new NodeStartError(told.message));
					case "answer":
						return backend.#take(told.id, told.text);
					case "piece":
						return backend.#takePiece(told.id, told.text);
					case "end":
						return backend.#endPieces(told.id, told.failed);
					case "notification":
						return backend.#notify.get(told.connection)?.(told.text);
					case "chainId":
						backend.#facts = { ...backend.#facts!, chainId: told.chainId };
						return;
					case "log":
						return log(told.line);
					case "report":
						return report(told.text);
					default:
						return backend.#onClosed?.();
				}
			});
			worker.on("error", (error) => {
				report(error.stack ?? error.message);
				reject(new NodeStartError(`the node's thread has ended: ${error.message}`));
			});
			worker.on("exit", () => {
				reject(new NodeStartError("the node's thread has ended"));
				backend.#end();
			});
		});
		return backend;
	}

	get facts(): NodeFacts {
		return this.#facts!;
	}

	connect(notify: ((text: string) => void) | undefined): ConnectionId {
		if (notify !== undefined) return this.#open(notify);
		this.#silent ??= this.#open(undefined);
		return this.#silent;
	}

	#open(notify: ((text: string) => void) | undefined, isOwn = false): ConnectionId {
		const connection = ++this.#lastConnection;
		if (notify !== undefined) this.#notify.set(connection, notify);
		this.#ask({ type: "connect", connection, takesNotifications: notify !== undefined, isOwn });
		return connection;
	}

	/** Asks for the program itself, which may do what clients may not. @throws {NodeRequestError} the node refuses it */
	async request(method: string, params: readonly unknown[]): Promise<unknown> {
		this.#own ??= this.#open(undefined, true);
		const answer = await this.answer(this.#own, JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
		let text = "";
		if (typeof answer === "object") for await (const piece of answer) text += piece;
		else text = answer!;
		const { result, error } = JSON.parse(text) as { result?: unknown; error?: { message: string } };
		if (error !== undefined) throw new NodeRequestError(`${method}: ${error.message}`);
		return result;
	}

	disconnect(connection: ConnectionId): void {
		if (connection === this.#silent) return;
		this.#notify.delete(connection);
		this.#ask({ type: "disconnect", connection });
	}

	answer(connection: ConnectionId, text: string): Promise<Answer> {
		const constant = this.#answerConstant(text);
		if (constant !== undefined) return Promise.resolve(constant);
		if (this.#hasEnded) return refuse(text);
		const id = ++this.#lastRequest;
		return new Promise((resolve) => {
			this.#waiting.set(id, { text, resolve });
			this.#ask({ type: "request", id, connection, text });
		});
	}

	/** What never changes by itself is answered although the node is busy. Anything unusual is the node's to judge. */
	#answerConstant(text: string): string | undefined {
		if (text.length > shortRequest) return undefined;
		const method = constantMethod.exec(text)?.[1];
		if (method === undefined) return undefined;
		try {
			const request = JSON.parse(text) as Record<string, unknown>;
			const { jsonrpc, id, params } = request;
			const hasNoParameters = params === undefined || (Array.isArray(params) && params.length === 0);
			if (jsonrpc !== "2.0" || request.method !== method || !hasNoParameters) return undefined;
			if (typeof id !== "string" && !Number.isSafeInteger(id)) return undefined;
			const { chainId, clientVersion } = this.facts;
			const result =
				method === "eth_chainId"
					? `0x${chainId.toString(16)}`
					: method === "net_version"
						? `${chainId}`
						: clientVersion;
			return JSON.stringify({ jsonrpc: "2.0", id, result });
		} catch {
			return undefined;
		}
	}

	#ask(question: Question): void {
		this.#worker.postMessage(question);
	}

	#take(id: number, answer: Answer): void {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		waiting?.resolve(answer);
	}

	#takePiece(id: number, text: string): void {
		let received = this.#received.get(id);
		if (received === undefined) {
			// One that is told after "stop".
			if (!this.#waiting.has(id)) return;
			received = new ReceivedAnswer(
				() => this.#ask({ type: "more", id, count: 1 }),
				() => {
					this.#received.delete(id);
					this.#ask({ type: "stop", id });
				},
			);
			this.#received.set(id, received);
			this.#take(id, received.read());
		}
		received.add(text);
	}

	#endPieces(id: number, failed: boolean): void {
		this.#received.get(id)?.end(failed);
		this.#received.delete(id);
	}

	/** The thread is gone: nobody will answer. */
	#end(): void {
		this.#hasEnded = true;
		for (const { text, resolve } of this.#waiting.values()) void refuse(text).then(resolve);
		this.#waiting.clear();
		for (const id of [...this.#received.keys()]) this.#endPieces(id, true);
		this.#onClosed?.();
		this.#onEnd();
	}

	async close(): Promise<void> {
		if (this.#hasEnded) return;
		await new Promise<void>((resolve) => {
			this.#onClosed = resolve;
			this.#ask({ type: "close" });
		});
		await this.#worker.terminate();
	}
}
