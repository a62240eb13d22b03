import { createConnection } from "node:net";
import { join } from "node:path";
import { NodeServer } from "@evmore/node/server";
import { expect, test } from "vitest";
import { newFolder } from "../node/new-folder.js";

// `echo '{…}' | nc -N -U anvil.ipc` got no answer: the connection ended when the client had sent all. go-ethereum and anvil answer first.

const request = (id: number, method: string): string => JSON.stringify({ jsonrpc: "2.0", id, method });

test("a client of the local socket that has ended its side is answered, then the connection ends", async () => {
	const ipc = join(newFolder(), "node.ipc");
	const server = await NodeServer.start({ port: 0, ipc });
	const ask = (text: string): Promise<string> =>
		new Promise((resolve, reject) => {
			const socket = createConnection(ipc);
			let answer = "";
			socket.setEncoding("utf8").on("data", (data) => {
				answer += data;
			});
			socket.on("end", () => resolve(answer)).on("error", reject);
			socket.end(text);
		});
	const answers = (await ask(request(1, "eth_blockNumber") + request(2, "eth_accounts"))).trim().split("\n");
	expect(answers.map((answer) => JSON.parse(answer).id).sort()).toEqual([1, 2]);
	const many = Array.from({ length: 500 }, (_, id) => request(id, "eth_blockNumber")).join("\n");
	expect((await ask(many)).trim().split("\n")).toHaveLength(500);
	expect(await ask("")).toBe("");
	expect(await ask('{"jsonrpc"')).toBe("");
	// Nobody is left to tell of new blocks.
	const subscribe = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_subscribe", params: ["newHeads"] });
	expect(JSON.parse(await ask(subscribe)).result).toMatch(/^0x/);
	await server.close();
});
