import { request as httpRequest, type IncomingMessage } from "node:http";
import { NodeServer } from "@evmore/node/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";

const target = "0x00000000000000000000000000000000000000ee";
const shortTarget = "0x00000000000000000000000000000000000000ef";
const rounds = 50_000;
/** Each round is 8 instructions, after one and before one. */
const steps = 8 * rounds + 2;

let server: NodeServer;
let long: string;
let short: string;

beforeAll(async () => {
	server = await NodeServer.start({
		port: 0,
		limits: { batchBytes: 100_000, idleTimeoutMs: 5000, answerTimeoutMs: 5000 },
	});
	// PUSH0 JUMPDEST PUSH1 1 ADD DUP1 PUSH3 rounds GT PUSH1 1 JUMPI STOP
	await ask("anvil_setCode", target, `0x5f5b6001018062${rounds.toString(16).padStart(6, "0")}1160015700`);
	await ask("anvil_setCode", shortTarget, "0x5f5000");
	const [from] = (await ask("eth_accounts")) as string[];
	long = (await ask("eth_sendTransaction", { from, to: target, gas: "0x989680" })) as string;
	short = (await ask("eth_sendTransaction", { from, to: shortTarget, gas: "0x186a0" })) as string;
});

afterAll(() => server.close());

/** On a connection of its own: the server ends those that are idle while results are compared. */
function open(body: unknown): Promise<IncomingMessage> {
	const [host, port] = server.address.split(":");
	return new Promise((resolve, reject) => {
		const request = httpRequest(
			{ host, port, agent: false, method: "POST", headers: { "content-type": "application/json" } },
			resolve,
		);
		request.on("error", reject);
		request.end(JSON.stringify(body));
	});
}

async function readAll(response: IncomingMessage): Promise<string> {
	let text = "";
	for await (const chunk of response) text += chunk;
	return text;
}

const call = (method: string, ...params: unknown[]): object => ({ jsonrpc: "2.0", id: 7, method, params });

async function ask(method: string, ...params: unknown[]): Promise<unknown> {
	const answer = JSON.parse(await readAll(await open(call(method, ...params)))) as { result?: unknown; error?: object };
	if (answer.error !== undefined) throw answer.error;
	return answer.result;
}

/** Waits for the first bytes, and reads no further. */
async function openAndStall(body: unknown): Promise<{ response: IncomingMessage; first: string }> {
	const response = await open(body);
	const first = await new Promise<string>((resolve) => {
		response.once("data", (chunk) => {
			response.pause();
			resolve(String(chunk));
		});
	});
	return { response, first };
}

interface StructLogs {
	readonly structLogs: readonly { readonly op: string }[];
}

describe("a long list of traces over HTTP", () => {
	const count = 300;
	let number: string;

	beforeAll(async () => {
		const [from] = (await ask("eth_accounts")) as string[];
		await ask("evm_setAutomine", false);
		for (let i = 0; i < count; i++) await ask("eth_sendTransaction", { from, to: shortTarget, gas: "0x186a0" });
		await ask("evm_mine");
		await ask("evm_setAutomine", true);
		number = (await ask("eth_blockNumber")) as string;
	}, 60_000);

	afterAll(() => ask("anvil_rollback", 1));

	test.each([
		["trace_block", () => [number]],
		["trace_replayBlockTransactions", () => [number, ["trace"]]],
		["trace_filter", () => [{ fromBlock: number, toBlock: number }]],
	])("of %s comes in pieces", async (method, parameters) => {
		const response = await open(call(method, ...parameters()));
		expect(response.headers["transfer-encoding"]).toBe("chunked");
		const { result } = JSON.parse(await readAll(response)) as { result: { transactionHash: string }[] };
		const { transactions } = (await ask("eth_getBlockByNumber", number, false)) as { transactions: string[] };
		expect(result.map(({ transactionHash }) => transactionHash)).toEqual(transactions);
		if (method === "trace_replayBlockTransactions") return;
		expect(result[7]).toEqual(((await ask("trace_transaction", transactions[7])) as unknown[])[0]);
	});

	test("a filter takes as many as are wanted, and leaves out the first", async () => {
		const filter = { fromBlock: "0x1", toBlock: number, toAddress: [shortTarget] };
		const all = (await ask("trace_filter", filter)) as unknown[];
		expect(all.length).toBe(count + 1);
		expect(await ask("trace_filter", { ...filter, after: 2, count: 3 })).toEqual(all.slice(2, 5));
		expect(await ask("trace_filter", { ...filter, after: count })).toEqual(all.slice(-1));
		expect(await ask("trace_filter", { ...filter, count: 0 })).toEqual([]);
		expect(await ask("trace_filter", { ...filter, after: count + 1, count: 1 })).toEqual([]);
	});
});

