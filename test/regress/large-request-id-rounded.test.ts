import { NodeServer } from "@evmore/node/server";
import { afterAll, beforeAll, expect, test } from "vitest";

// "id":9007199254740993 was answered with …992: JavaScript's numbers have no room for it. go-ethereum and anvil repeat it as it was.

let server: NodeServer;

beforeAll(async () => {
	server = await NodeServer.start({ port: 0, limits: { batchItems: 4 } });
});

afterAll(() => server.close());

async function post(body: string): Promise<string> {
	const headers = { "content-type": "application/json" };
	return (await fetch(server.url, { method: "POST", headers, body })).text();
}

const ids = [
	"9007199254740993",
	"-9007199254740993",
	"18446744073709551615",
	"123456789012345678901234567890",
	"1e400",
];

test.each(ids)("the id %s is that of the answer", async (id) => {
	for (const [method, result] of [
		["eth_chainId", '"0x7a69"'],
		["eth_blockNumber", '"0x0"'],
	]) {
		expect(await post(`{"jsonrpc":"2.0","id":${id},"method":"${method}","params":[]}`)).toBe(
			`{"jsonrpc":"2.0","id":${id},"result":${result}}`,
		);
	}
	expect(await post(`{"jsonrpc":"2.0","id":${id},"method":"eth_nothing"}`)).toContain(
		`{"jsonrpc":"2.0","id":${id},"error"`,
	);
	expect(await post(`{"jsonrpc":"2.0","id":${id}}`)).toContain(`"id":${id},"error":{"code":-32600`);
});

test("strings and parameters that look like an id are none", async () => {
	const misleading = String.raw`"\"id\":1,\\":["\\\"",{"id":2,"x":"9007199254740995"}]`;
	const params = `"params":["0x00000000000000000000000000000000000000aa","latest"]`;
	const body = `{"id" : 5, ${misleading},"jsonrpc":"2.0", "method":"eth_getBalance",${params},"id"\n:\t9007199254740993 ,"y":{"id":3}}`;
	expect(await post(body)).toBe('{"jsonrpc":"2.0","id":9007199254740993,"result":"0x0"}');
});

test("numbers among the parameters stay numbers", async () => {
	const body = '{"jsonrpc":"2.0","id":9007199254740993,"method":"evm_increaseTime","params":[5]}';
	expect(JSON.parse(await post(body)).error).toBeUndefined();
});

test("each request of a batch has its own", async () => {
	const requests = [ids[0], "1", '"9007199254740993"', ids[2]].map(
		(id) => `{"jsonrpc":"2.0","id":${id},"method":"net_listening"}`,
	);
	const answers = [ids[0], "1", '"9007199254740993"', ids[2]].map((id) => `{"jsonrpc":"2.0","id":${id},"result":true}`);
	expect(await post(`[${requests.join(",")}]`)).toBe(`[${answers.join(",")}]`);
	expect(await post(`[${requests.slice(0, 3).join(",")},7]`)).toContain(answers[0]);
	const refused = await post(`[null,${requests.join(",")}]`);
	expect(refused).toContain(`[{"jsonrpc":"2.0","id":${ids[0]},"error":{"code":-32600`);
});

test("a request as long as one may be is answered, too", async () => {
	const long = `"${"\\n0".repeat(800_000)}${"0".repeat(2_000_000)}"`;
	const body = `{"jsonrpc":"2.0","id":9007199254740993,"method":"eth_nothing","params":[${long}]}`;
	expect(await post(body)).toContain('{"jsonrpc":"2.0","id":9007199254740993,"error":{"code":-32601');
});
