import { parseEther, parseGwei } from "viem";
import { describe, expect, test } from "vitest";
import { accountOf, startClients } from "./clients.js";

describe("a fresh node", () => {
	test("has the accounts, balances and chain that development nodes have", async () => {
		const { node, reader } = await startClients();
		expect(await reader.getChainId()).toBe(31_337);
		expect(await reader.getBlockNumber()).toBe(0n);
		expect(node.accounts).toHaveLength(10);
		expect(node.accounts[0]).toEqual({
			address: "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
			privateKey: "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
		});
		expect(await reader.getBalance({ address: node.accounts[9]!.address })).toBe(parseEther("10000"));
		const block = await reader.getBlock();
		expect(block).toMatchObject({ gasLimit: 30_000_000n, baseFeePerGas: parseGwei("1"), transactions: [] });
		expect(await reader.getCode({ address: "0x4e59b44847b379578588920ca78fbf26c0b4956c" })).toMatch(/^0x7f/);
		await node.close();
	});

	test.each(["Frontier", "Homestead", "SpuriousDragon", "Byzantium", "Istanbul"])(
		"of %s mines legacy transactions",
		async (hardfork) => {
			const { node, reader, request } = await startClients({ hardfork });
			const [from, to] = node.accounts.map(({ address }) => address);
			const hash = (await request("eth_sendTransaction", { from, to, value: "0x1" })) as `0x${string}`;
			const receipt = await reader.getTransactionReceipt({ hash });
			expect(receipt).toMatchObject({ gasUsed: 21_000n, type: "legacy", blockNumber: 1n });
			expect(await reader.getBalance({ address: to! })).toBe(parseEther("10000") + 1n);
			const block = (await request("eth_getBlockByNumber", "latest", false)) as Record<string, string>;
			expect(BigInt(block.difficulty!)).toBeGreaterThan(0n);
			expect(block.baseFeePerGas).toBeUndefined();
		},
	);

	test.each(["Berlin", "London", "Paris", "Shanghai", "Cancun", "Prague", "Osaka"])("of %s mines", async (hardfork) => {
		const { node, reader, request } = await startClients({ hardfork });
		const [from, to] = node.accounts.map(({ address }) => address);
		const hash = (await request("eth_sendTransaction", { from, to, value: "0x1" })) as `0x${string}`;
		const receipt = await reader.getTransactionReceipt({ hash });
		expect(receipt).toMatchObject({ status: "success", type: hardfork === "Berlin" ? "legacy" : "eip1559" });
		expect(await request("eth_getBlockByNumber", "latest", true)).toMatchObject({
			transactions: [{ hash, from, to, nonce: "0x0" }],
		});
	});
});

describe("transactions", () => {
	test("a block each, and fees go where they belong", async () => {
		const coinbase = "0x00000000000000000000000000000000000000cc";
		const { reader, wallet } = await startClients({ coinbase });
		const to = accountOf(1).address;
		const first = await wallet.sendTransaction({ to, value: 5n, maxPriorityFeePerGas: 7n });
		const receipt = await reader.getTransactionReceipt({ hash: first });
		const block = await reader.getBlock({ blockNumber: 1n });
		expect(receipt.effectiveGasPrice).toBe(block.baseFeePerGas! + 7n);
		expect(await reader.getBalance({ address: coinbase })).toBe(7n * 21_000n);
		expect(await reader.getBalance({ address: wallet.account.address })).toBe(
			parseEther("10000") - 5n - 21_000n * receipt.effectiveGasPrice,
		);
		await wallet.sendTransaction({ to, value: 5n });
		expect(await reader.getBlockNumber()).toBe(2n);
		expect(await reader.getTransactionCount({ address: wallet.account.address })).toBe(2);
		expect(await reader.getBalance({ address: to, blockNumber: 1n })).toBe(parseEther("10000") + 5n);
		expect(await reader.getBalance({ address: to, blockNumber: 0n })).toBe(parseEther("10000"));
	});

	test("faults are told in words that clients know", async () => {
		const { wallet, request } = await startClients();
		const to = accountOf(1).address;
		await wallet.sendTransaction({ to });
		await expect(wallet.sendTransaction({ to, nonce: 0 })).rejects.toThrow(/nonce.*lower than the current nonce/i);
		await expect(wallet.sendTransaction({ to, value: parseEther("20000"), gas: 21_000n })).rejects.toThrow(
			/exceeds the balance of the account/,
		);
		await expect(wallet.sendTransaction({ to, gas: 20_999n })).rejects.toThrow(/intrinsic gas too low/i);
		await expect(
			wallet.sendTransaction({ to, gas: 21_000n, maxFeePerGas: 1n, maxPriorityFeePerGas: 1n }),
		).rejects.toThrow(/max fee per gas less than block base fee/);
		await expect(request("eth_sendTransaction", { from: `0x${"11".repeat(20)}`, to })).rejects.toMatchObject({
			code: -32000,
		});
		await expect(request("eth_sendRawTransaction", "0x02")).rejects.toMatchObject({ code: -32000 });
		await expect(request("eth_nothing")).rejects.toMatchObject({ code: -32601 });
		await expect(request("eth_getBalance")).rejects.toMatchObject({ code: -32602 });
		await expect(request("eth_getBalance", "0x12")).rejects.toMatchObject({ code: -32602 });
	});
});

