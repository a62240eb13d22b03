import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newFolder } from "./new-folder.js";
import { askUrl, type Ended, runEvmore, startNode } from "./node-process.js";

const timeout = 300_000;

/** Exit code 1, and one line that says why. */
function expectRefusal({ code, output, errors }: Ended, reason: RegExp): void {
	expect([code, output]).toEqual([1, ""]);
	expect(errors).toMatch(/^error: [^\n]+\n$/);
	expect(errors).toMatch(reason);
}

test("a folder that a node uses is refused to a second one", { timeout }, async () => {
	const datadir = newFolder();
	const first = await startNode("--datadir", datadir);
	try {
		expectRefusal(await runEvmore("node", "--port", "0", "--datadir", datadir), /is in use by process \d+$/m);
		const [from, to] = (await askUrl(first.url, "eth_accounts")) as string[];
		await askUrl(first.url, "eth_sendTransaction", { from, to, value: "0x1" });
		// Who only reads may look into it.
		const { code, output } = await runEvmore("verify", "--datadir", datadir);
		expect([code, output]).toEqual([
			0,
			expect.stringMatching(/^2 blocks up to 1, 1 transactions, .*every hash is right/),
		]);
	} finally {
		await first.process.signal("SIGKILL");
	}
	// Killed, it left its name behind; nobody has that any more.
	const second = await startNode("--datadir", datadir);
	expect(await askUrl(second.url, "eth_blockNumber")).toBe("0x1");
	expect((await second.process.signal("SIGTERM")).code).toBe(0);
});

test("a forked chain is kept, and goes on when the other node is there again", { timeout }, async () => {
	const datadir = newFolder();
	const target = "0x00000000000000000000000000000000000000aa";
	const origin = await startNode("--hardfork", "prague");
	const fork = ["--datadir", datadir, "--fork-url", origin.url];
	try {
		const [from] = (await askUrl(origin.url, "eth_accounts")) as string[];
		await askUrl(origin.url, "eth_sendTransaction", { from, to: target, value: "0x5" });
		const first = await startNode(...fork, "--hardfork", "prague");
		await askUrl(first.url, "eth_sendTransaction", { from, to: target, value: "0x7" });
		await askUrl(first.url, "evm_mine");
		await first.process.signal("SIGKILL");
		// What the other node does meanwhile is another chain.
		await askUrl(origin.url, "eth_sendTransaction", { from, to: target, value: "0x100" });

		expect(await runEvmore("verify", "--datadir", datadir)).toMatchObject({
			code: 0,
			output: expect.stringMatching(/^3 blocks up to 3, 1 .*every hash is right; forked at block 1, of which only/),
		});
		const file = join(newFolder(), "chain.rlp");
		expect(await runEvmore("export", file, "--datadir", datadir)).toMatchObject({
			code: 0,
			output: expect.stringMatching(/^blocks 2 to 3 /),
		});
		expectRefusal(await runEvmore("export", file, "--datadir", datadir, "--first", "1"), /was forked at block 1,/);
		expectRefusal(
			await runEvmore("import", file, "--datadir", datadir),
			/forked from another node's: true, not false$/m,
		);
		const start = ["node", "--port", "0"];
		expectRefusal(await runEvmore(...start, "--datadir", datadir), /forked from another node's: true, not false$/m);
		expectRefusal(await runEvmore(...start, ...fork, "--hardfork", "osaka"), /the rules: Prague, not Osaka$/m);

		// The block it was forked at and the rules are those it was made with.
		const second = await startNode(...fork);
		expect(await askUrl(second.url, "eth_blockNumber")).toBe("0x3");
		expect(await askUrl(second.url, "eth_getBalance", target, "latest")).toBe("0xc");
		const hash = await askUrl(second.url, "eth_sendTransaction", { from, to: target, value: "0x1" });
		expect(await askUrl(second.url, "eth_getTransactionReceipt", hash)).toMatchObject({
			status: "0x1",
			blockNumber: "0x4",
		});
		expect((await second.process.signal("SIGTERM")).output).toMatch(/^Hardfork\n=+\n\nPrague$/m);
	} finally {
		await origin.process.signal("SIGKILL");
	}
});

describe("a chain with other rules", () => {
	const start = async (...parameters: string[]): Promise<unknown> => {
		const { process, url } = await startNode(...parameters);
		const chainId = await askUrl(url, "eth_chainId");
		const { output } = await process.signal("SIGTERM");
		const hardfork = /^Hardfork\n=+\n\n(\w+)$/m.exec(output)?.[1];
		return { chainId, hardfork };
	};
	const refuse = async (reason: RegExp, ...parameters: string[]): Promise<void> =>
		expectRefusal(await runEvmore("node", "--port", "0", ...parameters), reason);

	test("is refused: another fork, another chain id", { timeout }, async () => {
		const datadir = newFolder();
		await start("--datadir", datadir, "--hardfork", "Cancun", "--chain-id", "77");
		await refuse(/other rules: the rules: Cancun, not Prague$/m, "--datadir", datadir, "--hardfork", "prague");
		await refuse(/other rules: the chain id: 77, not 78$/m, "--datadir", datadir, "--chain-id", "78");
		// What is not given is what it was.
		expect(await start("--datadir", datadir)).toMatchObject({ chainId: "0x4d", hardfork: "Cancun" });
		expect(await start("--datadir", datadir, "--hardfork", "cancun", "--chain-id", "77")).toMatchObject({
			chainId: "0x4d",
		});
	});

	test("is refused: another genesis", { timeout }, async () => {
		const datadir = newFolder();
		const file = (name: string, config: object, balance: string): string => {
			const path = join(newFolder(), name);
			const genesis = {
				config: {
					chainId: 5,
					homesteadBlock: 0,
					londonBlock: 0,
					terminalTotalDifficulty: 0,
					shanghaiTime: 0,
					...config,
				},
				gasLimit: "0x1c9c380",
				difficulty: "0x0",
				timestamp: "0x5",
				extraData: "0x",
				alloc: { "0x00000000000000000000000000000000000000aa": { balance } },
			};
			writeFileSync(path, JSON.stringify(genesis));
			return path;
		};
		const first = file("first.json", {}, "0x1");
		await start("--datadir", datadir, "--init", first);
		await refuse(
			/hash of block 0: 0x[0-9a-f]{64}, not 0x[0-9a-f]{64}$/m,
			...["--datadir", datadir, "--init", file("richer.json", {}, "0x2")],
		);
		await refuse(
			/other rules: cancunTime: undefined, not 9$/m,
			...["--datadir", datadir, "--init", file("later.json", { cancunTime: 9 }, "0x1")],
		);
		await refuse(
			/other rules: the chain id: 5, not 6$/m,
			...["--datadir", datadir, "--init", file("other.json", { chainId: 6 }, "0x1")],
		);
		await refuse(/those of a genesis file, not Osaka$/m, "--datadir", datadir, "--hardfork", "Osaka");
		expect(await start("--datadir", datadir, "--init", first)).toMatchObject({ chainId: "0x5", hardfork: "Shanghai" });
		expect(await start("--datadir", datadir)).toMatchObject({ chainId: "0x5", hardfork: "Shanghai" });
	});
});
