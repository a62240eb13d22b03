import type { ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import type { WebSocket } from "ws";
import type { AnswerStream } from "./answer-stream.js";

/**
 * Sends an answer in pieces as the body of a response whose head was written; each waits until the one before was taken. When the answer
 * breaks off, or the client reads nothing for so long, the connection is destroyed: a body that ends early is an error everywhere, and
 * half a result would be none.
 */
export async function sendOverHttp(response: ServerResponse, answer: AnswerStream, timeoutMs: number): Promise<void> {
	try {
		await writePieces(response, answer, timeoutMs);
		response.end();
	} catch {
		response.destroy();
	}
}

/** Writes an answer in pieces; each waits until the one before was taken. @throws the answer breaks off, or the client reads nothing */
export async function writePieces(target: Writable, answer: AnswerStream, timeoutMs: number): Promise<void> {
	for await (const piece of answer) {
		if (target.destroyed) return;
		if (!target.write(piece)) await afterDrain(target, timeoutMs);
	}
}

/** @throws the client reads nothing */
function afterDrain(target: Writable, timeoutMs: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const done = (): void => {
			clearTimeout(timer);
			target.off("drain", done).off("close", done);
			resolve();
		};
		const timer = setTimeout(() => reject(new Error("the client does not read")), timeoutMs);
		target.on("drain", done).on("close", done);
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
