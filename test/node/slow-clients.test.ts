import { createConnection } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type ChildServer, startChildServer } from "./child-server.js";
import { askUrl } from "./node-process.js";

const requestTimeoutMs = 8000;
const answerTimeoutMs = 4000;
let server: ChildServer;

beforeAll(async () => {
	server = await startChildServer({ limits: { requestTimeoutMs, answerTimeoutMs, backlogBytes: 1 << 20 } });
});

afterAll(() => server.end());

const bytesOfCode = 20_000;
const big = "0x00000000000000000000000000000000000000b1";

const ask = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
	askUrl(server.url, method, ...params);

/** A batch whose answer is larger than what the system keeps for those that do not read. */
function bigBatch(items: number): string {
	const one = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_getCode", params: [big, "latest"] });
	return `[${new Array(items).fill(one).join(",")}]`;
}

const itemsOverHttp = 200;

const head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

/** Sends headers one by one, for ever. */
function dribbleHeaders(): Promise<void> {
	return slowly(head, "X-A: b\r\n");
}

/** Sends a body byte by byte, for ever. */
function dribbleBody(): Promise<void> {
	return slowly(`${head}Content-Length: 100000\r\n\r\n[`, "1");
}

/** Sends a first part, then another again and again. Fulfilled when the server ends the connection. */
function slowly(first: string, then: string): Promise<void> {
	return new Promise((resolve) => {
		let timer: NodeJS.Timeout | undefined;
		const socket = createConnection({ host: server.host, port: server.port }, () => {
			socket.write(first);
			timer = setInterval(() => socket.write(then), 500);
		});
		socket.on("error", () => {});
		socket.on("close", () => {
			clearInterval(timer);
			resolve();
		});
		// What the server says before it ends the connection.
		socket.resume();
	});
}

/** Asks for much, and reads a few bytes now and then. Fulfilled with how many, when the server ends the connection. */
function readSlowly(): Promise<number> {
	return new Promise((resolve) => {
		const body = bigBatch(itemsOverHttp);
		let read = 0;
		const socket = createConnection({ host: server.host, port: server.port }, () => {
			socket.pause();
			socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
		});
		const timer = setInterval(() => {
			const chunk = socket.read(1000) as Buffer | null;
			read += chunk?.length ?? 0;
		}, 200);
		// A socket that does not read does not notice that it was closed either: writing tells.
		const probe = setInterval(() => socket.write("\r\n"), 200);
		socket.on("error", () => {});
		socket.on("close", () => {
			clearInterval(timer);
			clearInterval(probe);
			resolve(read);
		});
	});
}

/** Asks over a WebSocket, again and again, and reads nothing. Fulfilled when the server ends the connection. */
function ignoreAnswers(): Promise<void> {
	return new Promise((resolve) => {
		const socket = new WebSocket(`ws://${server.host}:${server.port}`);
		let timer: NodeJS.Timeout | undefined;
		socket.on("open", () => {
			socket.pause();
			timer = setInterval(() => socket.send(bigBatch(50), () => {}), 500);
		});
		socket.on("error", () => {});
		socket.on("close", () => {
			clearInterval(timer);
			resolve();
		});
	});
}

/** Until a promise is fulfilled: milliseconds that each of the requests took. */
async function askUntil(done: Promise<unknown>): Promise<number[]> {
	let isDone = false;
	void done.then(() => {
		isDone = true;
	});
	const times: number[] = [];
	while (!isDone) {
		const start = performance.now();
		expect(await ask("eth_getBalance", [big, "latest"])).toBe("0x0");
		times.push(performance.now() - start);
	}
	return times.sort((a, b) => a - b);
}

test("1000 clients that send a byte now and then are dropped, others are served meanwhile", {
	timeout: 300_000,
}, async () => {
	const slow = Promise.all([
		...Array.from({ length: 500 }, dribbleHeaders),
		...Array.from({ length: 500 }, dribbleBody),
	]);
	const start = performance.now();
	const times = await askUntil(slow);
	const seconds = (performance.now() - start) / 1000;
	const at = (share: number): string => times[Math.floor(times.length * share)]!.toFixed(1);
	console.log(
		`1000 slow clients dropped within ${seconds.toFixed(1)} s; ${times.length} others were answered meanwhile, ` +
			`p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${times.at(-1)!.toFixed(1)} ms`,
	);
	// Somebody who had to wait for the slow ones would have been answered only once they were gone.
	expect(times.length).toBeGreaterThan(10);
	expect(times[Math.floor(times.length * 0.99)]!).toBeLessThan(requestTimeoutMs / 2);
});

test("clients that read slowly are dropped, others are served meanwhile", { timeout: 300_000 }, async () => {
	await ask("anvil_setCode", [big, `0x${"00".repeat(bytesOfCode)}`]);
	const answerBytes = itemsOverHttp * bytesOfCode * 2;
	const readers = Promise.all(Array.from({ length: 10 }, readSlowly));
	const sockets = Promise.all(Array.from({ length: 3 }, ignoreAnswers));
	const times = await askUntil(Promise.all([readers, sockets]));
	for (const read of await readers) expect(read).toBeLessThan(answerBytes / 2);
	expect(times.length).toBeGreaterThan(10);
	// Whoever reads gets everything.
	const whole = await fetch(server.url, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: bigBatch(itemsOverHttp),
	});
	expect((await whole.text()).length).toBeGreaterThan(answerBytes);
});

test("a connection whose request is worked on is not idle", async () => {
	const hasty = await startChildServer({ limits: { idleTimeoutMs: 1000 } });
	try {
		// JUMPDEST PUSH0 JUMP: until there is no gas.
		const call = { to: null, data: "0x5b5f56", gas: "0x2faf080" };
		const one = { jsonrpc: "2.0", id: 1, method: "eth_call", params: [call, "latest"] };
		let seconds = 0;
		for (let calls = 20; seconds < 2; calls *= 2) {
			const start = performance.now();
			const response = await fetch(hasty.url, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify(new Array(Math.min(calls, 1000)).fill(one)),
			});
			expect(await response.json()).toHaveLength(Math.min(calls, 1000));
			seconds = (performance.now() - start) / 1000;
			if (calls > 1000) break;
		}
		expect(seconds).toBeGreaterThan(1);
	} finally {
		await hasty.end();
	}
});
