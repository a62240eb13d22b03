import { type Hex, parseEther, parseGwei } from "viem";
import { describe, expect, test } from "vitest";
import { accountOf, startClients } from "./clients.js";

const stranger = "0x00000000000000000000000000000000000000bb";

describe("snapshots", () => {
	test("bring everything back: blocks, edited state, pool and time", async () => {
		const { reader, wallet, tester, request } = await startClients();
		const to = accountOf(1).address;
		await wallet.sendTransaction({ to, value: 1n });
		await tester.setBalance({ address: stranger, value: 77n });
		const head = await reader.getBlock();
		const id = await tester.snapshot();
		await tester.increaseTime({ seconds: 1_000_000 });
		await tester.setBalance({ address: stranger, value: 78n });
		await tester.setAutomine(false);
		await wallet.sendTransaction({ to, value: 1n, gas: 21_000n });
		await tester.mine({ blocks: 3 });
		expect(await reader.getBlockNumber()).toBe(4n);
		expect(await request("evm_revert", id)).toBe(true);
		expect(await reader.getBlock()).toEqual(head);
		expect(await reader.getBalance({ address: stranger })).toBe(77n);
		expect(await request("txpool_status")).toEqual({ pending: "0x0", queued: "0x0" });
		await tester.mine({ blocks: 1 });
		expect((await reader.getBlock()).timestamp - head.timestamp).toBeLessThan(1000n);
		// A snapshot is good for one revert.
		expect(await request("evm_revert", id)).toBe(false);
	});

	test("an older one takes the newer ones with it", async () => {
		const { tester, request, reader } = await startClients();
		const first = await tester.snapshot();
		await tester.mine({ blocks: 1 });
		const second = await tester.snapshot();
		await tester.mine({ blocks: 1 });
		expect(await request("evm_revert", first)).toBe(true);
		expect(await request("evm_revert", second)).toBe(false);
		expect(await reader.getBlockNumber()).toBe(0n);
	});
});

describe("time", () => {
	test("is moved, set, and stepped", async () => {
		const wallTimeMs = (): number => 1_700_000_000_000;
		const { reader, tester, request } = await startClients({ wallTimeMs });
		expect((await reader.getBlock()).timestamp).toBe(1_700_000_000n);
		await tester.mine({ blocks: 1 });
		expect((await reader.getBlock()).timestamp).toBe(1_700_000_001n);
		await tester.increaseTime({ seconds: 500 });
		await tester.mine({ blocks: 1 });
		expect((await reader.getBlock()).timestamp).toBe(1_700_000_501n); // after the block before, which is ahead of the clock
		await tester.setNextBlockTimestamp({ timestamp: 1_800_000_000n });
		expect(await request("eth_getBlockByNumber", "pending", false)).toMatchObject({ timestamp: "0x6b49d200" });
		await tester.mine({ blocks: 1 });
		expect((await reader.getBlock()).timestamp).toBe(1_800_000_000n);
		await expect(tester.setNextBlockTimestamp({ timestamp: 1n })).rejects.toThrow(/not after that of the last block/);
		await tester.setBlockTimestampInterval({ interval: 12 });
		await tester.mine({ blocks: 2 });
		expect((await reader.getBlock()).timestamp).toBe(1_800_000_024n);
		await tester.removeBlockTimestampInterval();
		await request("anvil_mine", "0x3", "0x64");
		const [third, second] = [await reader.getBlock(), await reader.getBlock({ blockNumber: 7n })];
		expect(third.timestamp - second.timestamp).toBe(100n);
		await request("evm_mine", { timestamp: 1_900_000_000 });
		expect((await reader.getBlock()).timestamp).toBe(1_900_000_000n);
	});

	test("blocks come by themselves", async () => {
		const { node, reader, tester } = await startClients({ blockTime: 0.05 });
		for (let tries = 0; tries < 100 && (await reader.getBlockNumber()) < 2n; tries++) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		expect(await reader.getBlockNumber()).toBeGreaterThanOrEqual(2n);
		await tester.setIntervalMining({ interval: 0 });
		const number = await reader.getBlockNumber();
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect((await reader.getBlockNumber()) - number).toBeLessThanOrEqual(1n);
		await node.close();
	});
});

describe("setters", () => {
	test("change accounts at once, and blocks build on it", async () => {
		const { reader, tester, wallet, request } = await startClients();
		await tester.setBalance({ address: stranger, value: 5n });
		await tester.setNonce({ address: stranger, nonce: 9 });
		// Answers its slot 0.
		await tester.setCode({ address: stranger, bytecode: "0x5f545f5260205ff3" });
		await tester.setStorageAt({ address: stranger, index: 0, value: `0x${"2a".padStart(64, "0")}` });
		expect(await reader.getBalance({ address: stranger })).toBe(5n);
		expect(await reader.getTransactionCount({ address: stranger })).toBe(9);
		expect(await request("eth_call", { to: stranger })).toBe(`0x${"2a".padStart(64, "0")}`);
		await request("anvil_addBalance", stranger, "0x2");
		await wallet.sendTransaction({ to: stranger, value: 1n });
		expect(await reader.getBalance({ address: stranger })).toBe(8n);
		expect(await request("eth_call", { to: stranger })).toBe(`0x${"2a".padStart(64, "0")}`);
		const proof = await reader.getProof({ address: stranger, storageKeys: [`0x${"00".repeat(32)}`] });
		expect(proof.storageProof[0]!.value).toBe(42n);
	});

	test("change the next block", async () => {
		const { reader, tester, request } = await startClients();
		await tester.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("20") });
		await tester.setCoinbase({ address: stranger });
		await tester.setBlockGasLimit({ gasLimit: 1_000_000n });
		await request("hardhat_setPrevRandao", `0x${"07".padStart(64, "0")}`);
		await tester.mine({ blocks: 1 });
		expect(await reader.getBlock()).toMatchObject({
			baseFeePerGas: parseGwei("20"),
			miner: stranger,
			gasLimit: 1_000_000n,
			mixHash: `0x${"07".padStart(64, "0")}`,
		});
		await tester.mine({ blocks: 1 });
		// An empty block lowers the base fee by an eighth.
		expect(await reader.getBlock()).toMatchObject({ baseFeePerGas: parseGwei("17.5"), gasLimit: 1_000_000n });
	});
});

