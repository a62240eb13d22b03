import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeServer } from "@evmore/node/server";
import { afterAll, describe, expect, test } from "vitest";
import { askUrl, startNode } from "../node/node-process.js";
import { evmore } from "./evmore.js";

const folder = mkdtempSync(join(tmpdir(), "evmore-test-"));
const someone = "0x00000000000000000000000000000000000000aa";
const origin = await NodeServer.start({ port: 0, chainId: 4242 });

afterAll(async () => {
	await origin.close();
	rmSync(folder, { recursive: true, force: true });
});

describe("evmore node --fork-url", () => {
	test("goes on from another node's block, and says from which", async () => {
		await askUrl(origin.url, "anvil_mine", "0x3");
		await askUrl(origin.url, "anvil_setBalance", someone, "0x7");
		const cache = join(folder, "cache");
		const { process: node, url } = await startNode("--fork-url", `${origin.url}@2`, "--cache-path", cache);
		try {
			const banner = node.output;
			expect(banner).toMatch(
				new RegExp(`Endpoint: +${origin.url}\nBlock number: +2\nBlock hash: +0x[0-9a-f]{64}\nChain ID: +4242\n`),
			);
			expect(await askUrl(url, "eth_chainId")).toBe("0x1092");
			expect(await askUrl(url, "eth_blockNumber")).toBe("0x2");
			expect(await askUrl(url, "eth_getBalance", someone, "latest")).toBe("0x0");
			await askUrl(url, "evm_mine");
			expect(await askUrl(url, "eth_blockNumber")).toBe("0x3");
			expect(await askUrl(url, "eth_getBlockByNumber", "0x1", false)).toEqual(
				await askUrl(origin.url, "eth_getBlockByNumber", "0x1", false),
			);
			expect(readdirSync(cache)).toHaveLength(1);
		} finally {
			await node.signal("SIGTERM");
		}
	});

	test.each([
		[["--fork-url", "example.org"], 1, 'error: fork: "example.org" is no URL'],
		[["--fork-url", `${origin.url}@99`], 1, "error: remote node: there is no block 99"],
		[["--fork-url", origin.url, "--number", "7"], 2, "error: --fork-url and --number do not go together"],
		[
			["--fork-url", origin.url, "--fork-header", "x"],
			2,
			'error: --fork-header: "x" is no header of the form "Name: value"',
		],
		[["--fork-url", `${origin.url}@1`, "--fork-block-number", "1"], 2, "error: --fork-url names a block already"],
	])("%s: one line, and nothing started", async (options, code, message) => {
		const { exitCode, stderr } = await evmore(["node", "--port", "0", "--no-storage-caching", ...options]);
		expect([exitCode, stderr.trim().split("\n").length]).toEqual([code, 1]);
		expect(stderr).toContain(message);
	});
});
