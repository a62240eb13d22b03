import { NodeServer } from "@evmore/node/server";
import { expect, test } from "vitest";
import { WebSocket } from "ws";

// A request in a binary frame, as web3.py sends them, ended the connection with 1003. go-ethereum and anvil take both kinds.

test("a request in a binary frame is answered as one in a text frame, with text", async () => {
	const server = await NodeServer.start({ port: 0, limits: { requestBytes: 1000 } });
	const socket = new WebSocket(server.url.replace("http", "ws"));
	await new Promise((resolve) => socket.once("open", resolve));
	const ask = async (request: string | Buffer): Promise<unknown> => {
		const answer = new Promise((resolve) =>
			socket.once("message", (data, isBinary) => resolve(isBinary ? "binary" : JSON.parse(String(data)))),
		);
		socket.send(request);
		return answer;
	};
	const request = '{"jsonrpc":"2.0","id":"\u20ac","method":"eth_blockNumber"}';
	const answer = { jsonrpc: "2.0", id: "\u20ac", result: "0x0" };
	expect(await ask(Buffer.from(request))).toEqual(answer);
	expect(await ask(request)).toEqual(answer);

	const noText = Buffer.from(request.replace("\u20ac", "?"));
	noText[noText.indexOf("?")] = 0xff;
	for (const bad of [noText, Buffer.from("{oops"), Buffer.alloc(0)]) {
		expect(await ask(bad)).toMatchObject({ id: null, error: { code: -32700 } });
	}
	expect(await ask(Buffer.from(request))).toEqual(answer);

	const code = new Promise((resolve) => socket.once("close", resolve));
	socket.send(Buffer.alloc(1001, " "));
	expect(await code).toBe(1009);
	await server.close();
});
