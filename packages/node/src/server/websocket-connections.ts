import type { WebSocket } from "ws";
import type { ConnectionId, RpcBackend } from "./rpc-backend.js";
import type { ServerLimits } from "./server-limits.js";

/** How often clients are asked whether they are there. */
const pingIntervalMs = 30_000;

/** The WebSocket clients of a server. */
export class WebSocketConnections {
	readonly #backend: RpcBackend;
	readonly #limits: ServerLimits;
	readonly #sockets = new Set<WebSocket>();

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
		socket.on("message", async (data, isBinary) => {
			isAlive = true;
			if (isBinary) return socket.close(1003, "requests are text");
			// Whoever sends more than is worked on has to wait: its bytes stay in the network.
			if (++working >= inFlight) socket.pause();
			const answer = await this.#backend.answer(id, String(data));
			if (--working < inFlight && socket.isPaused) socket.resume();
			if (answer !== undefined) this.#send(socket, answer);
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
		if (socket.bufferedAmount > this.#limits.backlogBytes) return socket.terminate();
		socket.send(text, () => {});
	}

	closeAll(): void {
		for (const socket of this.#sockets) socket.terminate();
	}
}