describe("impersonation", () => {
	test("anybody may send in the name of an account, a contract too", async () => {
		const { reader, tester, remote, request } = await startClients();
		await tester.setBalance({ address: stranger, value: parseEther("1") });
		await tester.setCode({ address: stranger, bytecode: "0x00" });
		const send = (): Promise<Hex> => remote.sendTransaction({ account: stranger, to: accountOf(1).address, value: 3n });
		await expect(send()).rejects.toThrow(/unknown account/);
		await tester.impersonateAccount({ address: stranger });
		const hash = await send();
		const receipt = await reader.getTransactionReceipt({ hash });
		expect(receipt).toMatchObject({ status: "success", from: stranger });
		expect(await request("eth_getTransactionByHash", hash)).toMatchObject({ from: stranger, hash });
		await tester.stopImpersonatingAccount({ address: stranger });
		await expect(send()).rejects.toThrow(/unknown account/);
		await request("anvil_autoImpersonateAccount", true);
		await send();
		expect(await reader.getTransactionCount({ address: stranger })).toBe(2);
	});
});

describe("rollback and reorganisation", () => {
	test("take blocks off, and put others in their place", async () => {
		const { reader, wallet, remote, request } = await startClients();
		const to = accountOf(1).address;
		for (let i = 0; i < 4; i++) await wallet.sendTransaction({ to, value: 1n });
		const third = await reader.getBlock({ blockNumber: 3n });
		await request("anvil_rollback", 1);
		expect(await reader.getBlock()).toEqual(third);
		expect(await reader.getBalance({ address: to })).toBe(parseEther("10000") + 3n);
		const gone = third.transactions[0]!;
		await request("anvil_reorg", 2, [[{ from: accountOf(2).address, to, value: "0x64" }, 1]]);
		expect(await reader.getBlockNumber()).toBe(3n);
		expect((await reader.getBlock({ blockNumber: 3n })).hash).not.toBe(third.hash);
		expect(await reader.getBalance({ address: to })).toBe(parseEther("10000") + 101n);
		expect(await request("eth_getTransactionReceipt", gone)).toBeNull();
		// The old block is still known by its hash.
		expect((await reader.getBlock({ blockHash: third.hash })).hash).toBe(third.hash);
		await expect(request("anvil_rollback", 10)).rejects.toMatchObject({ code: -32602 });
		expect(await remote.getChainId()).toBe(31_337);
	});

	test("reset goes back to the beginning", async () => {
		const { reader, tester, request } = await startClients();
		await tester.setBalance({ address: stranger, value: 5n });
		await tester.mine({ blocks: 3 });
		await request("hardhat_reset");
		expect(await reader.getBlockNumber()).toBe(0n);
		expect(await reader.getBalance({ address: stranger })).toBe(0n);
	});
});

describe("filters and subscriptions", () => {
	test("filters tell what is new", async () => {
		const { wallet, request } = await startClients({ automine: false });
		const blocks = await request("eth_newBlockFilter");
		const pending = await request("eth_newPendingTransactionFilter");
		const hash = await wallet.sendTransaction({ to: stranger, gas: 21_000n });
		expect(await request("eth_getFilterChanges", pending)).toEqual([hash]);
		expect(await request("eth_getFilterChanges", blocks)).toEqual([]);
		await request("evm_mine");
		const { hash: block } = (await request("eth_getBlockByNumber", "latest", false)) as { hash: string };
		expect(await request("eth_getFilterChanges", blocks)).toEqual([block]);
		expect(await request("eth_getFilterChanges", blocks)).toEqual([]);
		expect(await request("eth_uninstallFilter", blocks)).toBe(true);
		await expect(request("eth_getFilterChanges", blocks)).rejects.toMatchObject({ code: -32000 });
	});

	test("subscriptions tell at once, and of logs that vanish", async () => {
		const { node, tester, wallet, request } = await startClients();
		// Logs its call data with topic 7.
		await tester.setCode({ address: stranger, bytecode: "0x365f5f3760073660 00a100".replace(" ", "") as Hex });
		const messages: { subscription: string; result: Record<string, unknown> }[] = [];
		node.provider.on("message", ({ data }: { data: (typeof messages)[number] }) => messages.push(data));
		const heads = await request("eth_subscribe", "newHeads");
		const logs = await request("eth_subscribe", "logs", { address: stranger });
		const id = await tester.snapshot();
		await wallet.sendTransaction({ to: stranger, data: "0xabcd", gas: 100_000n });
		const of = (subscription: unknown): Record<string, unknown>[] =>
			messages.filter((message) => message.subscription === subscription).map(({ result }) => result);
		expect(of(heads)).toMatchObject([{ number: "0x1" }]);
		expect(of(logs)).toMatchObject([{ data: "0xabcd", removed: false }]);
		await tester.revert({ id });
		expect(of(logs)).toMatchObject([{ removed: false }, { data: "0xabcd", removed: true }]);
		expect(await request("eth_unsubscribe", heads)).toBe(true);
		await tester.mine({ blocks: 1 });
		expect(of(heads)).toHaveLength(1);
	});
});