describe("a long trace over HTTP", () => {
	test("comes in pieces, and is what it would be in one", async () => {
		const response = await open(call("debug_traceTransaction", long));
		expect(response.headers["transfer-encoding"]).toBe("chunked");
		expect(response.headers["content-type"]).toBe("application/json");
		const text = await readAll(response);
		expect(text.startsWith('{"jsonrpc":"2.0","id":7,"result":{"structLogs":[{"pc":0,"op":"PUSH0"')).toBe(true);
		const { result } = JSON.parse(text) as { result: StructLogs };
		expect(result.structLogs.length).toBe(steps);
		expect(result.structLogs.at(-1)!.op).toBe("STOP");
		const block = (await ask("debug_traceBlockByNumber", "0x1")) as { txHash: string; result: StructLogs }[];
		expect(block).toEqual([{ txHash: long, result }]);
	}, 60_000);

	test("its maker waits for a client that does not read, and the node answers others meanwhile", async () => {
		const { response, first } = await openAndStall(call("debug_traceTransaction", long));
		expect(await ask("eth_blockNumber")).toBe("0x2");
		await new Promise((resolve) => setTimeout(resolve, 500));
		// What is under way and in the buffers of both sides is a fraction of all of it.
		const received = first.length + response.readableLength;
		expect(received).toBeLessThan(3_000_000);
		expect(response.complete).toBe(false);
		const rest = await readAll(response);
		expect((JSON.parse(first + rest) as { result: StructLogs }).result.structLogs.length).toBe(steps);
	}, 60_000);

	test("a client that leaves ends it", async () => {
		for (let i = 0; i < 20; i++) {
			const { response } = await openAndStall(call("debug_traceTransaction", long));
			response.destroy();
		}
		const start = performance.now();
		expect(await ask("eth_getBalance", target, "latest")).toBe("0x0");
		// Twenty traces that go on would take a minute and more.
		expect(performance.now() - start).toBeLessThan(15_000);
	}, 60_000);

	test("a client that reads nothing for long is dropped", async () => {
		const { response } = await openAndStall(call("debug_traceTransaction", long));
		const ended = new Promise<void>((resolve) => response.once("close", () => resolve()));
		// Paused streams do not see the end of a connection: its socket does.
		response.socket.once("close", () => response.destroy());
		await new Promise((resolve) => setTimeout(resolve, 7000));
		response.on("error", () => {});
		response.resume();
		await ended;
		expect(response.complete).toBe(false);
	}, 60_000);

	test("what goes wrong before it is long is an error", async () => {
		await expect(ask("debug_traceTransaction", long, { tracer: "noSuchTracer" })).rejects.toMatchObject({
			code: -32000,
		});
		await expect(ask("debug_traceTransaction", long, { enableMemory: 7 })).rejects.toMatchObject({ code: -32602 });
		await expect(ask("debug_traceTransaction", long, { timeout: "1ns" })).rejects.toMatchObject({ code: -32002 });
	});

	test("a limit that is reached later ends the connection: half a result is none", async () => {
		const response = await open(call("debug_traceTransaction", long, { timeout: "150ms", enableMemory: true }));
		expect(response.statusCode).toBe(200);
		await expect(readAll(response)).rejects.toThrow(/aborted/);
		expect(response.complete).toBe(false);
		expect(await ask("eth_blockNumber")).toBe("0x2");
	}, 60_000);

	test("a short one is one text", async () => {
		const response = await open(call("debug_traceTransaction", short));
		expect(response.headers["transfer-encoding"]).toBeUndefined();
		const { result } = JSON.parse(await readAll(response)) as { result: StructLogs };
		expect(result.structLogs.map(({ op }) => op)).toEqual(["PUSH0", "POP", "STOP"]);
	});

	test("in a batch there is as much room as for any answer", async () => {
		const batch = [call("debug_traceTransaction", short), call("debug_traceTransaction", long), call("eth_chainId")];
		const answers = JSON.parse(await readAll(await open(batch))) as { result?: StructLogs; error?: { code: number } }[];
		expect(answers[0]!.result!.structLogs.length).toBe(3);
		expect(answers[1]!.error!.code).toBe(-32003);
		expect(answers[2]).toMatchObject({ result: "0x7a69" });
	}, 60_000);

	test("a notification asks for nothing", async () => {
		const response = await open({ jsonrpc: "2.0", method: "debug_traceTransaction", params: [long] });
		expect(response.statusCode).toBe(204);
		response.resume();
	});
});

