import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNode, type EvmoreNode, type ForkOptions } from "@evmore/node";
import { RemoteCacheFolder } from "@evmore/node/persistence";
import { afterEach, describe, expect, test, vi } from "vitest";

interface Request {
	readonly id: number;
	readonly method: string;
	readonly params: readonly unknown[];
}

type Answer = (request: Request) => unknown;
type Handler = (body: string, response: ServerResponse) => void;

const origin = await createNode({ timestamp: 1_800_000_000n });
const someone = "0x00000000000000000000000000000000000000aa";
await origin.provider.request({ method: "anvil_setBalance", params: [someone, "0x2a"] });

/** What an honest node answers. */
const honest = async ({ method, params }: Request): Promise<unknown> => origin.provider.request({ method, params });

const open: (Server | EvmoreNode)[] = [];

afterEach(async () => {
	for (const one of open.splice(0).reverse()) await one.close();
});

async function serve(handle: Handler): Promise<string> {
	const server = createServer((request: IncomingMessage, response) => {
		let body = "";
		request.on("data", (data) => {
			body += data;
		});
		request.on("end", () => handle(body, response));
	});
	open.push(server);
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A node that answers what `answer` says, and what an honest node says where that is undefined. */
function serveAnswers(answer: Answer): Promise<string> {
	return serve((body, response) => {
		const given = JSON.parse(body) as Request | Request[];
		const one = async (request: Request): Promise<unknown> => ({
			jsonrpc: "2.0",
			id: request.id,
			result: answer(request) ?? (await honest(request)),
		});
		const all = Array.isArray(given) ? Promise.all(given.map(one)) : one(given);
		all.then((answered) => response.end(JSON.stringify(answered)));
	});
}

async function forkFrom(url: string, options: Partial<ForkOptions> = {}): Promise<EvmoreNode> {
	const node = await createNode({ fork: { url, retryDelayMs: 1, retries: 3, ...options } });
	open.push(node);
	return node;
}

const balanceAt = (node: EvmoreNode, address: string = someone): Promise<unknown> =>
	node.provider.request({ method: "eth_getBalance", params: [address, "latest"] });

describe("a remote node's answers", () => {
	test.each<[string, string, unknown, RegExp]>([
		["a balance without 0x", "eth_getBalance", "12", /remote node: eth_getBalance: "12" is no number/],
		["a balance that is a number", "eth_getBalance", 12, /eth_getBalance: 12 is no number/],
		["a balance of 260 bits", "eth_getBalance", `0x1${"0".repeat(64)}`, /is no number of up to 256 bits/],
		["a nonce of 65 bits", "eth_getTransactionCount", "0x10000000000000000", /is no number of up to 64 bits/],
		["code of an odd length", "eth_getCode", "0x123", /eth_getCode: "0x123" is no hexadecimal bytes/],
		["code that is null", "eth_getCode", [null], /is no hexadecimal bytes/],
	])("%s: refused, and asked for again", async (_, method, wrong, message) => {
		let isWrong = true;
		const url = await serveAnswers((request) =>
			isWrong && request.method === method && request.params[0] === someone ? wrong : undefined,
		);
		const node = await forkFrom(url);
		await expect(balanceAt(node)).rejects.toThrow(message);
		isWrong = false;
		expect(await balanceAt(node)).toBe("0x2a");
	});

	test.each<[string, (block: Record<string, unknown>) => unknown, RegExp]>([
		["no block", () => "0x1", /eth_getBlockByNumber: no block/],
		["a block without a number", ({ number, ...rest }) => rest, /"number": undefined is no number/],
		["a short bloom", (block) => ({ ...block, logsBloom: "0x00" }), /"logsBloom" has 1 bytes, not 256/],
		["a hash of another length", (block) => ({ ...block, hash: "0x12" }), /"hash" is "0x12", no hash/],
	])("%s to fork at: refused", async (_, change, message) => {
		const block = (await honest({ id: 0, method: "eth_getBlockByNumber", params: ["latest", false] })) as Record<
			string,
			unknown
		>;
		const url = await serveAnswers(({ method }) => (method === "eth_getBlockByNumber" ? change(block) : undefined));
		await expect(forkFrom(url)).rejects.toThrow(message);
	});

	test("storage that is no word", async () => {
		const url = await serveAnswers(({ method }) => (method === "eth_getStorageAt" ? "0xzz" : undefined));
		const node = await forkFrom(url);
		const read = node.provider.request({ method: "eth_getStorageAt", params: [someone, "0x0", "latest"] });
		await expect(read).rejects.toThrow('eth_getStorageAt: "0xzz" is no word of 32 bytes');
	});

	test("access lists full of nonsense change nothing", async () => {
		for (const accessList of [
			null,
			7,
			[null, 5, {}],
			[{ address: "0x12", storageKeys: [] }],
			[{ address: someone, storageKeys: ["0x", 1, "zz", "0x5"] }],
		]) {
			const url = await serveAnswers(({ method }) => (method === "eth_createAccessList" ? { accessList } : undefined));
			const node = await forkFrom(url);
			const call = { to: someone, data: "0x12345678" };
			expect(await node.provider.request({ method: "eth_call", params: [call, "latest"] })).toBe("0x");
		}
	});

	test("an error of the remote node is passed on as it came", async () => {
		const url = await serve((body, response) => {
			const given = JSON.parse(body) as Request | Request[];
			const one = async (request: Request): Promise<unknown> =>
				request.method === "eth_getBlockReceipts"
					? { id: request.id, error: { code: -32001, message: "history is gone", data: { since: 7 } } }
					: { id: request.id, result: await honest(request) };
			(Array.isArray(given) ? Promise.all(given.map(one)) : one(given)).then((answer) =>
				response.end(JSON.stringify(answer)),
			);
		});
		const node = await forkFrom(url);
		const receipts = node.provider.request({ method: "eth_getBlockReceipts", params: ["0x0"] });
		await expect(receipts).rejects.toMatchObject({ code: -32001, message: "history is gone", data: { since: 7 } });
	});
});

describe("a remote node that", () => {
	/** Answers honestly after `faults` answers of another kind. */
	async function failing(faults: number, fail: (response: ServerResponse, isBatch: boolean) => void): Promise<string> {
		let left = faults;
		return serve((body, response) => {
			const given = JSON.parse(body) as Request | Request[];
			if (left-- > 0) return fail(response, Array.isArray(given));
			const one = async (request: Request): Promise<unknown> => ({ id: request.id, result: await honest(request) });
			const all = Array.isArray(given) ? Promise.all(given.map(one)) : one(given);
			// Answers in another order than the requests'.
			all.then((answer) => response.end(JSON.stringify(Array.isArray(answer) ? answer.reverse() : answer)));
		});
	}

	test.each<[string, (response: ServerResponse) => void]>([
		["is busy (429)", (response) => response.writeHead(429, { "retry-after": "0" }).end("slow down")],
		["is away (503)", (response) => response.writeHead(503).end("{}")],
		["closes the connection", (response) => response.destroy()],
		["limits requests in words", (response) => response.end('{"error":{"code":-32005,"message":"rate limit"}}')],
	])("%s is asked again", async (_, fail) => {
		const node = await forkFrom(await failing(2, fail));
		expect(await balanceAt(node)).toBe("0x2a");
	});

	test("does not take batches is asked one by one", async () => {
		const url = await serve((body, response) => {
			const given = JSON.parse(body) as Request | Request[];
			if (Array.isArray(given)) response.writeHead(400).end('{"error":{"code":-32600,"message":"no batches"}}');
			else honest(given).then((result) => response.end(JSON.stringify({ id: given.id, result })));
		});
		expect(await balanceAt(await forkFrom(url))).toBe("0x2a");
	});

	test("says no JSON, or nothing, is given up with a word about it", async () => {
		await expect(forkFrom(await failing(99, (response) => response.end("<html>")))).rejects.toThrow(
			"remote node: eth_chainId: HTTP status 200, and no JSON",
		);
		await expect(forkFrom(await failing(99, (response) => response.end("[]")))).rejects.toThrow(
			"no answer to this request",
		);
		await expect(forkFrom("http://127.0.0.1:1")).rejects.toThrow(/eth_chainId: out of reach/);
		await expect(forkFrom(await serve(() => undefined), { timeoutMs: 50, retries: 0 })).rejects.toThrow(
			"no answer within 50 ms",
		);
		await expect(forkFrom("ftp://example.org")).rejects.toThrow("is no URL of http or https");
		await expect(forkFrom("example.org")).rejects.toThrow("is no URL");
	});

	test("goes away in the middle of a block leaves this one as it was", async () => {
		let isThere = true;
		const url = await serve((body, response) => {
			if (!isThere) return response.destroy();
			const given = JSON.parse(body) as Request | Request[];
			const one = async (request: Request): Promise<unknown> => ({ id: request.id, result: await honest(request) });
			(Array.isArray(given) ? Promise.all(given.map(one)) : one(given)).then((answer) =>
				response.end(JSON.stringify(answer)),
			);
		});
		const node = await forkFrom(url, { retries: 1 });
		const ask = (method: string, ...params: unknown[]): Promise<unknown> => node.provider.request({ method, params });
		const from = node.accounts[0]!.address;
		isThere = false;
		const transfer = { from, to: "0x00000000000000000000000000000000000000bb", value: "0x1" };
		await expect(ask("eth_sendTransaction", transfer)).rejects.toThrow("out of reach");
		expect(await ask("eth_blockNumber")).toBe("0x0");
		isThere = true;
		// What other messages carried may still be on its way to fail.
		await vi.waitFor(() => ask("eth_sendTransaction", transfer));
		expect(await ask("eth_blockNumber")).toBe("0x1");
		expect(await balanceAt(node, "0x00000000000000000000000000000000000000bb")).toBe("0x1");
	});
});

test("answers are kept on disk, and only those that make sense", async () => {
	const folder = mkdtempSync(join(tmpdir(), "evmore-test-"));
	try {
		let requests = 0;
		const url = await serveAnswers(() => {
			requests++;
			return undefined;
		});
		const cache = (): RemoteCacheFolder => new RemoteCacheFolder(join(folder, "new"));
		expect(await balanceAt(await forkFrom(url, { cache: cache() }))).toBe("0x2a");
		await new Promise((resolve) => setImmediate(resolve));
		const first = requests;
		const [file] = readdirSync(join(folder, "new"));
		expect(file).toMatch(/^31337-0x[0-9a-f]{64}\.jsonl$/);
		requests = 0;
		expect(await balanceAt(await forkFrom(url, { cache: cache() }))).toBe("0x2a");
		// The chain's number and the block are asked for each time.
		expect([first > 2, requests]).toEqual([true, 2]);
		// Half a line, as a kill leaves it; a line of something else; an answer that is none.
		const path = join(folder, "new", file!);
		const broken = readFileSync(path, "utf8").replace(/"0x2a"\]/, '"no number"]');
		writeFileSync(path, `${broken}{"a":1}\n["eth_ge`);
		requests = 0;
		expect(await balanceAt(await forkFrom(url, { cache: cache() }))).toBe("0x2a");
		expect(requests).toBeGreaterThan(2);
		// A folder that cannot be is told, and done without.
		const told: string[] = [];
		writeFileSync(join(folder, "file"), "");
		const impossible = new RemoteCacheFolder(join(folder, "file"), (message) => told.push(message));
		expect(await balanceAt(await forkFrom(url, { cache: impossible }))).toBe("0x2a");
		await new Promise((resolve) => setImmediate(resolve));
		expect(told).toHaveLength(1);
		expect(told[0]).toMatch(/^answers of the remote node are not kept: /);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
