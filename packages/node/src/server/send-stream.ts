import type { ServerResponse } from "node:http";
import type { WebSocket } from "ws";
import type { AnswerStream } from "./answer-stream.js";

/**
 * Sends an answer in pieces as the body of a response whose head was written; each waits until the one before was taken. When the answer
 * breaks off, or the client reads nothing for so long, the connection is destroyed: a body that ends early is an error everywhere, and
 * half a result would be none.
 */
export async function sendOverHttp(response: ServerResponse, answer: AnswerStream, timeoutMs: number): Promise<void> {
	try {
		for await (const piece of answer) {
			if (response.destroyed) return;
			if (!response.write(piece)) await afterDrain(response, timeoutMs);
		}
		response.end();
	} catch {
		response.destroy();
	}
}

/** @throws the client reads nothing */
function afterDrain(response: ServerResponse, timeoutMs: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const done = (): void => {
			clearTimeout(timer);
			response.off("drain", done).off("close", done);
			resolve();
		};
		const timer = setTimeout(() => reject(new Error("the client does not read")), timeoutMs);
		response.on("drain", done).on("close", done);
	});
}

/** As `sendOverHttp`, as the fragments of one message. Nothing else may be sent meanwhile. */
export async function sendOverWebSocket(socket: WebSocket, answer: AnswerStream, timeoutMs: number): Promise<void> {
	try {
		for await (const piece of answer) {
			if (socket.readyState !== socket.OPEN) return;
			await afterSend(socket, piece, false, timeoutMs);
		}
		await afterSend(socket, "", true, timeoutMs);
	} catch {
		socket.terminate();
	}
}

/** @throws the client is gone, or reads nothing */
function afterSend(socket: WebSocket, text: string, fin: boolean, timeoutMs: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error("the client does not read")), timeoutMs);
		socket.send(text, { fin }, (error) => {
			clearTimeout(timer);
			if (error) reject(error);
			else resolve();
		});
	});
}