describe("a long trace over WebSocket", () => {
	test("is one message, however long; others wait until it is sent", async () => {
		const socket = new WebSocket(`ws://${server.address}`);
		await new Promise((resolve) => socket.once("open", resolve));
		const messages: { id?: number; method?: string; result?: unknown }[] = [];
		const complete = new Promise<void>((resolve) => {
			socket.on("message", (data) => {
				messages.push(JSON.parse(String(data)));
				if (messages.length === 6) resolve();
			});
		});
		const send = (id: number, method: string, ...params: unknown[]): void =>
			socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
		send(1, "eth_subscribe", "newHeads");
		send(2, "debug_traceTransaction", long);
		send(3, "debug_traceTransaction", long);
		send(4, "eth_blockNumber");
		send(5, "anvil_mine");
		await complete;
		const answers = new Map(messages.map((message) => [message.id, message.result]));
		expect([...answers.keys()].sort()).toEqual([1, 2, 3, 4, 5, undefined]);
		expect((answers.get(2) as StructLogs).structLogs.length).toBe(steps);
		expect(answers.get(3)).toEqual(answers.get(2));
		expect(messages.some(({ method }) => method === "eth_subscription")).toBe(true);
		socket.close();
	}, 60_000);

	test("a limit that is reached later ends the connection", async () => {
		const socket = new WebSocket(`ws://${server.address}`);
		await new Promise((resolve) => socket.once("open", resolve));
		const messages: string[] = [];
		socket.on("message", (data) => messages.push(String(data)));
		const closed = new Promise<number>((resolve) => socket.once("close", resolve));
		socket.send(JSON.stringify(call("debug_traceTransaction", long, { timeout: "150ms", enableMemory: true })));
		expect(await closed).toBe(1006);
		expect(messages).toEqual([]);
	}, 60_000);
});

test("a server that closes ends what it sends", async () => {
	const other = await NodeServer.start({ port: 0 });
	const first = server;
	server = other;
	try {
		await ask("anvil_setCode", target, `0x5f5b6001018062${rounds.toString(16).padStart(6, "0")}1160015700`);
		const [from] = (await ask("eth_accounts")) as string[];
		const hash = await ask("eth_sendTransaction", { from, to: target, gas: "0x989680" });
		const { response } = await openAndStall(call("debug_traceTransaction", hash));
		response.on("error", () => {});
		await other.close();
		await expect(readAll(response)).rejects.toThrow();
	} finally {
		server = first;
	}
}, 60_000);
