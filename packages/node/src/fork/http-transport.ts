import type { RpcError } from "../errors/rpc-error.js";
import { RemoteAnswerError, remoteFailure } from "./remote-error.js";
import type { RpcTransport, Traffic } from "./rpc-transport.js";

export interface HttpTransportOptions {
	readonly url: string;
	/** Sent with every message. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** How often a message is sent again when the node is busy or out of reach. Default: 5. */
	readonly retries?: number | undefined;
	/** Before the first repetition; it doubles each time. Default: 500. */
	readonly retryDelayMs?: number | undefined;
	/** For one message. Default: 45,000. */
	readonly timeoutMs?: number | undefined;
}

interface Waiting {
	readonly method: string;
	readonly params: readonly unknown[];
	resolve(result: unknown): void;
	reject(error: unknown): void;
}

/** Requests in one message: what public nodes take. */
const maxBatch = 100;

/** Longest delay before a repetition. */
const maxDelayMs = 20_000;

/** Requests that are made in the same turn of the event loop go in one message; what fails for a while is sent again. */
export class HttpTransport implements RpcTransport {
	readonly #url: string;
	readonly #headers: Readonly<Record<string, string>>;
	readonly #retries: number;
	readonly #retryDelayMs: number;
	readonly #timeoutMs: number;
	#waiting: Waiting[] = [];
	/** Whether the node takes several requests in a message. */
	#takesBatches = true;
	#requests = 0;
	#messages = 0;

	constructor({ url, headers = {}, retries = 5, retryDelayMs = 500, timeoutMs = 45_000 }: HttpTransportOptions) {
		this.#url = url;
		this.#headers = { "content-type": "application/json", ...headers };
		this.#retries = retries;
		this.#retryDelayMs = retryDelayMs;
		this.#timeoutMs = timeoutMs;
	}

	get traffic(): Traffic {
		return { requests: this.#requests, messages: this.#messages };
	}

	request(method: string, params: readonly unknown[]): Promise<unknown> {
		this.#requests++;
		return new Promise((resolve, reject) => {
			this.#waiting.push({ method, params, resolve, reject });
			if (this.#waiting.length === 1) queueMicrotask(() => this.#flush());
		});
	}

	#flush(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		const size = this.#takesBatches ? maxBatch : 1;
		for (let i = 0; i < waiting.length; i += size) void this.#deliver(waiting.slice(i, i + size));
	}

	async #deliver(batch: readonly Waiting[]): Promise<void> {
		try {
			const answers = await this.#exchange(batch);
			for (const [index, { method, resolve, reject }] of batch.entries()) {
				try {
					resolve(readAnswer(method, answers[index]));
				} catch (error) {
					reject(error);
				}
			}
		} catch (error) {
			for (const { reject } of batch) reject(error);
		}
	}

