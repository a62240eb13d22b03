import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newFolder } from "../node/new-folder.js";
import { askUrl, CommandProcess, runEvmore, startNode } from "../node/node-process.js";

// anvil starts with these, alone or together; the node ended with exit code 2.
test.each([
	[["--no-priority-fee", "--color", "never", "--json", "--network", "ethereum", "-vvv"]],
	[["--md", "--verbosity", "-n", "ethereum", "--cache-path", join(newFolder(), "cache")]],
])("evmore node %j starts", async (options) => {
	const { process: node, url } = await startNode(...options);
	// The base fee of the next block, with a gwei or without.
	expect(await askUrl(url, "eth_gasPrice")).toBe(options[0] === "--no-priority-fee" ? "0x342770c0" : "0x6fc23ac0");
	await node.signal("SIGTERM");
});

test("-q is --quiet", async () => {
	const config = join(newFolder(), "config.json");
	const node = new CommandProcess(["node", "-q", "--port", "0", "--config-out", config]);
	while (!existsSync(config)) await new Promise((resolve) => setTimeout(resolve, 20));
	expect(await node.signal("SIGTERM")).toEqual({ code: 0, output: "", errors: "" });
});

test("--no-request-size-limit takes a request that is longer than 5 MiB", async () => {
	for (const options of [[], ["--no-request-size-limit"]]) {
		const { process: node, url } = await startNode(...options);
		const body = `{"jsonrpc":"2.0","id":1,"method":"web3_sha3","params":["0x${"00".repeat(3 << 20)}"]}`;
		const headers = { "content-type": "application/json" };
		const answer = await fetch(url, { method: "POST", headers, body });
		if (options.length === 0) expect(answer.status).toBe(413);
		else expect(await answer.json()).toMatchObject({ result: expect.stringMatching(/^0x[0-9a-f]{64}$/) });
		await node.signal("SIGTERM");
	}
});

test.each([
	[
		["--mnemonic-seed-unsafe", "1"],
		"--mnemonic-seed-unsafe is none here: give the words themselves (--mnemonic), or --mnemonic-random",
	],
	[["--network", "optimism"], "Allowed choices are ethereum"],
	[["--color", "pink"], "Allowed choices are auto, always, never"],
])("evmore node %j ends, and says why", async (options, message) => {
	const ended = await runEvmore("node", "--port", "0", ...options);
	expect(ended).toMatchObject({ code: 2, output: "" });
	expect(ended.errors).toContain(message);
	expect(ended.errors.trim().split("\n")).toHaveLength(1);
});
