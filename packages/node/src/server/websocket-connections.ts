import { isUtf8 } from "node:buffer";
import type { WebSocket } from "ws";
import type { AnswerStream } from "./answer-stream.js";
import type { ConnectionId, RpcBackend } from "./rpc-backend.js";
import { sendOverWebSocket } from "./send-stream.js";
import type { ServerLimits } from "./server-limits.js";

/** How often clients are asked whether they are there. */
const pingIntervalMs = 30_000;

/** The WebSocket clients of a server. */
export class WebSocketConnections {
	readonly #backend: RpcBackend;
	readonly #limits: ServerLimits;
	readonly #sockets = new Set<WebSocket>();
	/** What waits while an answer is sent in pieces. */
	readonly #held = new Map<WebSocket, HeldTexts>();

	constructor(backend: RpcBackend, limits: ServerLimits) {
		this.#backend = backend;
		this.#limits = limits;
	}

	add(socket: WebSocket): void {
		const { inFlight } = this.#limits;
		const id: ConnectionId = this.#backend.connect((text) => this.#send(socket, text));
		this.#sockets.add(socket);
		let working = 0;
		let isAlive = true;
		const timer = setInterval(() => {
			if (!isAlive) return socket.terminate();
			isAlive = false;
			socket.ping();
		}, pingIntervalMs);
		timer.unref();
		socket.on("pong", () => {
			isAlive = true;
		});
		socket.on("message", async (data) => {
			isAlive = true;
			// Whoever sends more than is worked on has to wait: its bytes stay in the network.
			if (++working >= inFlight) socket.pause();
			const answer = await this.#backend.answer(id, readText(data as Buffer));
			if (typeof answer === "object") await this.#sendStream(socket, answer);
			else if (answer !== undefined) this.#send(socket, answer);
			if (--working < inFlight && socket.isPaused) socket.resume();
		});
		socket.on("error", () => socket.terminate());
		socket.on("close", () => {
			clearInterval(timer);
			this.#sockets.delete(socket);
			this.#backend.disconnect(id);
		});
	}

	/** A client that does not read what it asked for is dropped. */
	#send(socket: WebSocket, text: string): void {
		if (socket.readyState !== socket.OPEN) return;
		const held = this.#held.get(socket);
		const backlog = socket.bufferedAmount + (held?.length ?? 0);
		if (backlog > this.#limits.backlogBytes) return socket.terminate();
		if (held !== undefined) return held.add(text);
		socket.send(text, () => {});
	}

	/** One after the other: between the fragments of a message there can be no other one. */
	async #sendStream(socket: WebSocket, answer: AnswerStream): Promise<void> {
		let held = this.#held.get(socket);
		while (held !== undefined) {
			await held.released;
			held = this.#held.get(socket);
		}
		const own = new HeldTexts();
		this.#held.set(socket, own);
		await sendOverWebSocket(socket, answer, this.#limits.answerTimeoutMs);
		this.#held.delete(socket);
		for (const text of own.release()) this.#send(socket, text);
	}

	closeAll(): void {
		for (const socket of this.#sockets) socket.terminate();
	}
}

/**
 * The text of a message, of either kind: some clients (web3.py) send theirs as binary. Such bytes need not be UTF-8; where they are not
 * the text is empty, which is no JSON either.
 */
function readText(data: Buffer): string {
	return isUtf8(data) ? data.toString("utf8") : "";
}

/** Texts that have to wait until a message is sent. */
class HeldTexts {
	readonly #texts: string[] = [];
	#length = 0;
	#onReleased: () => void = () => {};
	readonly released: Promise<void> = new Promise((resolve) => {
		this.#onReleased = resolve;
	});

	get length(): number {
		return this.#length;
	}

	add(text: string): void {
		this.#texts.push(text);
		this.#length += text.length;
	}

	release(): readonly string[] {
		this.#onReleased();
		return this.#texts;
	}
}
