import { expect, test } from "vitest";
import { startClients } from "../node/clients.js";

/** A contract that writes a log whenever it is called. */
const initcode = "0x6005600c60003960056000f360006000a000";
const from = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

type Request = Awaited<ReturnType<typeof startClients>>["request"];

/** Deploys the contract in block 1, and calls it in the blocks that follow. */
async function deploy(request: Request): Promise<() => Promise<unknown>> {
	const hash = await request("eth_sendTransaction", { from, data: initcode });
	const { contractAddress } = (await request("eth_getTransactionReceipt", hash)) as { contractAddress: string };
	return () => request("eth_sendTransaction", { from, to: contractAddress });
}

const numbersOf = (logs: unknown): unknown[] =>
	(logs as { blockNumber: string }[]).map(({ blockNumber }) => blockNumber);

// Changes were those of all blocks.
test("a filter tells the changes in its range", async () => {
	const { request } = await startClients();
	const call = await deploy(request);
	const ids = await Promise.all([
		request("eth_newFilter", { fromBlock: "0x1", toBlock: "0x2" }),
		request("eth_newFilter", { fromBlock: "0x3" }),
		request("eth_newFilter", { fromBlock: "latest", toBlock: "latest" }),
	]);
	for (let i = 0; i < 3; i++) await call();
	const changes: unknown[] = [];
	for (const id of ids) changes.push(numbersOf(await request("eth_getFilterChanges", id)));
	expect(changes).toEqual([["0x2"], ["0x3", "0x4"], ["0x2", "0x3", "0x4"]]);
	await expect(request("eth_newFilter", { fromBlock: "0x5", toBlock: "0x1" })).rejects.toThrow(/invalid block range/);
});

// The logs were those of the head.
test("a filter of one block's hash has the logs of that block", async () => {
	const { request } = await startClients();
	const call = await deploy(request);
	for (let i = 0; i < 3; i++) await call();
	const { hash } = (await request("eth_getBlockByNumber", "0x2", false)) as { hash: string };
	const id = await request("eth_newFilter", { blockHash: hash });
	expect(numbersOf(await request("eth_getFilterLogs", id))).toEqual(["0x2"]);
	await call();
	expect(await request("eth_getFilterChanges", id)).toEqual([]);
	const unknown = await request("eth_newFilter", { blockHash: `0x${"12".repeat(32)}` });
	await expect(request("eth_getFilterLogs", unknown)).rejects.toThrow(/unknown block/);
});

test("a filter of pending transactions may ask for whole ones", async () => {
	const { request } = await startClients();
	const ids = [
		await request("eth_newPendingTransactionFilter", true),
		await request("eth_newPendingTransactionFilter"),
	];
	const hash = await request("eth_sendTransaction", { from, to: from });
	expect(await request("eth_getFilterChanges", ids[0])).toMatchObject([{ hash, from, nonce: "0x0" }]);
	expect(await request("eth_getFilterChanges", ids[1])).toEqual([hash]);
});
