import { bytesToHex, type Hex, hexToBytes, parseAddress } from "@evmore/evm";
import { encodeTransaction, signTransaction, type Transaction } from "@evmore/evm/tx";
import { createNode, type EvmoreNode } from "@evmore/node";
import { expect, test } from "vitest";

// Transactions that come while others wait have their signers recovered by a thread: nothing of that may be seen.

const to = parseAddress(`0x${"ab".repeat(20)}`);

function signed(node: EvmoreNode, account: number, nonce: bigint, damage = false): Hex {
	const transaction = signTransaction<Transaction>(
		{
			type: 2,
			chainId: 31337n,
			nonce,
			maxPriorityFeePerGas: 1_000_000_000n,
			maxFeePerGas: 100_000_000_000n,
			gasLimit: 21_000n,
			to,
			value: 1n,
			data: new Uint8Array(0),
			accessList: [],
			signature: undefined,
		},
		hexToBytes(node.accounts[account]!.privateKey),
	);
	if (!damage) return bytesToHex(encodeTransaction(transaction));
	// No point has this x.
	return bytesToHex(encodeTransaction({ ...transaction, signature: { ...transaction.signature!, r: 5n } }));
}

test("a hundred transactions sent at once are taken in their order", async () => {
	const node = await createNode({ automine: false, order: "fifo", accounts: 4 });
	const ask = (method: string, ...params: unknown[]): Promise<unknown> => node.provider.request({ method, params });
	for (let round = 0n; round < 3n; round++) {
		const transactions = Array.from({ length: 100 }, (_, i) => signed(node, i % 4, 25n * round + BigInt(i >> 2)));
		const hashes = await Promise.all(transactions.map((raw) => ask("eth_sendRawTransaction", raw)));
		await ask("evm_mine");
		expect(await ask("eth_getBlockByNumber", "latest", false)).toMatchObject({ transactions: hashes });
	}
	expect(await ask("eth_getBalance", to, "latest")).toBe("0x12c");
	await node.close();
});

test("each of many has its block, and one that nobody signed none", async () => {
	const node = await createNode({ accounts: 3 });
	const ask = (method: string, ...params: unknown[]): Promise<unknown> => node.provider.request({ method, params });
	const transactions = Array.from({ length: 30 }, (_, i) => signed(node, i % 3, BigInt(Math.floor(i / 3))));
	transactions.splice(11, 0, signed(node, 0, 4n, true));
	const results = await Promise.allSettled(transactions.map((raw) => ask("eth_sendRawTransaction", raw)));
	const refused = results.filter(({ status }) => status === "rejected");
	expect(refused).toHaveLength(1);
	expect(results[11]).toMatchObject({ status: "rejected", reason: { code: -32000 } });
	expect(await ask("eth_blockNumber")).toBe("0x1e");
	const hashes = results.flatMap((result) => (result.status === "fulfilled" ? [result.value as Hex] : []));
	for (const [i, hash] of hashes.entries()) {
		const receipt = await ask("eth_getTransactionReceipt", hash);
		expect(receipt).toMatchObject({ status: "0x1", blockNumber: `0x${(i + 1).toString(16)}` });
	}
	await node.close();
});
