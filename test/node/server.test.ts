import { request as sendRequest } from "node:http";
import { createConnection } from "node:net";
import { NodeServer } from "@evmore/node/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";

let server: NodeServer;

beforeAll(async () => {
	server = await NodeServer.start({ port: 0, limits: { batchBytes: 20_000 } });
});

afterAll(() => server.close());

interface Answer {
	readonly status: number;
	readonly text: string;
	readonly headers: Headers;
}

/** Posts with headers that `fetch` would not let through: by hand. */
async function post(body: string, headers: Record<string, string> = {}, to: NodeServer = server): Promise<Answer> {
	const all: Record<string, string | number> = {
		host: to.address,
		"content-type": "application/json",
		"content-length": Buffer.byteLength(body),
		connection: "close",
		...headers,
	};
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
	const request = `POST / HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
	const raw = await new Promise<string>((resolve, reject) => {
		const [address, port] = to.address.split(":");
		const socket = createConnection({ host: address!, port: Number(port) }, () => socket.write(request));
		let text = "";
		socket.on("data", (data) => {
			text += data;
		});
		socket.on("end", () => resolve(text));
		socket.on("error", reject);
	});
	const [head, ...rest] = raw.split("\r\n\r\n");
	const [first, ...fields] = head!.split("\r\n");
	const parsed = new Headers(fields.map((field) => field.split(/: ?(.*)/s).slice(0, 2) as [string, string]));
	const content = rest.join("\r\n\r\n");
	return { status: Number(first!.split(" ")[1]), text: content, headers: parsed };
}

async function ask(method: string, params: readonly unknown[] = [], to: NodeServer = server): Promise<unknown> {
	return JSON.parse((await post(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }), {}, to)).text);
}

const request = '{"jsonrpc":"2.0","id":1,"method":"eth_accounts","params":[]}';

describe("pages in a browser", () => {
	test("another origin is refused, and told nothing", async () => {
		const { status, headers, text } = await post(request, { origin: "http://evil.example" });
		expect(status).toBe(403);
		expect(headers.get("access-control-allow-origin")).toBeNull();
		expect(text).not.toContain("0x");
	});

	test("another host name is refused: a page may have given it this machine's address", async () => {
		expect((await post(request, { host: "evil.example" })).status).toBe(403);
		expect((await post(request, { host: "evil.example:8545" })).status).toBe(403);
		expect((await post(request, { host: "localhost:8545" })).status).toBe(200);
		expect((await post(request, { host: "[::1]:8545" })).status).toBe(200);
	});

	test("types that a page may send without asking are not read", async () => {
		for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
			expect((await post(request, { "content-type": type })).status).toBe(415);
		}
		expect((await post(request, { "content-type": "application/json; charset=utf-8" })).status).toBe(200);
	});

	test("pages that were named may ask", async () => {
		const open = await NodeServer.start({ port: 0, corsDomains: ["http://app.example"] });
		const { status, headers } = await post(request, { origin: "http://app.example" }, open);
		expect([status, headers.get("access-control-allow-origin")]).toEqual([200, "http://app.example"]);
		expect((await post(request, { origin: "http://other.example" }, open)).status).toBe(403);
		await open.close();
	});

	// They were refused as pages are, so that no wallet of a browser could reach the node.
	test("extensions of the browser may ask", async () => {
		const origin = "chrome-extension://nkbihfbeogaeaoehlefnkodbefgpgknn";
		const { status, headers } = await post(request, { origin });
		expect([status, headers.get("access-control-allow-origin")]).toEqual([200, origin]);
		expect((await post(request, { origin: `${origin}.evil.example` })).status).toBe(403);
		expect((await post(request, { origin: "http://chrome-extension" })).status).toBe(403);
		const socket = new WebSocket(`ws://${server.address}`, { origin });
		await new Promise((resolve) => socket.on("open", resolve));
		socket.close();
	});

	test("a WebSocket of another origin is not opened", async () => {
		const socket = new WebSocket(`ws://${server.address}`, { origin: "http://evil.example" });
		const message = await new Promise((resolve) => socket.on("error", (error) => resolve(error.message)));
		expect(message).toContain("403");
	});
});

