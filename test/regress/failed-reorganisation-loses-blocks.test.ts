import { expect, test } from "vitest";
import { accountOf, startClients } from "../node/clients.js";

// The blocks were taken off before the transactions of the new ones were looked at.
test.each([
	["bytes that are no transaction", "0x1234"],
	["a sender that cannot send", { from: `0x${"c7".repeat(20)}`, to: accountOf(1).address, value: "0x1" }],
	["more ether than there is", { from: accountOf(0).address, to: accountOf(1).address, value: `0x${"f".repeat(40)}` }],
])("a reorganisation that fails leaves the chain, the pool and the time as they were: %s", async (_, transaction) => {
	const { request, reader, tester, wallet } = await startClients();
	await tester.mine({ blocks: 4 });
	await tester.setAutomine(false);
	const hash = await wallet.sendTransaction({ to: accountOf(1).address, value: 5n, gas: 21_000n });
	const before = await reader.getBlock();
	await expect(request("anvil_reorg", 3, [[transaction, 1]])).rejects.toThrow();
	expect(await reader.getBlock()).toEqual(before);
	expect(await request("txpool_status")).toEqual({ pending: "0x1", queued: "0x0" });
	await tester.mine({ blocks: 1 });
	expect((await reader.getTransactionReceipt({ hash })).blockNumber).toBe(5n);
	expect((await reader.getBlock()).parentHash).toBe(before.hash);
});
