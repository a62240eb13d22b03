import { toHex } from "viem";
import { expect, test } from "vitest";
import { accountOf, type Clients, startClients } from "../node/clients.js";

const from = accountOf(0).address;
const raw = (nonce: number): Promise<string> =>
	accountOf(0).signTransaction({ chainId: 31_337, nonce, to: from, gas: 21_000n, maxFeePerGas: 10n ** 10n });

// It was "already known", which clients take for: it is in the pool.
test("a transaction that was mined has a nonce that is too low", async () => {
	const { request } = await startClients({ automine: false });
	const transaction = await raw(0);
	await request("eth_sendRawTransaction", transaction);
	await expect(request("eth_sendRawTransaction", transaction)).rejects.toThrow("already known");
	await request("evm_mine");
	await expect(request("eth_sendRawTransaction", transaction)).rejects.toThrow("nonce too low: next nonce 1");
	await request("evm_setAutomine", true);
	await request("anvil_setNextBlockBaseFeePerGas", 10 ** 12);
	await expect(request("eth_sendRawTransaction", transaction)).rejects.toThrow("nonce too low: next nonce 1");
});

/** Sends a transaction with a nonce; they differ by what they pay. */
const send = (request: Clients["request"], nonce: number, gasPrice = 2e9): Promise<unknown> =>
	request("eth_sendTransaction", { from, to: from, gas: "0x5208", nonce: toHex(nonce), gasPrice: toHex(gasPrice) });

// Only the one that was sent last was told.
test("transactions that waited for a nonce are announced when it comes, once each", async () => {
	const { request, node } = await startClients({ automine: false });
	const told: unknown[] = [];
	node.provider.on("message", ({ data }: { data: { result: unknown } }) => told.push(data.result));
	await request("eth_subscribe", "newPendingTransactions");
	const filter = await request("eth_newPendingTransactionFilter");
	const second = await send(request, 1);
	const third = await send(request, 2);
	expect(told).toEqual([]);
	const snapshot = await request("evm_snapshot");
	const first = await send(request, 0);
	expect(told).toEqual([first, second, third]);
	const replacing = await send(request, 0, 3e9);
	const fifth = await send(request, 4);
	await request("anvil_dropTransaction", second);
	const other = await send(request, 1, 4e9);
	const fourth = await send(request, 3);
	const all = [first, second, third, replacing, other, fourth, fifth];
	expect(told).toEqual(all);
	expect(await request("eth_getFilterChanges", filter)).toEqual(all);
	await request("evm_revert", snapshot);
	expect(await send(request, 0)).toBe(first);
	expect(told).toEqual([...all, first]);
});

test("a transaction that waited is announced where all are mined at once, too", async () => {
	const { request } = await startClients();
	const filter = await request("eth_newPendingTransactionFilter");
	const second = await send(request, 1);
	const first = await send(request, 0);
	expect(await request("eth_getFilterChanges", filter)).toEqual([first, second]);
	expect(await request("eth_blockNumber")).toBe("0x1");
});
