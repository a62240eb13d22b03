import { expect, test } from "vitest";
import { startClients } from "../node/clients.js";

const of = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

// Objects without a block were taken for the latest one, and of two blocks one was chosen.
test("an object that names a block (EIP-1898) names one: by number or tag, or by hash", async () => {
	const { request } = await startClients();
	const { hash } = (await request("eth_getBlockByNumber", "latest", false)) as { hash: string };
	await request("eth_sendTransaction", { from: of, to: `0x${"11".repeat(20)}`, value: "0x1" });
	const before = await request("eth_getBalance", of, "0x0");
	const after = await request("eth_getBalance", of, "latest");
	expect(after).not.toBe(before);
	expect(await request("eth_getBalance", of, { blockNumber: "latest" })).toBe(after);
	expect(await request("eth_getBalance", of, { blockNumber: "earliest" })).toBe(before);
	expect(await request("eth_getBalance", of, { blockNumber: "0x0" })).toBe(before);
	expect(await request("eth_getBalance", of, { blockHash: hash })).toBe(before);
	for (const none of [{}, { blocknumber: "0x0" }, { requireCanonical: true }]) {
		await expect(request("eth_getBalance", of, none)).rejects.toThrow(/neither blockHash nor blockNumber/);
	}
	const both = { blockHash: hash, blockNumber: "0x1" };
	await expect(request("eth_getBalance", of, both)).rejects.toThrow(/cannot specify both/);
});
