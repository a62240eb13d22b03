import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeServer } from "@evmore/node/server";
import { afterAll, describe, expect, test } from "vitest";
import { askUrl, startNode } from "../node/node-process.js";
import { evmore } from "./evmore.js";

const folder = mkdtempSync(join(tmpdir(), "evmore-test-"));
const deployer = "0x4e59b44847b379578588920ca78fbf26c0b4956c";

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a node with options, asks it, and ends it. */
async function withNode(
	options: readonly string[],
	use: (url: string, output: string) => Promise<void>,
): Promise<void> {
	const { process: node, url } = await startNode(...options);
	try {
		await use(url, node.output);
	} finally {
		await node.signal("SIGTERM");
	}
}

describe("evmore node starts with anvil's options", () => {
	test("with its other names, and those that change nothing", async () => {
		const others = ["--no-mine", "--base-fee", "7", "--auto-unlock", "--no-create2", "--no-console-log"];
		const without = ["--steps-tracing", "--tracing", "--no-cors", "-j", "2", "--threads", "2", "--prune-history", "5"];
		const further = ["--no-rate-limit", "--compute-units-per-second", "330", "--transaction-block-keeper", "9"];
		await withNode([...others, ...without, ...further, "--allow-origin", "*", "--enable-tx-gas-limit"], async (url) => {
			expect(await askUrl(url, "eth_getBlockByNumber", "0x0", false)).toMatchObject({ baseFeePerGas: "0x7" });
			expect(await askUrl(url, "eth_getCode", deployer, "latest")).toBe("0x");
			expect(await askUrl(url, "anvil_getAutomine")).toBe(false);
			const origin = "http://app.example";
			const page = await fetch(url, { method: "OPTIONS", headers: { origin } });
			expect(page.headers.get("access-control-allow-origin")).toBe("*");
			const from = "0x00000000000000000000000000000000000000aa";
			await askUrl(url, "anvil_setBalance", from, "0xde0b6b3a7640000");
			expect(await askUrl(url, "eth_sendTransaction", { from, to: from })).toMatch(/^0x[0-9a-f]{64}$/);
		});
	});

	test("--max-transactions and --disable-block-gas-limit", async () => {
		await withNode(["--max-transactions", "2", "--no-mining", "--disable-block-gas-limit"], async (url) => {
			const [from] = (await askUrl(url, "eth_accounts")) as string[];
			for (let i = 0; i < 5; i++) await askUrl(url, "eth_sendTransaction", { from, to: from, gas: "0x5208" });
			const sizes: unknown[] = [];
			for (let i = 0; i < 3; i++) {
				await askUrl(url, "evm_mine");
				sizes.push(await askUrl(url, "eth_getBlockTransactionCountByNumber", "latest"));
			}
			expect(sizes).toEqual(["0x2", "0x2", "0x1"]);
			const { gasLimit } = (await askUrl(url, "eth_getBlockByNumber", "latest", false)) as { gasLimit: string };
			expect(Number(gasLimit)).toBeGreaterThan(1e12);
		});
	});

	test("--disable-min-priority-fee and --disable-pool-balance-checks", async () => {
		const switches = ["--disable-min-priority-fee", "--disable-pool-balance-checks", "--memory-limit", "1000"];
		await withNode(switches, async (url) => {
			const { baseFeePerGas } = (await askUrl(url, "eth_getBlockByNumber", "pending", false)) as {
				baseFeePerGas: string;
			};
			expect(await askUrl(url, "eth_gasPrice")).toBe(baseFeePerGas);
			expect(await askUrl(url, "eth_maxPriorityFeePerGas")).toBe("0x3b9aca00");
			const [from] = (await askUrl(url, "eth_accounts")) as string[];
			await askUrl(url, "anvil_setBalance", from, "0x1");
			const hash = await askUrl(url, "eth_sendTransaction", { from, to: from, value: "0xffff", gas: "0x5208" });
			expect(await askUrl(url, "eth_getTransactionReceipt", hash)).toBe(null);
			expect(await askUrl(url, "txpool_status")).toEqual({ pending: "0x0", queued: "0x0" });
		});
		await withNode([], async (url) => {
			expect(Number(await askUrl(url, "eth_gasPrice"))).toBe(875_000_000 + 1e9);
			const [from] = (await askUrl(url, "eth_accounts")) as string[];
			await askUrl(url, "anvil_setBalance", from, "0x1");
			const sent = askUrl(url, "eth_sendTransaction", { from, to: from, value: "0xffff", gas: "0x5208" });
			await expect(sent).rejects.toThrow("insufficient funds");
		});
	});

	test("--mnemonic-random: other words each time, as many as were asked for", async () => {
		const found: string[] = [];
		for (const options of [["--mnemonic-random"], ["--mnemonic-random", "24"]]) {
			const file = join(folder, `config-${found.length}.json`);
			await withNode([...options, "--config-out", file], async (url, output) => {
				const { wallet, available_accounts } = JSON.parse(readFileSync(file, "utf8"));
				expect(output).toContain(wallet.mnemonic);
				expect(await askUrl(url, "eth_accounts")).toEqual(
					available_accounts.map((address: string) => address.toLowerCase()),
				);
				found.push(wallet.mnemonic);
			});
		}
		expect(found.map((words) => words.split(" ").length)).toEqual([12, 24]);
	});

	test("--ipc", async () => {
		const path = join(folder, "node.ipc");
		await withNode(["--ipc", path], async (_url, output) => {
			expect(output).toContain(`Listening on ${path}`);
			const second = await evmore(["node", "--port", "0", "--ipc", path]);
			expect([second.exitCode, second.stderr]).toEqual([
				1,
				`error: --ipc: ${path} is there already, or in use by another program\n`,
			]);
		});
	});

	test("--fork-chain-id, and a block before the newest", async () => {
		const origin = await NodeServer.start({ port: 0, chainId: 4242 });
		await askUrl(origin.url, "anvil_mine", "0x5");
		const options = ["--rpc-url", origin.url, "--fork-block-number", "-2", "--fork-chain-id", "77"];
		await withNode([...options, "--no-storage-caching"], async (url) => {
			expect(await askUrl(url, "eth_blockNumber")).toBe("0x3");
			expect(await askUrl(url, "eth_chainId")).toBe("0x4d");
		});
		const far = await evmore(["node", "--port", "0", "--fork-url", origin.url, "--fork-block-number", "-9"]);
		expect([far.exitCode, far.stderr]).toEqual([1, "error: remote node: its chain has no 9 blocks\n"]);
		await origin.close();
	});

	test.each([
		[["--mnemonic-random", "13"], '--mnemonic-random: "13" is not 12, 15, 18, 21 or 24'],
		[["--mnemonic-random", "--mnemonic", "x"], "--mnemonic and --mnemonic-random do not go together"],
		[["--disable-block-gas-limit", "--gas-limit", "5"], "--disable-block-gas-limit and --gas-limit do not go together"],
		[["--fork-chain-id", "5"], "--fork-chain-id needs --fork-url"],
	])("%s is refused", async (options, message) => {
		const { exitCode, stderr } = await evmore(["node", "--port", "0", ...options]);
		expect([exitCode, stderr]).toEqual([2, `error: ${message}\n`]);
	});

	test("--ipc in a folder that is missing", async () => {
		const { exitCode, stderr } = await evmore(["node", "--port", "0", "--ipc", join(folder, "no", "x")]);
		expect([exitCode, stderr]).toEqual([1, `error: --ipc: ${join(folder, "no")}: no such folder\n`]);
	});
});
