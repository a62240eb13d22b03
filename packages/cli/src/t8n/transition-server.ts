import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describeError, InputError } from "../errors.js";
import { outliveReaders, print, writeText } from "../terminal.js";
import { RequestGuard } from "./request-guard.js";
import { ToolError } from "./tool-error.js";
import { answerTransition } from "./transition-request.js";

/** How the server works. */
export interface ServerOptions {
	/** 0: the system chooses. */
	readonly port: number;
	readonly host: string;
	/** Names by which it may be addressed, besides IP addresses; "*" is any. */
	readonly vhosts: readonly string[];
	/** Longer requests are refused. */
	readonly maxBodyBytes: number;
	/** Trace every request. */
	readonly trace: boolean;
	/** Where traces are put, unless a request says so. */
	readonly folder: string;
}

/** What a request is refused with. */
class HttpError extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/** Serves until the process is told to end. */
export async function serveTransitions(options: ServerOptions): Promise<void> {
	outliveReaders();
	const reading = new Set<IncomingMessage>();
	let isEnding = false;
	// One transition at a time: they share machines.
	let queue: Promise<unknown> = Promise.resolve();
	const guard = new RequestGuard([...options.vhosts, options.host]);
	const answer = async (request: IncomingMessage): Promise<string> => {
		const fault = guard.findFault(request.headers);
		if (fault !== undefined) throw new HttpError(403, fault);
		reading.add(request);
		const body = await readBody(request, options.maxBodyBytes).finally(() => reading.delete(request));
		const answered = queue.then(() => answerTransition(body, options));
		queue = answered.catch(() => {});
		return answered;
	};
	// Clients that think for a while find their connection open; ending the server closes it.
	const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
		const beforeSending = (): void => {
			if (isEnding) response.setHeader("connection", "close");
		};
		answer(request)
			.finally(beforeSending)
			.then(
				(text) => send(response, 200, text),
				(error: unknown) => sendError(response, error),
			);
	});
	await listen(server, options);
	print(`Transition server listening on ${(server.address() as AddressInfo).port}`);
	await untilToldToEnd();
	isEnding = true;
	// What has been read is answered; who is still sending is not waited for.
	for (const request of reading) request.destroy();
	await new Promise<void>((closed) => {
		server.close(() => closed());
		server.closeIdleConnections();
	});
}

function listen(server: Server, { port, host }: ServerOptions): Promise<void> {
	return new Promise((listening, fail) => {
		server.once("error", (error: NodeJS.ErrnoException) => {
			const problem = error.code === "EADDRINUSE" ? "the port is in use" : error.message;
			fail(new InputError(`Failed to start transition server on ${host}:${port}: ${problem}`));
		});
		server.listen(port, host, listening);
	});
}

function untilToldToEnd(): Promise<void> {
	return new Promise((told) => {
		process.once("SIGTERM", told);
		process.once("SIGINT", told);
	});
}

/** The text of a request. */
function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
	return new Promise((read, fail) => {
		if (request.method !== "POST") return fail(new HttpError(405, `POST a transition, not ${request.method}`));
		const chunks: Buffer[] = [];
		let size = 0;
		request.on("data", (chunk: Buffer) => {
			size += chunk.length;
			if (size <= maxBytes) return void chunks.push(chunk);
			request.pause();
			fail(new HttpError(413, `the request is too large: more than ${maxBytes} bytes`));
		});
		request.on("end", () => read(Buffer.concat(chunks).toString("utf8")));
		request.on("error", fail);
	});
}

function send(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, { "content-type": "application/json" }).end(`${text}\n`);
}

function sendError(response: ServerResponse, error: unknown): void {
	if (response.destroyed) return;
	// What is left of the request is not read.
	if (error instanceof HttpError) response.setHeader("connection", "close");
	if (error instanceof HttpError && error.status === 405) response.setHeader("allow", "POST");
	const status = error instanceof HttpError ? error.status : error instanceof ToolError ? 400 : 500;
	const message = error instanceof HttpError ? error.message : describeError(error);
	if (status === 500) writeText(2, `${message}\n`);
	send(response, status, JSON.stringify({ error: message }));
}
