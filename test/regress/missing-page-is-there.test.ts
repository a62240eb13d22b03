import { NodeServer } from "@evmore/node/server";
import { expect, test } from "vitest";

// GET was answered with 200 on any path, so that whoever looked for /health or a page found one. go-ethereum and anvil say 404.

test("GET finds nothing but the root; requests are taken on any path", async () => {
	const server = await NodeServer.start({ port: 0 });
	const told = async (method: string, path: string): Promise<number> =>
		(await fetch(`${server.url}${path}`, { method })).status;
	for (const method of ["GET", "HEAD"]) {
		expect(await told(method, "/")).toBe(200);
		expect(await told(method, "/?at=1")).toBe(200);
		expect(await told(method, "/health")).toBe(404);
		expect(await told(method, "/?/health")).toBe(200);
		expect(await told(method, "//")).toBe(404);
	}
	expect(await told("OPTIONS", "/rpc")).toBe(204);
	const body = '{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber"}';
	const headers = { "content-type": "application/json" };
	const answer = await fetch(`${server.url}/v1/rpc`, { method: "POST", headers, body });
	expect(await answer.json()).toMatchObject({ result: "0x0" });
	await server.close();
});
