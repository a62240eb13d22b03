import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { AccessPolicy } from "./access-policy.js";
import type { RpcBackend } from "./rpc-backend.js";
import { sendOverHttp } from "./send-stream.js";
import type { ServerLimits } from "./server-limits.js";

/** A page may send other types without asking first. */
const jsonType = /^application\/json(-rpc|request)?\s*(;|$)/i;

/** Answers HTTP requests: JSON-RPC by POST, on any path. */
export class HttpRequests {
	readonly #backend: RpcBackend;
	readonly #access: AccessPolicy;
	readonly #limits: ServerLimits;
	/** Connections whose request is worked on. */
	readonly #waiting = new Set<Socket>();

	constructor(backend: RpcBackend, access: AccessPolicy, limits: ServerLimits) {
		this.#backend = backend;
		this.#access = access;
		this.#limits = limits;
	}

	/** Whether the client on this connection has asked, and waits. */
	isWaiting(socket: Socket): boolean {
		return this.#waiting.has(socket);
	}

	answer(request: IncomingMessage, response: ServerResponse): void {
		const { host, origin } = request.headers;
		if (!this.#access.allowsHost(host)) {
			return refuse(response, 403, "invalid host specified: --http.vhosts names those that are allowed");
		}
		if (!this.#access.allowsOrigin(origin)) {
			return refuse(response, 403, "origin not allowed: --http.corsdomain names those that are");
		}
		if (origin !== undefined) {
			response.setHeader("access-control-allow-origin", this.#access.allowedOrigin(origin)).setHeader("vary", "Origin");
		}
		switch (request.method) {
			case "POST":
				return this.#takePost(request, response);
			case "OPTIONS":
				response.writeHead(204, preflightHeaders).end();
				return;
			case "GET":
			case "HEAD":
				// Whoever looks for a page, or asks how the node is, shall not find what is none.
				response.writeHead(isRoot(request.url) ? 200 : 404, textType).end("evmore: JSON-RPC by POST or WebSocket\n");
				return;
			default:
				response.setHeader("allow", "POST, GET, HEAD, OPTIONS");
				return refuse(response, 405, `${request.method} is not allowed: JSON-RPC is by POST or WebSocket`);
		}
	}

	#takePost(request: IncomingMessage, response: ServerResponse): void {
		const { requestBytes } = this.#limits;
		if (!jsonType.test(request.headers["content-type"] ?? "")) {
			return refuse(response, 415, "content type is not JSON");
		}
		if (Number(request.headers["content-length"] ?? 0) > requestBytes) return refuseLength(response, requestBytes);
		const parts: Buffer[] = [];
		let size = 0;
		request.on("data", (part: Buffer) => {
			size += part.length;
			if (size <= requestBytes) return void parts.push(part);
			request.removeAllListeners("data").removeAllListeners("end").pause();
			refuseLength(response, requestBytes);
		});
		request.on("end", () => {
			const body = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
			this.#answerText(body.toString("utf8"), request.socket, response).catch(() => {
				if (response.headersSent) response.destroy();
				else refuse(response, 500, "internal error");
			});
		});
		// The client is gone.
		request.on("error", () => {});
	}

	async #answerText(text: string, socket: Socket, response: ServerResponse): Promise<void> {
		const connection = this.#backend.connect(undefined);
		this.#waiting.add(socket);
		try {
			const answer = await this.#backend.answer(connection, text);
			if (answer === undefined) response.writeHead(204).end();
			else if (typeof answer === "object") {
				response.writeHead(200, { "content-type": "application/json" });
				await sendOverHttp(response, answer, this.#limits.answerTimeoutMs);
			} else this.#send(response, socket, answer);
		} finally {
			this.#waiting.delete(socket);
			this.#backend.disconnect(connection);
		}
	}

	/** Ends the connection of a client that does not read its answer in time: until then the answer takes memory. */
	#send(response: ServerResponse, socket: Socket, answer: string): void {
		response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) });
		response.end(answer);
		if (socket.writableLength === 0) return;
		const timer = setTimeout(() => socket.destroy(), this.#limits.answerTimeoutMs);
		timer.unref();
		response.once("close", () => clearTimeout(timer));
	}
}

/** @param target - of the request; with a scheme and a host when it is meant for a proxy */
function isRoot(target: string | undefined): boolean {
	return /^([a-z]+:\/\/[^/?]*)?\/?(\?|$)/i.test(target ?? "");
}

const textType = { "content-type": "text/plain" };

/** What pages that may ask are told before they do. */
const preflightHeaders = {
	"access-control-allow-methods": "POST",
	"access-control-allow-headers": "content-type",
	"access-control-max-age": "600",
};

function refuseLength(response: ServerResponse, maxBytes: number): void {
	refuse(response, 413, `the request is too long: at most ${maxBytes} bytes`);
}

/** What is left of the request is not read: there is no next one on this connection. */
function refuse(response: ServerResponse, status: number, reason: string): void {
	response.writeHead(status, { ...textType, connection: "close" }).end(`${reason}\n`);
}
