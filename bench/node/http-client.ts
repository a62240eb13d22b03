import { connect, type Socket } from "node:net";

/** What an answer was like on its way. */
export interface Arrival {
	/** Milliseconds from the request to the first byte of the answer's body. */
	readonly firstByteMs: number;
	readonly totalMs: number;
	readonly bytes: number;
}

/** Node's servers keep a connection for five seconds. */
const freshMs = 2000;
const headEnd = "\r\n\r\n";

/**
 * A connection that is kept, over which one request is sent at a time. It does as little as can be done, so that what is measured is the
 * node: HTTP/1.1 with Content-Length or chunks.
 */
export class HttpConnection {
	readonly #socket: Socket;
	readonly #host: string;
	#usedAt: number = performance.now();
	#receive: ((bytes: Buffer) => void) | undefined;
	#fail: ((error: Error) => void) | undefined;

	private constructor(socket: Socket, host: string) {
		this.#socket = socket;
		this.#host = host;
		socket.setNoDelay(true);
		socket.on("data", (bytes: Buffer) => this.#receive?.(bytes));
		socket.on("error", (error) => this.#fail?.(error));
		socket.on("close", () => this.#fail?.(new Error("the node closed the connection")));
	}

	static open(port: number): Promise<HttpConnection> {
		return new Promise((resolve, reject) => {
			const socket = connect({ host: "127.0.0.1", port });
			socket.once("error", reject);
			socket.once("connect", () => {
				socket.off("error", reject);
				resolve(new HttpConnection(socket, `127.0.0.1:${port}`));
			});
		});
	}

	/** Whether a request can be sent: servers close what nobody used for some seconds. */
	get isFresh(): boolean {
		return !this.#socket.destroyed && performance.now() - this.#usedAt < freshMs;
	}

	/** The text that is sent for a body. */
	requestFor(body: string): string {
		const head = `POST / HTTP/1.1\r\nHost: ${this.#host}\r\nContent-Type: application/json\r\n`;
		return `${head}Content-Length: ${Buffer.byteLength(body)}${headEnd}${body}`;
	}

	/** Sends what `requestFor` made, and reads the answer's body. */
	async post(request: string): Promise<string> {
		const parts: Buffer[] = [];
		await this.exchange(request, (bytes) => parts.push(bytes));
		return (parts.length === 1 ? parts[0]! : Buffer.concat(parts)).toString("utf8");
	}

	/** As `post`, for answers that are not kept. */
	exchange(request: string, onBody: (bytes: Buffer) => void): Promise<Arrival> {
		return new Promise((resolve, reject) => {
			const start = performance.now();
			let firstByteMs: number | undefined;
			let bytes = 0;
			const reader = new AnswerReader((part) => {
				firstByteMs ??= performance.now() - start;
				bytes += part.length;
				onBody(part);
			});
			this.#fail = reject;
			this.#receive = (part) => {
				try {
					if (!reader.take(part)) return;
				} catch (error) {
					reject(error as Error);
					return;
				}
				this.#receive = undefined;
				this.#fail = undefined;
				this.#usedAt = performance.now();
				const totalMs = this.#usedAt - start;
				resolve({ firstByteMs: firstByteMs ?? totalMs, totalMs, bytes });
			};
			this.#socket.write(request);
		});
	}

	close(): void {
		this.#fail = undefined;
		this.#socket.destroy();
	}
}

/** Takes an answer as it comes, and tells the body from what is around it. */
export class AnswerReader {
	readonly #onBody: (bytes: Buffer) => void;
	#rest: Buffer = Buffer.alloc(0);
	#hasHead = false;
	#isChunked = false;
	/** Bytes of the body, or of the chunk, that are still to come. */
	#missing = 0;
	/** The line end that follows a chunk. */
	#hasChunkEnd = false;

	constructor(onBody: (bytes: Buffer) => void) {
		this.#onBody = onBody;
	}

	/** @returns whether the answer is complete */
	take(part: Buffer): boolean {
		let bytes = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
		this.#rest = Buffer.alloc(0);
		if (!this.#hasHead) {
			const end = bytes.indexOf(headEnd);
			if (end < 0) return this.#keep(bytes);
			this.#readHead(bytes.toString("latin1", 0, end));
			bytes = bytes.subarray(end + headEnd.length);
		}
		if (!this.#isChunked) {
			this.#missing -= bytes.length;
			if (bytes.length > 0) this.#onBody(bytes);
			return this.#missing <= 0;
		}
		for (;;) {
			const taken = Math.min(this.#missing, bytes.length);
			if (taken > 0) this.#onBody(bytes.subarray(0, taken));
			this.#missing -= taken;
			bytes = bytes.subarray(taken);
			if (this.#missing > 0) return false;
			if (this.#hasChunkEnd) {
				if (bytes.length < 2) return this.#keep(bytes);
				bytes = bytes.subarray(2);
				this.#hasChunkEnd = false;
			}
			const end = bytes.indexOf("\r\n");
			if (end < 0) return this.#keep(bytes);
			const size = Number.parseInt(bytes.toString("latin1", 0, end), 16);
			// After the last chunk there is an empty line.
			if (size === 0) return bytes.length >= end + 4 || this.#keep(bytes);
			bytes = bytes.subarray(end + 2);
			this.#missing = size;
			this.#hasChunkEnd = true;
		}
	}

	#keep(bytes: Buffer): false {
		this.#rest = bytes;
		return false;
	}

	#readHead(head: string): void {
		if (!/^HTTP\/1\.1 200 /.test(head)) throw new Error(`the node answers ${head.split("\r\n")[0]}`);
		this.#hasHead = true;
		this.#isChunked = /^transfer-encoding:\s*chunked/im.test(head);
		const length = /^content-length:\s*(\d+)/im.exec(head)?.[1];
		if (length === undefined && !this.#isChunked) throw new Error("the answer does not say how long it is");
		this.#missing = Number(length ?? 0);
	}
}
