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

const gas = 21_000n * 2_000_000_000n;

/** Sends so many wei, and what the gas costs. */
const pay = (request: Clients["request"], nonce: number, value: bigint, gasPrice = 2e9): Promise<unknown> =>
	request("eth_sendTransaction", {
		from,
		to: accountOf(1).address,
		gas: "0x5208",
		nonce: toHex(nonce),
		value: toHex(value),
		gasPrice: toHex(gasPrice),
	});

// It was accepted, and vanished when the others were mined.
test("what its sender cannot pay after those before it is refused", async () => {
	const { request } = await startClients({ automine: false });
	await request("anvil_setBalance", from, toHex(100n + 3n * gas));
	await pay(request, 0, 60n);
	await expect(pay(request, 1, 2n * gas)).rejects.toThrow(
		`insufficient funds for gas * price + value: balance ${100n + 3n * gas}, queued cost ${60n + gas}, tx cost ${3n * gas}, overshot ${gas - 40n}`,
	);
	await pay(request, 1, 40n);
	await expect(pay(request, 2, 1n)).rejects.toThrow("insufficient funds");
	await pay(request, 2, 0n);
	// One that replaces another counts instead of it.
	await expect(pay(request, 1, 40n, 3e9)).rejects.toThrow(/queued cost \d+, tx bumped 21000000000000, overshot/);
	await request("anvil_setBalance", from, toHex(100n + 4n * gas));
	await pay(request, 1, 40n, 3e9);
	await request("evm_mine");
	expect(await request("eth_getTransactionCount", from, "latest")).toBe("0x3");
});

test("what cannot be paid after others is taken where balances are not checked", async () => {
	const { request } = await startClients({ automine: false, checksPoolBalances: false });
	await request("anvil_setBalance", from, toHex(gas));
	await pay(request, 0, 0n);
	await pay(request, 1, 0n);
	expect(await request("txpool_status")).toEqual({ pending: "0x2", queued: "0x0" });
});
