import { expect, test } from "vitest";
import { startClients } from "../node/clients.js";

const from = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const to = `0x${"11".repeat(20)}`;

// The index was read, and passed over.
test("an account is told as it was after a transaction of a block, and storage as it was before one", async () => {
	const { request, tester } = await startClients();
	await tester.setAutomine(false);
	// Counts its calls in slot 0, and keeps the last in slot 1.
	await tester.setCode({ address: to as `0x${string}`, bytecode: "0x5f54600101805f5560015500" });
	for (const value of ["0x5", "0x6", "0x7"]) {
		await request("eth_sendTransaction", { from, to, value, gas: "0x186a0" });
	}
	await tester.mine({ blocks: 1 });
	const balances: unknown[] = [];
	for (const index of [0, "0x1", 2]) {
		const info = (await request("debug_accountInfoAt", "0x1", index, to)) as { balance: string; nonce: string };
		balances.push(info.balance);
	}
	expect(balances).toEqual(["0x5", "0xb", "0x12"]);
	await expect(request("debug_accountInfoAt", "0x1", 3, to)).rejects.toThrow(/the block has 3 transactions/);

	type Range = { storage: Record<string, { key: string; value: string }>; nextKey: string | null };
	const { hash } = (await request("eth_getBlockByNumber", "0x1", false)) as { hash: string };
	const range = async (index: number, start: string, most: number): Promise<Range> =>
		(await request("debug_storageRangeAt", hash, index, to, start, most)) as Range;
	expect(await range(0, "0x", 10)).toEqual({ storage: {}, nextKey: null });
	const two = `0x${"2".padStart(64, "0")}`;
	const all = await range(2, "0x", 10);
	expect(Object.values(all.storage).map(({ value }) => value)).toEqual([two, two]);
	const [firstKey, secondKey] = Object.keys(all.storage) as [string, string];
	expect(firstKey < secondKey).toBe(true);
	expect(await range(2, "0x", 1)).toEqual({ storage: { [firstKey]: all.storage[firstKey] }, nextKey: secondKey });
	expect(await range(2, secondKey, 1)).toEqual({ storage: { [secondKey]: all.storage[secondKey] }, nextKey: null });
	expect(await request("debug_preimage", firstKey)).toBe(all.storage[firstKey]!.key);
	await expect(request("debug_preimage", hash)).rejects.toThrow(/unknown preimage/);
	expect(await request("debug_getModifiedAccountsByNumber", 0, 1)).toContain(to);
});
