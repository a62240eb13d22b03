import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeServer } from "@evmore/node/server";
import { createPublicClient } from "viem";
import { ipc } from "viem/node";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "evmore-ipc-"));
const path = join(folder, "node.ipc");
let server: NodeServer;

beforeAll(async () => {
	server = await NodeServer.start({ port: 0, ipc: path, limits: { requestBytes: 1000, backlogBytes: 1 << 20 } });
});

afterAll(async () => {
	await server.close();
	rmSync(folder, { recursive: true, force: true });
});

/** A connection whose lines can be waited for. */
async function open(
	place: string = path,
): Promise<{ readonly socket: Socket; next(): Promise<Record<string, unknown>> }> {
	const socket = connect(place);
	await new Promise((resolve) => socket.once("connect", resolve));
	const lines: string[] = [];
	let rest = "";
	let wake = (): void => {};
	socket.setEncoding("utf8").on("data", (chunk) => {
		const parts = (rest + chunk).split("\n");
		rest = parts.pop()!;
		lines.push(...parts);
		wake();
	});
	return {
		socket,
		async next() {
			while (lines.length === 0) {
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
			return JSON.parse(lines.shift()!) as Record<string, unknown>;
		},
	};
}

const request = (id: number, method: string, params: readonly unknown[] = []): string =>
	JSON.stringify({ jsonrpc: "2.0", id, method, params });

test("the socket is the user's own", () => {
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(server.ipcPath).toBe(path);
});

test("requests without anything between them are answered, a line each; what is none, too", async () => {
	const { socket, next } = await open();
	socket.write(`${request(1, "eth_chainId")}${request(2, "eth_nothing")}[]\noops\n`);
	expect(await next()).toEqual({ jsonrpc: "2.0", id: 1, result: "0x7a69" });
	const others = [await next(), await next(), await next()];
	expect(others.map(({ error }) => (error as { code: number }).code).sort()).toEqual([-32600, -32601, -32700].sort());
	socket.destroy();
});

test("subscriptions notify, and a long answer stays whole between them", async () => {
	const { socket, next } = await open();
	socket.write(request(1, "eth_subscribe", ["newHeads"]));
	const { result: subscription } = await next();
	// PUSH1 1 and JUMPDEST, 3000 times around: a trace in many pieces.
	const looping = "0x610bb85b6001900380600357";
	const call = { to: "0x00000000000000000000000000000000000000c0", gas: "0xfffff" };
	const overrides = { stateOverrides: { [call.to]: { code: looping } } };
	socket.write(request(2, "debug_traceCall", [call, "latest", overrides]));
	for (let id = 10; id < 20; id++) socket.write(request(id, "evm_mine"));
	const messages: Record<string, unknown>[] = [];
	while (messages.length < 21) messages.push(await next());
	const traced = messages.find(({ id }) => id === 2) as { result: { structLogs: unknown[] } };
	expect(traced.result.structLogs.length).toBeGreaterThan(15_000);
	const heads = messages.filter(({ method }) => method === "eth_subscription");
	expect(heads).toHaveLength(10);
	expect(heads[0]).toMatchObject({ params: { subscription, result: { number: expect.stringMatching(/^0x/) } } });
	socket.destroy();
});

test("a request that is too long ends the connection", async () => {
	const { socket } = await open();
	socket.write(`[${"1,".repeat(600)}`);
	await new Promise((resolve) => socket.once("close", resolve));
});

test("a client that reads nothing is dropped", { timeout: 60_000 }, async () => {
	const address = "0x00000000000000000000000000000000000000b1";
	await server.request("anvil_setCode", [address, `0x${"00".repeat(20_000)}`]);
	const { socket } = await open();
	socket.pause();
	let isClosed = false;
	socket.on("close", () => {
		isClosed = true;
	});
	socket.on("error", () => {});
	for (let id = 0; !isClosed; id++) {
		socket.write(request(id, "eth_getCode", [address, "latest"]));
		if (id % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
		if (id > 2000) socket.resume();
	}
	expect(isClosed).toBe(true);
});

// The error of an answer that broke off was also that of whatever was to be sent after it, which nobody expected.
test("a client that stops reading a long answer is dropped, also when there is something to notify", {
	timeout: 60_000,
}, async () => {
	const place = join(folder, "impatient.ipc");
	const impatient = await NodeServer.start({ port: 0, ipc: place, limits: { answerTimeoutMs: 300 } });
	const { socket, next } = await open(place);
	socket.write(request(1, "eth_subscribe", ["newHeads"]));
	await next();
	const call = { to: "0x00000000000000000000000000000000000000c0", gas: "0x5f5e100" };
	// A million times around.
	const overrides = { stateOverrides: { [call.to]: { code: "0x620f42405b6001900380600457" } } };
	socket.write(request(2, "debug_traceCall", [call, "latest", overrides]));
	await new Promise((resolve) => socket.once("data", resolve));
	socket.pause();
	for (let i = 0; i < 20; i++) {
		await impatient.request("evm_mine", []);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	const closed = new Promise((resolve) => socket.once("close", resolve));
	socket.resume();
	await closed;
	expect(await impatient.request("eth_blockNumber", [])).toBe("0x14");
	await impatient.close();
});

test("viem", async () => {
	const client = createPublicClient({ transport: ipc(path) });
	expect(await client.getChainId()).toBe(31337);
	await server.request("evm_mine", []);
	expect(await client.getBlockNumber({ cacheTime: 0 })).toBeGreaterThan(0n);
	const rpc = await (client.transport as unknown as { getRpcClient(): Promise<{ close(): void }> }).getRpcClient();
	rpc.close();
});

test("another program's socket and other files stay; what a killed one left is taken over", async () => {
	const start = (ipc: string): Promise<NodeServer> => NodeServer.start({ port: 0, ipc });
	await expect(start(path)).rejects.toMatchObject({ code: "EADDRINUSE", address: path });
	const file = join(folder, "notes.txt");
	writeFileSync(file, "mine");
	await expect(start(file)).rejects.toMatchObject({ code: "EADDRINUSE", address: file });
	expect(existsSync(file)).toBe(true);
	const left = join(folder, "left.ipc");
	const leave = `require("net").createServer().listen(${JSON.stringify(left)}, () => process.kill(process.pid, "SIGKILL"))`;
	spawnSync(process.execPath, ["-e", leave]);
	expect(existsSync(left)).toBe(true);
	const second = await start(left);
	await second.close();
	expect(existsSync(left)).toBe(false);
});
