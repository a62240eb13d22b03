import type { Hex } from "@evmore/evm";
import { createNode, type EvmoreNode, type RequestProvider } from "@evmore/node";
import { encodeFunctionData } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type Ask,
	abi,
	alice,
	askerOf,
	bob,
	populate,
	type Source,
	send,
	startAnvil,
	startEvmore,
	word,
} from "./fork-source.js";

interface Block {
	readonly hash: Hex;
	readonly transactions: readonly Hex[];
}

const total = encodeFunctionData({ abi, functionName: "total" });
const callTracer = { tracer: "callTracer" };

// alice makes the counter in block 1 and counts in 2; bob counts in 3 and 4. The fork is at 3.
describe.each([
	["evmore", startEvmore],
	["anvil", startAnvil],
])("asked of a chain forked from %s at an old block", (name, start) => {
	let source: Source;
	let node: EvmoreNode;
	let ask: Ask;
	let counter: Hex;
	let old: Block;
	let later: Block;
	const blockAt = async (of: Ask, number: Hex): Promise<Block> =>
		(await of("eth_getBlockByNumber", number, false)) as Block;

	beforeAll(async () => {
		source = await start();
		counter = await populate(source.ask);
		old = await blockAt(source.ask, "0x2");
		later = await blockAt(source.ask, "0x4");
		node = await createNode({ hardfork: "Prague", fork: { url: source.url, blockNumber: 3n } });
		ask = askerOf(node);
	});

	afterAll(async () => {
		await node.close();
		await source.stop();
	});

	async function expectSame(questions: readonly (readonly [string, ...unknown[]])[]): Promise<void> {
		for (const [method, ...params] of questions) {
			const answer = await ask(method, ...params);
			expect([method, answer]).toEqual([method, await source.ask(method, ...params)]);
			expect([method, answer]).not.toEqual([method, null]);
		}
	}

	test("later blocks and transactions: there are none", async () => {
		const [hash] = later.transactions;
		for (const [method, ...params] of [
			["eth_getTransactionReceipt", hash],
			["eth_getTransactionByHash", hash],
			["eth_getRawTransactionByHash", hash],
			["trace_transaction", hash],
			["eth_getBlockByHash", later.hash, false],
			["eth_getBlockReceipts", later.hash],
			["eth_getBlockTransactionCountByHash", later.hash],
			["eth_getTransactionByBlockHashAndIndex", later.hash, "0x0"],
			["eth_getHeaderByHash", later.hash],
			["eth_getTransactionBySenderAndNonce", bob, "0x1"],
			["ots_getTransactionBySenderAndNonce", bob, 1],
		] as const) {
			expect([method, await ask(method, ...params)]).toEqual([method, null]);
		}
		const at = { blockHash: later.hash };
		for (const [method, ...params] of [
			["eth_getBalance", bob, at],
			["eth_getCode", counter, at],
			["eth_getStorageAt", counter, "0x0", at],
			["eth_getProof", counter, [], at],
			["eth_call", { to: counter, data: total }, at],
			["debug_traceCall", { to: counter, data: total }, at, callTracer],
			["trace_block", at],
			["debug_getRawHeader", later.hash],
		] as const) {
			await expect(ask(method, ...params), method).rejects.toThrow("header not found");
		}
		await expect(ask("debug_traceTransaction", hash, callTracer)).rejects.toThrow("transaction not found");
		await expect(ask("debug_traceBlockByHash", later.hash, callTracer)).rejects.toThrow("not found");
		await expect(ask("eth_getLogs", at)).rejects.toThrow("unknown block");
	});

	test("blocks before by their hashes, and what was after them", async () => {
		const [hash] = old.transactions;
		await expectSame([
			["eth_getBlockByHash", old.hash, false],
			["eth_getBlockReceipts", old.hash],
			["eth_getTransactionReceipt", hash],
			["eth_getRawTransactionByHash", hash],
			["debug_traceTransaction", hash, callTracer],
			["trace_transaction", hash],
			["eth_getBalance", alice, { blockHash: old.hash }],
			["eth_call", { to: counter, data: total }, { blockHash: old.hash }],
			["eth_getLogs", { blockHash: old.hash }],
		]);
		expect(await ask("eth_getLogs", { fromBlock: "earliest", toBlock: "0x3" })).toHaveLength(2);
	});

	test("this node's tags, in objects too", async () => {
		await expectSame([["eth_getBlockReceipts", "0x3"]]);
		expect(await ask("eth_getBlockReceipts", { blockNumber: "latest" })).toEqual(
			await source.ask("eth_getBlockReceipts", "0x3"),
		);
	});

	test("traces of a range of blocks, before the fork and after", async () => {
		await expectSame([["trace_filter", { fromBlock: "0x1", toBlock: "0x2" }]]);
		const own = await createNode({ hardfork: "Prague", fork: { url: source.url, blockNumber: 3n } });
		const data = encodeFunctionData({ abi, functionName: "count", args: [2n] });
		await send(askerOf(own), { from: alice, to: counter, data });
		const filter = async (more: object): Promise<unknown> => {
			const range = { fromBlock: "0x1", toBlock: "latest", fromAddress: [alice, bob], ...more };
			const traces = (await askerOf(own)("trace_filter", range)) as { blockNumber: number; type: string }[];
			return traces.map(({ type, blockNumber }) => [type, blockNumber]);
		};
		const all = [
			["create", 1],
			["call", 2],
			["call", 3],
			["call", 4],
		];
		expect(await filter({})).toEqual(all);
		expect(await filter({ fromBlock: "earliest" })).toEqual(all);
		expect(await filter({ after: 1, count: 2 })).toEqual(all.slice(1, 3));
		expect(await filter({ after: 2, count: 9 })).toEqual(all.slice(2));
		expect(await filter({ count: 0 })).toEqual([]);
		await own.close();
	});

	test("who sent a transaction, who made a contract", async () => {
		await expectSame([
			["eth_getTransactionBySenderAndNonce", alice, "0x1"],
			["ots_getTransactionBySenderAndNonce", alice, 1],
			["ots_getContractCreator", counter],
		]);
		expect(await ask("ots_getContractCreator", bob)).toBe(null);
	});

	test.each([2, "0x2"])("blocks of Otterscan: %j", async (number) => {
		expect(await ask("ots_hasCode", counter, number)).toBe(true);
		expect(await ask("ots_hasCode", bob, number)).toBe(false);
		expect(await ask("ots_getBlockDetails", number)).toEqual(await source.ask("ots_getBlockDetails", 2));
		expect(await ask("ots_getBlockTransactions", number, 0, 5)).toEqual(
			await source.ask("ots_getBlockTransactions", 2, 0, 5),
		);
	});

	test("slots whose keys are short", async () => {
		const keys = ["0x0", "0x01", word(0n)];
		const at = async (given: readonly string[]): Promise<{ storageProof: { key: string; value: string }[] }> =>
			(await ask("eth_getProof", counter, given, "0x2")) as never;
		const { storageProof } = await at(keys);
		expect(storageProof.map(({ key }) => key)).toEqual(["0x0", "0x1", word(0n)]);
		const whole = await at([word(0n), word(1n), word(0n)]);
		expect(storageProof.map(({ value }) => value)).toEqual(whole.storageProof.map(({ value }) => value));
		expect(await ask("eth_getStorageAt", counter, "0x", "0x2")).toBe(
			await source.ask("eth_getStorageAt", counter, word(0n), "0x2"),
		);
		expect(await ask("eth_getStorageValues", { [counter]: ["0x0"] }, "0x2")).toEqual({
			[counter]: [await source.ask("eth_getStorageAt", counter, word(0n), "0x2")],
		});
		await expect(ask("eth_getProof", counter, ["0xzz"], "0x2")).rejects.toThrow("invalid hex in storage key");
	});

	test("the header of the last block in common, which is here", async () => {
		const { hash } = await blockAt(ask, "0x3");
		for (const of of [
			await ask("eth_getHeaderByNumber", "0x3"),
			await ask("eth_getHeaderByHash", hash),
			await ask("erigon_getHeaderByNumber", "0x3"),
		]) {
			expect(of).toMatchObject({ number: "0x3", hash });
		}
		expect(await ask("debug_getRawHeader", "0x3")).toMatch(/^0xf9/);
	});

	if (name === "anvil") return;

	test("what few nodes answer", async () => {
		const [hash] = old.transactions;
		const call = { to: counter, data: total };
		await expectSame([
			["erigon_getHeaderByNumber", "0x2"],
			["eth_getHeaderByNumber", "0x2"],
			["trace_callMany", [[call, ["trace"]]], "0x2"],
			["eth_callMany", [{ transactions: [call] }], { blockNumber: "0x2" }],
			["debug_accountInfoAt", "0x2", 0, alice],
			["debug_storageRangeAt", "0x2", 0, counter, "0x", 5],
			["trace_blockOpcodeGas", "0x2"],
			["trace_transactionOpcodeGas", hash],
		]);
	});
});

test("a method that the other node has not: an error that names that node", async () => {
	const origin = await createNode();
	await askerOf(origin)("anvil_mine", "0x3");
	const provider: RequestProvider = {
		request: ({ method, params }) => {
			if (/^(eth_getHeader|erigon_|ots_|trace_)/.test(method)) {
				return Promise.reject(Object.assign(new Error("Method not found"), { code: -32601 }));
			}
			return origin.provider.request({ method, params: params ?? [] });
		},
	};
	const node = await createNode({ fork: { provider, blockNumber: 2n } });
	const ask = askerOf(node);
	for (const [method, ...params] of [
		["eth_getHeaderByNumber", "0x1"],
		["erigon_getHeaderByNumber", "0x1"],
		["trace_block", "0x1"],
		["trace_filter", { fromBlock: "0x0", toBlock: "0x1" }],
		["ots_getBlockDetails", 1],
	] as const) {
		await expect(ask(method, ...params)).rejects.toMatchObject({
			code: -32000,
			message: `remote node: ${method}: Method not found`,
		});
	}
	expect(await ask("eth_getHeaderByNumber", "0x2")).toMatchObject({ number: "0x2" });
	await node.close();
	await origin.close();
});