describe("the pool", () => {
	test("holds back what comes after a gap, and mines it when the gap is closed", async () => {
		const { reader, wallet, request } = await startClients();
		const to = accountOf(1).address;
		const later = await wallet.sendTransaction({ to, nonce: 1, gas: 21_000n });
		expect(await reader.getBlockNumber()).toBe(0n);
		expect(await request("txpool_status")).toEqual({ pending: "0x0", queued: "0x1" });
		expect(await request("eth_getTransactionByHash", later)).toMatchObject({ blockHash: null, nonce: "0x1" });
		await wallet.sendTransaction({ to, nonce: 0, gas: 21_000n });
		expect(await reader.getBlockNumber()).toBe(1n);
		expect((await reader.getBlock()).transactions).toHaveLength(2);
		expect(await request("txpool_status")).toEqual({ pending: "0x0", queued: "0x0" });
	});

	test("replaces for a tenth more, and orders by fee", async () => {
		const { reader, wallet, tester, request, remote } = await startClients({ automine: false });
		const to = accountOf(1).address;
		const fees = { maxFeePerGas: parseGwei("10"), maxPriorityFeePerGas: parseGwei("1") };
		await wallet.sendTransaction({ to, nonce: 0, gas: 21_000n, ...fees });
		await expect(
			wallet.sendTransaction({ to, nonce: 0, gas: 21_000n, value: 1n, ...fees, maxFeePerGas: parseGwei("10.9") }),
		).rejects.toThrow(/replacement transaction underpriced/);
		const replaced = await wallet.sendTransaction({
			to,
			nonce: 0,
			gas: 21_000n,
			value: 1n,
			maxFeePerGas: parseGwei("11"),
			maxPriorityFeePerGas: parseGwei("1.1"),
		});
		const better = await remote.sendTransaction({
			account: to,
			to,
			gas: 21_000n,
			maxPriorityFeePerGas: parseGwei("2"),
		});
		expect(await reader.getTransactionCount({ address: wallet.account.address, blockTag: "pending" })).toBe(1);
		expect(await reader.getBalance({ address: to, blockTag: "pending" })).toBeLessThan(parseEther("10000"));
		expect(
			((await request("eth_getBlockByNumber", "pending", false)) as { transactions: unknown }).transactions,
		).toEqual([better, replaced]);
		await tester.mine({ blocks: 1 });
		expect((await reader.getBlock()).transactions).toEqual([better, replaced]);
	});

	test("drops what it is told to", async () => {
		const { wallet, tester, request } = await startClients({ automine: false });
		const hash = await wallet.sendTransaction({ to: accountOf(1).address, gas: 21_000n });
		expect(Object.keys(((await request("txpool_content")) as { pending: object }).pending)).toHaveLength(1);
		await tester.dropTransaction({ hash });
		expect(await request("txpool_status")).toEqual({ pending: "0x0", queued: "0x0" });
		expect(await request("eth_getTransactionByHash", hash)).toBeNull();
	});
});
