import type { Socket } from "node:net";
import { JsonTexts } from "./json-texts.js";
import type { ConnectionId, RpcBackend } from "./rpc-backend.js";
import { writePieces } from "./send-stream.js";
import type { ServerLimits } from "./server-limits.js";

/** A client on a local socket: JSON texts both ways, answers and notifications one in a line. */
export class IpcConnection {
	readonly #backend: RpcBackend;
	readonly #limits: ServerLimits;
	readonly #socket: Socket;
	readonly #texts = new JsonTexts();
	/** Whatever is sent is sent after this: between the pieces of an answer there can be no other one. */
	#sending: Promise<void> = Promise.resolve();
	/** Characters that wait for it. */
	#heldLength = 0;

	constructor(backend: RpcBackend, limits: ServerLimits, socket: Socket) {
		this.#backend = backend;
		this.#limits = limits;
		this.#socket = socket;
		const id = backend.connect((text) => this.#sendText(text));
		let working = 0;
		let hasSentAll = false;
		const endWhenDone = (): void => {
			if (hasSentAll && working === 0) socket.end();
		};
		socket.setEncoding("utf8");
		socket.on("data", (chunk: string) => {
			for (const text of this.#texts.take(chunk)) {
				// Whoever sends more than is worked on has to wait: its bytes stay with the system.
				if (++working >= limits.inFlight) socket.pause();
				void this.#answer(id, text).then(() => {
					if (--working < limits.inFlight && socket.isPaused()) socket.resume();
					endWhenDone();
				});
			}
			if (this.#texts.pendingLength > limits.requestBytes) socket.destroy();
		});
		// It may still read, as a shell's `echo … | nc -N -U` does.
		socket.on("end", () => {
			hasSentAll = true;
			endWhenDone();
		});
		socket.on("error", () => socket.destroy());
		socket.on("close", () => backend.disconnect(id));
	}

	/** Fulfilled when the answer is sent, or the connection ended. */
	async #answer(id: ConnectionId, text: string): Promise<void> {
		const answer = await this.#backend.answer(id, text);
		if (typeof answer === "string") return this.#sendText(answer);
		if (answer === undefined) return;
		return this.#sendNext(async () => {
			await writePieces(this.#socket, answer, this.#limits.answerTimeoutMs);
			this.#socket.write("\n");
		});
	}

	/** A client that does not read what it asked for is dropped. */
	#sendText(text: string): Promise<void> {
		this.#heldLength += text.length;
		if (this.#heldLength + this.#socket.writableLength > this.#limits.backlogBytes) this.#socket.destroy();
		return this.#sendNext(() => {
			this.#heldLength -= text.length;
			if (!this.#socket.destroyed) this.#socket.write(`${text}\n`);
		});
	}

	/** When something cannot be sent whole the connection ends: half of an answer is none. */
	#sendNext(send: () => void | Promise<void>): Promise<void> {
		this.#sending = this.#sending.then(send).catch(() => {
			this.#socket.destroy();
		});
		return this.#sending;
	}
}