describe("requests that are none", () => {
	test.each([
		["{oops", -32700],
		["", -32700],
		["[".repeat(200_000), -32700],
		["[]", -32600],
		["1", -32600],
		["null", -32600],
		['{"id":1}', -32600],
		['{"jsonrpc":"2.0","id":{},"method":"eth_chainId"}', -32600],
		['{"jsonrpc":"2.0","id":1,"method":"eth_nothing"}', -32601],
		['{"jsonrpc":"2.0","id":1,"method":"__proto__"}', -32601],
		['{"jsonrpc":"2.0","id":1,"method":"constructor"}', -32601],
		['{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":{"a":1}}', -32602],
		['{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":["0x1"]}', -32602],
	])("%.60s is answered with %i", async (body, code) => {
		const { status, text } = await post(body);
		expect(status).toBe(200);
		expect(JSON.parse(text).error.code).toBe(code);
		expect(text).not.toMatch(/\bat .*:\d+:\d+/);
	});

	test("a batch of 20,000 is refused", async () => {
		const batch = `[${Array.from({ length: 20_000 }, () => request).join(",")}]`;
		const answers = JSON.parse((await post(batch)).text);
		expect(answers).toHaveLength(1);
		expect(answers[0].error.code).toBe(-32600);
	});

	test("answers to a batch that become too long end early", async () => {
		const batch = Array.from({ length: 200 }, (_, id) => ({ jsonrpc: "2.0", id, method: "eth_accounts", params: [] }));
		const { text } = await post(JSON.stringify(batch));
		const answers = JSON.parse(text) as { id: number; error?: { code: number } }[];
		expect(answers.map(({ id }) => id)).toEqual(batch.map(({ id }) => id));
		expect(answers.filter(({ error }) => error?.code === -32003).length).toBeGreaterThan(100);
		expect(text.length).toBeLessThan(60_000);
	});

	test("a body that is too long is refused, before it is sent", async () => {
		expect((await post("", { "content-length": `${6 << 20}` })).status).toBe(413);
	});

	test("a body that becomes too long is refused, and not read to its end", async () => {
		const [hostname, port] = server.address.split(":");
		const status = await new Promise((resolve, reject) => {
			const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
			const sent = sendRequest({ hostname, port, method: "POST", headers }, ({ statusCode }) => resolve(statusCode));
			sent.on("error", reject);
			for (let i = 0; i < 6; i++) sent.write("1".repeat(1 << 20));
		});
		expect(status).toBe(413);
	});

	test("a character that comes in two parts is one", async () => {
		const [hostname, port] = server.address.split(":");
		const body = Buffer.from('{"jsonrpc":"2.0","id":"\u20ac","method":"eth_chainId"}');
		const middle = body.indexOf(0xe2) + 1;
		const text = await new Promise<string>((resolve, reject) => {
			const headers = { "content-type": "application/json", "content-length": body.length };
			const sent = sendRequest({ hostname, port, method: "POST", headers }, (response) => {
				let all = "";
				response.setEncoding("utf8").on("data", (part) => {
					all += part;
				});
				response.on("end", () => resolve(all));
			});
			sent.on("error", reject);
			sent.write(body.subarray(0, middle));
			setTimeout(() => sent.end(body.subarray(middle)), 50);
		});
		expect(JSON.parse(text)).toEqual({ jsonrpc: "2.0", id: "\u20ac", result: "0x7a69" });
	});

	test("JSON-RPC is by POST; what else a client may do is said", async () => {
		const told = async (method: string): Promise<unknown[]> => {
			const { status, headers } = await fetch(server.url, { method });
			return [status, headers.get("allow") ?? headers.get("access-control-allow-methods")];
		};
		expect(await told("GET")).toEqual([200, null]);
		expect(await told("HEAD")).toEqual([200, null]);
		expect(await told("OPTIONS")).toEqual([204, "POST"]);
		expect(await told("PUT")).toEqual([405, "POST, GET, HEAD, OPTIONS"]);
	});

	test("notifications are carried out, and not answered", async () => {
		const { status, text } = await post('{"jsonrpc":"2.0","method":"evm_mine"}');
		expect([status, text]).toEqual([204, ""]);
	});
});