	/** Sends requests in one message, or each in one of its own where the node wants that, until they are answered. */
	async #exchange(batch: readonly Waiting[]): Promise<readonly unknown[]> {
		for (let attempt = 0; ; attempt++) {
			const outcome = await this.#send(batch);
			if ("answers" in outcome) return outcome.answers;
			if (outcome.isBatchRefused && batch.length > 1) {
				this.#takesBatches = false;
				const single = await Promise.all(batch.map((one) => this.#exchange([one])));
				return single.flat();
			}
			const { error, retryAfterMs } = outcome;
			if (attempt >= this.#retries || !outcome.isTemporary) throw error;
			const delay = Math.min(maxDelayMs, retryAfterMs ?? this.#retryDelayMs * 2 ** attempt);
			// Some more or less: clients that were turned away together do not come back together.
			await new Promise((resolve) => setTimeout(resolve, delay * (0.75 + Math.random() / 2)));
		}
	}

	async #send(batch: readonly Waiting[]): Promise<{ readonly answers: readonly unknown[] } | Failure> {
		const requests = batch.map(({ method, params }, id) => ({ jsonrpc: "2.0", id, method, params }));
		const name = batch[0]!.method;
		const failure = (message: string, more: Omit<Failure, "error"> = {}): Failure => ({
			error: remoteFailure(name, message),
			...more,
		});
		this.#messages++;
		let status: number;
		let body: string;
		let retryAfter: string | null;
		try {
			const response = await fetch(this.#url, {
				method: "POST",
				headers: this.#headers,
				body: JSON.stringify(batch.length === 1 ? requests[0] : requests),
				signal: AbortSignal.timeout(this.#timeoutMs),
			});
			status = response.status;
			retryAfter = response.headers.get("retry-after");
			body = await response.text();
		} catch (error) {
			return failure(describeNetworkError(error, this.#timeoutMs), { isTemporary: true });
		}
		const seconds = Number(retryAfter ?? Number.NaN);
		const retryAfterMs = seconds >= 0 ? seconds * 1000 : undefined;
		let json: unknown;
		try {
			json = JSON.parse(body);
		} catch {
			const isTemporary = status === 429 || status >= 500;
			return failure(`HTTP status ${status}, and no JSON`, {
				isTemporary,
				retryAfterMs,
				isBatchRefused: status === 413,
			});
		}
		if (status === 429 || status === 502 || status === 503 || status === 504) {
			return failure(`HTTP status ${status}`, { isTemporary: true, retryAfterMs });
		}
		if (batch.length === 1) {
			const answer = Array.isArray(json) ? (json as unknown[])[0] : json;
			if (isRateLimit(answer)) return failure("too many requests", { isTemporary: true, retryAfterMs });
			return { answers: [answer] };
		}
		if (!Array.isArray(json)) {
			if (isRateLimit(json)) return failure("too many requests", { isTemporary: true, retryAfterMs });
			return failure("an answer to several requests that is no list", { isBatchRefused: true });
		}
		// Answers come in any order.
		const answers: unknown[] = new Array(batch.length).fill(undefined);
		for (const answer of json as unknown[]) {
			const { id } = (answer ?? {}) as { readonly id?: unknown };
			if (typeof id === "number" && id in answers) answers[id] = answer;
		}
		if (answers.some(isRateLimit)) return failure("too many requests", { isTemporary: true, retryAfterMs });
		return { answers };
	}
}

interface Failure {
	readonly error: RpcError;
	/** It may work in a while. */
	readonly isTemporary?: boolean;
	/** It may work with a message for each request. */
	readonly isBatchRefused?: boolean;
	readonly retryAfterMs?: number | undefined;
}

interface ErrorObject {
	readonly code?: unknown;
	readonly message?: unknown;
	readonly data?: unknown;
}

function readAnswer(method: string, answer: unknown): unknown {
	if (typeof answer !== "object" || answer === null) throw remoteFailure(method, "no answer to this request");
	const { result, error } = answer as { readonly result?: unknown; readonly error?: ErrorObject | null };
	if (error !== undefined && error !== null) {
		const { code, message, data } = error;
		throw new RemoteAnswerError(
			typeof message === "string" ? message.slice(0, 1000) : "an error without a message",
			Number.isSafeInteger(code) ? (code as number) : -32000,
			data,
		);
	}
	if (result === undefined) throw remoteFailure(method, "an answer without a result");
	return result;
}

/** Providers say "too many requests" in their own ways: EIP-1474's code, HTTP's number, or words. */
function isRateLimit(answer: unknown): boolean {
	const { error } = (answer ?? {}) as { readonly error?: ErrorObject | null };
	if (error === undefined || error === null) return false;
	const { code, message } = error;
	return (
		code === 429 || code === -32005 || (typeof message === "string" && /rate.?limit|too many requests/i.test(message))
	);
}

function describeNetworkError(error: unknown, timeoutMs: number): string {
	if (error instanceof Error && error.name === "TimeoutError") return `no answer within ${timeoutMs} ms`;
	const cause = error instanceof Error ? (error.cause ?? error) : error;
	const { code, message } = (cause ?? {}) as { readonly code?: unknown; readonly message?: unknown };
	return `out of reach: ${typeof code === "string" ? code : String(message ?? cause)}`;
}
