import { afterAll, beforeAll, expect, test } from "vitest";
import { evmore } from "./evmore.js";
import { ServerTool, type TransitionData } from "./transition-tool.js";

const data = (number: number): TransitionData => ({
	fork: "Shanghai",
	chainId: 1,
	reward: 0,
	alloc: {},
	env: {
		currentCoinbase: `0x${"00".repeat(20)}`,
		currentGasLimit: "30000000",
		currentNumber: "1",
		currentTimestamp: "10",
		currentRandom: "0",
		currentBaseFee: "7",
		withdrawals: [{ index: "0x0", validatorIndex: "0x0", address: `0x${"aa".repeat(20)}`, amount: String(number) }],
	},
	txs: [],
});

const maxBody = 100_000;
let server: ServerTool;
beforeAll(() => {
	server = new ServerTool(["--port", "0", `--max-body=${maxBody}`]);
});
afterAll(() => server.close());

test("requests at the same time do not meet", async () => {
	const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => server.evaluate(data(index + 1))));
	answers.forEach(({ alloc }, index) => {
		expect(alloc).toEqual({ [`0x${"aa".repeat(20)}`]: { balance: `0x${((index + 1) * 1e9).toString(16)}` } });
	});
});

const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;

test.each([
	["", 400, /ERROR\(10\): .*empty, not JSON/],
	["{", 400, /ERROR\(10\): .*not valid JSON/],
	["[]", 400, /ERROR\(10\)/],
	["null", 400, /^ERROR\(10\): failed unmarshalling the request: the request is not an object$/],
	['{"state": 1}', 400, /ERROR\(10\): .*state is not an object/],
	['{"state": {"fork": "Cancun"}}', 400, /ERROR\(10\): .*missing required field 'input'/],
	['{"input": {"alloc": {}, "txs": []}}', 400, /ERROR\(10\): .*env is missing/],
	['{"state": {"reward": 1.5}, "input": {"env": {}}}', 400, /state\.reward is not an integer/],
	[deep, 400, /ERROR\(10\): .*nested more than 256 levels/],
	["x".repeat(maxBody + 1), 413, /too large: more than 100000 bytes/],
])("a request that cannot be answered: %#", async (text, status, message) => {
	const response = await server.post(text);
	const { error } = (await response.json()) as { error: string };
	expect(response.status).toBe(status);
	expect(error).toMatch(message);
	expect(error).not.toContain("\n");
	// It goes on.
	expect((await server.evaluate(data(5))).result.receipts).toEqual([]);
});

test("only POST", async () => {
	const response = await fetch(await server.url());
	expect(response.status).toBe(405);
	expect(response.headers.get("allow")).toBe("POST");
	expect(await response.json()).toEqual({ error: "POST a transition, not GET" });
});

/** Sends a transition with headers that `fetch` would not send. */
async function postWith(headers: Record<string, string>): Promise<readonly [number, string]> {
	const { request } = await import("node:http");
	const body = JSON.stringify({ state: { fork: "Shanghai" }, input: { ...data(1), txs: [] } });
	const { port } = new URL(await server.url());
	return new Promise((done, fail) => {
		const asked = request({ host: "127.0.0.1", port, method: "POST", headers }, (response) => {
			let text = "";
			response.setEncoding("utf8").on("data", (chunk: string) => {
				text += chunk;
			});
			response.on("end", () => done([response.statusCode!, (JSON.parse(text) as { error?: string }).error ?? ""]));
		});
		asked.on("error", fail);
		asked.end(body);
	});
}

test.each([
	[{ host: "localhost" }, 200, ""],
	[{ host: "LOCALHOST:3000", "content-type": "application/x-www-form-urlencoded" }, 200, ""],
	[{ host: "[::1]:3000" }, 200, ""],
	[{ host: "192.168.1.2" }, 200, ""],
	[
		{ origin: "http://evil.example", "content-type": "text/plain" },
		403,
		"pages may not ask: origin http://evil.example",
	],
	[{ origin: "null" }, 403, "pages may not ask: origin null"],
	[{ origin: "http://localhost:8080" }, 403, "pages may not ask: origin http://localhost:8080"],
	[{ host: "evil.example:3000" }, 403, "invalid host: evil.example:3000 (--http.vhosts names those that may be used)"],
])("pages in a browser are kept away: %j", async (headers: Record<string, string>, status, error) => {
	expect(await postWith(headers)).toEqual([status, error]);
});

test("--http.vhosts names hosts", async () => {
	const other = new ServerTool(["--port=0", "--http.vhosts", "t8n.example, other"]);
	const { port } = new URL(await other.url());
	const { request } = await import("node:http");
	const statusFor = (host: string): Promise<number | undefined> =>
		new Promise((done, fail) => {
			const asked = request({ host: "127.0.0.1", port, headers: { host } }, (response) => {
				response.resume();
				done(response.statusCode);
			});
			asked.on("error", fail).end();
		});
	expect([await statusFor("t8n.example:80"), await statusFor("other"), await statusFor("localhost")]).toEqual([
		405, 405, 403,
	]);
	expect(await other.end()).toBe(0);
});

test("a port that is in use", async () => {
	const port = new URL(await server.url()).port;
	const { exitCode, stdout, stderr } = await evmore(["t8n-server", "--port", port]);
	expect([exitCode, stdout]).toEqual([1, ""]);
	expect(stderr).toBe(`error: Failed to start transition server on 127.0.0.1:${port}: the port is in use\n`);
	expect(await evmore(["t8n-server", "--port", "65536"])).toMatchObject({ exitCode: 1, stdout: "" });
});

test("what has been read is answered when it is told to end, and nobody is waited for", async () => {
	const other = new ServerTool();
	const { port } = new URL(await other.url());
	const { connect } = await import("node:net");
	// One who never finishes a request, and one who keeps the connection.
	const slow = connect(Number(port), "127.0.0.1");
	slow.on("error", () => {});
	slow.write("POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{");
	await other.evaluate(data(1));
	const answers = Array.from({ length: 10 }, (_, index) => other.evaluate(data(index + 1)));
	const settled = Promise.allSettled(answers);
	await answers[0];
	expect(await other.end()).toBe(0);
	// Each of the others was answered, or not taken any more.
	for (const result of await settled) {
		if (result.status === "fulfilled") expect(result.value.result.receipts).toEqual([]);
		else expect(String(result.reason)).toContain("fetch failed");
	}
	slow.destroy();
});

test("SIGTERM ends it, and it is quiet", async () => {
	const other = new ServerTool();
	let stderr = "";
	other.process.stderr?.on("data", (chunk: Buffer) => {
		stderr += chunk.toString();
	});
	await other.evaluate(data(1));
	expect(await other.end()).toBe(0);
	expect(stderr).toBe("");
});
