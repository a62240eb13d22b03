import { describe, expect, test } from "vitest";
import { startClients } from "./clients.js";
import { type Ask, accounts, play } from "./otterscan-scenario.js";

const ether = 10n ** 18n;
const miner = "0x00000000000000000000000000000000000000f1";

describe("chains with proof of work", () => {
	test("trace_block and trace_filter list rewards, which are what balances grew by", async () => {
		const { node, request } = await startClients({ hardfork: "Byzantium", coinbase: miner });
		await request("anvil_mine", "0x2");
		const [reward] = (await request("trace_block", "0x2")) as unknown[];
		const { hash } = (await request("eth_getBlockByNumber", "0x2", false)) as { hash: string };
		expect(reward).toEqual({
			action: { author: miner, rewardType: "block", value: `0x${(3n * ether).toString(16)}` },
			blockHash: hash,
			blockNumber: 2,
			result: null,
			subtraces: 0,
			traceAddress: [],
			transactionHash: null,
			transactionPosition: null,
			type: "reward",
		});
		expect(BigInt((await request("eth_getBalance", miner)) as string)).toBe(6n * ether);
		const range = { fromBlock: "0x1", toBlock: "0x2" };
		expect(await request("trace_filter", range)).toHaveLength(2);
		expect(await request("trace_filter", { ...range, toAddress: [miner], after: 1 })).toEqual([reward]);
		expect(await request("trace_filter", { ...range, fromAddress: [miner] })).toEqual([]);
		expect(await request("trace_block", "0x0")).toEqual([]);
		expect(await request("ots_getBlockDetails", 2)).toMatchObject({
			issuance: { blockReward: "0x29a2241af62c0000", uncleReward: "0x0", issuance: "0x29a2241af62c0000" },
		});
		await node.close();
	});

	test("rewards come behind the calls, and belong to no transaction", async () => {
		const { node, request } = await startClients({ hardfork: "London", coinbase: miner });
		const [from] = (await request("eth_accounts")) as string[];
		const transaction = await request("eth_sendTransaction", { from, to: accounts.plain, value: "0x1" });
		expect(await request("trace_block", "latest")).toMatchObject([
			{ type: "call", transactionHash: transaction },
			{ type: "reward", action: { author: miner, value: `0x${(2n * ether).toString(16)}` } },
		]);
		expect(await request("trace_transaction", transaction)).toHaveLength(1);
		await node.close();
	});

	test("there are none with proof of stake", async () => {
		const { node, request } = await startClients();
		await request("anvil_mine");
		expect(await request("trace_block", "latest")).toEqual([]);
		await node.close();
	});
});

describe("Otterscan's pages", () => {
	test("go through the history of an account forth and back", async () => {
		const { node, request } = await startClients();
		const ask = request as Ask;
		const { first, hashes } = await play(ask);
		interface Page {
			readonly txs: readonly { readonly hash: string; readonly blockNumber: string }[];
			readonly firstPage: boolean;
			readonly lastPage: boolean;
		}
		const walk = async (
			method: string,
			isOver: (page: Page) => boolean,
			last: (page: Page) => string,
		): Promise<string[]> => {
			const seen: string[] = [];
			let number = 0;
			for (let pages = 0; pages < 10; pages++) {
				const page = await ask<Page>(method, first, number, 2);
				seen.push(...page.txs.map(({ hash }) => hash));
				if (isOver(page)) return seen;
				number = Number(last(page));
			}
			throw new Error("no last page");
		};
		const back = await walk(
			"ots_searchTransactionsBefore",
			({ lastPage }) => lastPage,
			({ txs }) => txs.at(-1)!.blockNumber,
		);
		expect(back).toEqual(hashes.toReversed());
		const forth = await walk(
			"ots_searchTransactionsAfter",
			({ firstPage }) => firstPage,
			({ txs }) => txs[0]!.blockNumber,
		);
		expect(new Set(forth)).toEqual(new Set(hashes));
		expect(forth.length).toBe(hashes.length);
		await node.close();
	});

	test("a block of several pages", async () => {
		const { node, request } = await startClients({ automine: false });
		const [from] = (await request("eth_accounts")) as string[];
		const hashes: unknown[] = [];
		for (let i = 0; i < 5; i++)
			hashes.push(await request("eth_sendTransaction", { from, to: accounts.plain, gas: "0x5208" }));
		await request("anvil_mine");
		const pages = [];
		for (const page of [0, 1, 2, 3]) pages.push(await request("ots_getBlockTransactions", 1, page, 2));
		const listed = pages as {
			fullblock: { transactions: { hash: string }[]; transactionCount: number };
			receipts: unknown[];
		}[];
		expect(listed.flatMap(({ fullblock }) => fullblock.transactions.map(({ hash }) => hash))).toEqual(hashes);
		expect(listed.map(({ receipts }) => receipts.length)).toEqual([2, 2, 1, 0]);
		expect(listed.every(({ fullblock }) => fullblock.transactionCount === 5)).toBe(true);
		await node.close();
	});
});