test("whoever can reach it from elsewhere may not use its keys, unless that is asked for", async () => {
	const open = await NodeServer.start({ port: 0, allowsSetters: false });
	for (const method of ["anvil_setBalance", "hardhat_setCode", "evm_mine", "eth_sendTransaction", "eth_sign"]) {
		expect(await ask(method, [], open)).toMatchObject({ error: { code: -32602 } });
	}
	expect(await ask("eth_blockNumber", [], open)).toMatchObject({ result: "0x0" });
	await open.close();
});

// State files were loaded when clients could ask already, and written while they could still send.
test("the program has the node for itself before it listens, and after it has ended to", async () => {
	const account = "0x00000000000000000000000000000000000000aa";
	const early: unknown[] = [];
	const other = await NodeServer.start({
		port: 0,
		allowsSetters: false,
		prepare: async (ask) => {
			await ask("anvil_setBalance", [account, "0x7"]);
			early.push(await ask("eth_getBalance", [account, "latest"]));
			await ask("no_method", []).catch((error: unknown) => early.push(String(error)));
		},
	});
	expect(early).toEqual(["0x7", expect.stringMatching(/^NodeRequestError: no_method: /)]);
	expect(await ask("eth_getBalance", [account, "latest"], other)).toMatchObject({ result: "0x7" });
	expect(await ask("anvil_setBalance", [account, "0x8"], other)).toHaveProperty("error");
	await other.stopListening();
	await expect(ask("eth_chainId", [], other)).rejects.toThrow();
	expect(await other.request("anvil_setBalance", [account, "0x9"])).toBeNull();
	const dump = (await other.request("anvil_dumpState", [])) as string;
	expect(dump).toMatch(/^0x1f8b/);
	await other.close();
	const failing = NodeServer.start({ port: 0, prepare: () => Promise.reject(new Error("not this")) });
	await expect(failing).rejects.toThrow("not this");
});

describe("WebSocket", () => {
	async function open(): Promise<{ socket: WebSocket; next: () => Promise<Record<string, never>> }> {
		const socket = new WebSocket(`ws://${server.address}`);
		const messages: string[] = [];
		let wake = (): void => {};
		socket.on("message", (data) => {
			messages.push(String(data));
			wake();
		});
		await new Promise((resolve) => socket.on("open", resolve));
		return {
			socket,
			next: async () => {
				while (messages.length === 0) {
					await new Promise<void>((resolve) => {
						wake = resolve;
					});
				}
				return JSON.parse(messages.shift()!);
			},
		};
	}

	test("tells of new blocks, until it is told to stop", async () => {
		const { socket, next } = await open();
		socket.send('{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}');
		const { result: subscription } = await next();
		await ask("evm_mine");
		const notification = await next();
		expect(notification).toMatchObject({ method: "eth_subscription", params: { subscription } });
		socket.send(`{"jsonrpc":"2.0","id":2,"method":"eth_unsubscribe","params":["${String(subscription)}"]}`);
		expect(await next()).toMatchObject({ id: 2, result: true });
		socket.close();
	});

	// It came first, when nobody could know yet what it belonged to.
	test("tells a subscription's number before its first notification", async () => {
		const { socket, next } = await open();
		socket.send('{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["syncing"]}');
		const { result: subscription } = await next();
		expect(await next()).toMatchObject({ method: "eth_subscription", params: { subscription, result: false } });
		socket.close();
	});

	test("subscriptions need a connection", async () => {
		expect(await ask("eth_subscribe", ["newHeads"])).toHaveProperty("error");
	});

	test("a message that is too long ends the connection", async () => {
		const { socket } = await open();
		socket.send("a".repeat(6 << 20));
		const code = await new Promise((resolve) => socket.on("close", resolve));
		expect(code).toBe(1009);
		expect(await ask("eth_blockNumber")).toHaveProperty("result");
	});
});
