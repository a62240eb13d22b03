import type { Hex } from "@evmore/evm";
import { createNode, type EvmoreNode, MemoryDatabase } from "@evmore/node";
import { encodeFunctionData } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	abi,
	alice,
	askerOf,
	bob,
	cell,
	destroyAndRead,
	hashes,
	observe,
	populate,
	type Receipt,
	type Source,
	send,
	startAnvil,
	startEvmore,
	wide,
	word,
} from "./fork-source.js";

describe.each([
	["evmore", startEvmore],
	["anvil", startAnvil],
])("a chain forked from %s", (name, start) => {
	let source: Source;
	let counter: Hex;
	let number: bigint;

	beforeAll(async () => {
		source = await start();
		counter = await populate(source.ask);
		number = BigInt((await source.ask("eth_blockNumber")) as Hex);
	});

	afterAll(() => source.stop());

	const fork = (options: object = {}): Promise<EvmoreNode> =>
		createNode({ hardfork: "Prague", fork: { url: source.url, blockNumber: number, ...options } });

	test("is the other chain up to a block: blocks, transactions, receipts, logs, old states", async () => {
		const node = await fork();
		const ask = askerOf(node);
		const first = (await source.ask("eth_getBlockByNumber", "0x1", true)) as {
			readonly hash: Hex;
			readonly transactions: readonly { readonly hash: Hex }[];
		};
		const { hash } = first.transactions[0]!;
		const questions: readonly (readonly [string, ...unknown[]])[] = [
			["eth_blockNumber"],
			["eth_chainId"],
			["eth_getBlockByNumber", "0x1", true],
			["eth_getBlockByHash", first.hash, false],
			["eth_getBlockByNumber", "earliest", false],
			["eth_getBlockByNumber", "latest", true],
			["eth_getBlockTransactionCountByNumber", "0x2"],
			["eth_getTransactionByHash", hash],
			["eth_getTransactionReceipt", hash],
			["eth_getTransactionByBlockNumberAndIndex", "0x1", "0x0"],
			["eth_getBlockReceipts", "0x2"],
			["eth_getLogs", { fromBlock: "0x0", toBlock: "latest", address: counter }],
			["eth_getLogs", { blockHash: first.hash }],
			["eth_getBalance", bob, "0x1"],
			["eth_getTransactionCount", bob, "0x2"],
			["eth_getCode", counter, "0x0"],
			["eth_getStorageAt", counter, "0x0", "0x1"],
			["eth_call", { to: counter, data: encodeFunctionData({ abi, functionName: "total" }) }, "0x2"],
			["eth_call", { to: counter, data: encodeFunctionData({ abi, functionName: "total" }) }, "latest"],
			["eth_feeHistory", "0x3", "latest", [50]],
			["eth_getTransactionByHash", word(1n)],
		];
		for (const [method, ...params] of questions) {
			expect([method, await ask(method, ...params)]).toEqual([method, await source.ask(method, ...params)]);
		}
		// What is asked for of both chains is joined.
		await send(ask, { to: counter, data: encodeFunctionData({ abi, functionName: "count", args: [9n] }) });
		const logs = (await ask("eth_getLogs", { fromBlock: "0x0", toBlock: "latest" })) as readonly { blockNumber: Hex }[];
		expect(logs.map(({ blockNumber }) => BigInt(blockNumber))).toEqual([2n, 3n, 4n, number + 1n]);
		const history = (await ask("eth_feeHistory", "0x4", "latest", [50])) as Record<string, readonly unknown[]>;
		expect([history.oldestBlock, history.gasUsedRatio!.length, history.baseFeePerGas!.length]).toEqual([
			`0x${(number - 2n).toString(16)}`,
			4,
			5,
		]);
		expect(history.reward).toHaveLength(4);
		await node.close();
	});

	test("gives the same results as executing there", async () => {
		const node = await fork();
		const ask = askerOf(node);
		const snapshot = await source.ask("evm_snapshot");
		const expected = await observe(source.ask, counter);
		expect(await observe(ask, counter)).toEqual(expected);
		const own = await ask("evm_snapshot");
		expect(await destroyAndRead(ask)).toEqual(await destroyAndRead(source.ask));
		await source.ask("evm_revert", snapshot);
		// The other chain has gone back; this one does not notice, and goes back by itself.
		expect(await ask("eth_getBalance", cell, "latest")).toBe("0x0");
		await ask("evm_revert", own);
		expect(await ask("eth_getBalance", cell, "latest")).toBe("0x64");
		await node.close();
	});

	test("knows the hashes of blocks before and after", async () => {
		const node = await fork();
		const ask = askerOf(node);
		await ask("anvil_mine", "0x3");
		for (let of = number - 3n; of <= number + 2n; of++) {
			const { hash } = (await ask("eth_getBlockByNumber", `0x${of.toString(16)}`, false)) as { readonly hash: Hex };
			expect(await ask("eth_call", { to: hashes, data: word(of) }, "latest")).toBe(hash);
		}
		const before = `0x${(number - 1n).toString(16)}`;
		expect(await ask("eth_getBlockByNumber", before, true)).toEqual(
			await source.ask("eth_getBlockByNumber", before, true),
		);
		await node.close();
	});

	test("traces what was executed here, and lets the other node trace the rest", async () => {
		const node = await fork();
		const ask = askerOf(node);
		const data = encodeFunctionData({ abi, functionName: "count", args: [4n] });
		const hash = await ask("eth_sendTransaction", { from: alice, to: counter, data });
		const trace = await ask("debug_traceTransaction", hash, { tracer: "callTracer" });
		expect(trace).toMatchObject({ from: alice, to: counter, input: data, output: word(5n + 9n + 4n) });
		const diff = await ask("debug_traceTransaction", hash, {
			tracer: "prestateTracer",
			tracerConfig: { diffMode: true },
		});
		expect(diff).toMatchObject({ pre: { [counter]: { storage: { [word(0n)]: word(14n) } } } });
		const [first] = ((await source.ask("eth_getBlockByNumber", "0x2", false)) as { transactions: Hex[] }).transactions;
		const tracer = { tracer: "callTracer" };
		expect(await ask("debug_traceTransaction", first, tracer)).toEqual(
			await source.ask("debug_traceTransaction", first, tracer),
		);
		const simulation = {
			blockStateCalls: [
				{ calls: [{ from: bob, to: counter, data }, { to: wide }, { to: hashes, data: word(number - 1n) }] },
			],
		};
		const [block] = (await ask("eth_simulateV1", simulation, "latest")) as [
			{ readonly calls: readonly { readonly returnData: Hex; readonly status: Hex }[] },
		];
		expect(block.calls.map(({ status, returnData }) => [status, returnData])).toEqual([
			["0x1", word(5n + 9n + 4n + 4n)],
			["0x1", word((7n * 199n * 200n) / 2n)],
			[
				"0x1",
				((await source.ask("eth_getBlockByNumber", `0x${(number - 1n).toString(16)}`, false)) as { hash: Hex }).hash,
			],
		]);
		await node.close();
	});

	test("needs a few messages per call, not one per slot", async () => {
		let messages = 0;
		let requests = 0;
		const counted: typeof fetch = async (...args) => {
			messages++;
			const body: unknown = JSON.parse(String(args[1]!.body));
			requests += Array.isArray(body) ? body.length : 1;
			return original(...args);
		};
		const original = globalThis.fetch;
		globalThis.fetch = counted;
		try {
			const node = await fork();
			const ask = askerOf(node);
			const report: string[] = [];
			const measure = async (what: string, method: string, ...params: readonly unknown[]): Promise<number> => {
				[messages, requests] = [0, 0];
				await ask(method, ...params);
				report.push(`${what}: ${messages} messages, ${requests} requests`);
				return messages;
			};
			const total = { to: counter, data: encodeFunctionData({ abi, functionName: "total" }) };
			const sum = { to: wide, data: "0x12345678" };
			expect(await measure("200 slots", "eth_call", sum, "latest")).toBeLessThanOrEqual(5);
			expect(await measure("200 slots again", "eth_call", sum, "latest")).toBe(0);
			expect(await measure("total()", "eth_call", total, "latest")).toBeLessThanOrEqual(3);
			expect(await measure("total() again", "eth_call", total, "latest")).toBe(0);
			const count = { from: alice, to: counter, data: encodeFunctionData({ abi, functionName: "count", args: [1n] }) };
			expect(await measure("count(1), mined", "eth_sendTransaction", count)).toBeLessThanOrEqual(6);
			// The next places of the ring buffers.
			expect(await measure("count(1) again, mined", "eth_sendTransaction", count)).toBeLessThanOrEqual(1);
			console.log(`forked from ${name}: ${report.join("; ")}`);
			await node.close();
		} finally {
			globalThis.fetch = original;
		}
	});

	test("starts anew at another block, from the same node only", async () => {
		const node = await fork();
		const ask = askerOf(node);
		await send(ask, { to: counter, data: encodeFunctionData({ abi, functionName: "clear" }) });
		await ask("anvil_reset", { forking: { jsonRpcUrl: source.url, blockNumber: 2 } });
		expect(await ask("eth_blockNumber")).toBe("0x2");
		expect(await ask("eth_call", { to: counter, data: encodeFunctionData({ abi, functionName: "total" }) })).toBe(
			word(8n),
		);
		expect(await ask("anvil_nodeInfo")).toMatchObject({ forkConfig: { forkUrl: source.url, forkBlockNumber: 2 } });
		await send(ask, { to: counter, data: encodeFunctionData({ abi, functionName: "count", args: [1n] }) });
		expect(await ask("eth_blockNumber")).toBe("0x3");
		await expect(ask("anvil_reset", { forking: { jsonRpcUrl: "http://127.0.0.1:1" } })).rejects.toThrow("not allowed");
		await ask("hardhat_reset");
		expect(await ask("eth_blockNumber")).toBe("0x0");
		expect(await ask("eth_getCode", counter, "latest")).toBe("0x");
		await node.close();
	});

	test("is gone on with at its own block, and from its own origin only", async () => {
		// A database in memory outlives the node as one on disk does.
		const database = new MemoryDatabase();
		const first = await createNode({
			hardfork: "Prague",
			database,
			fork: { url: source.url, blockNumber: number - 1n },
		});
		await askerOf(first)("anvil_mine", "0x2");
		await first.close();
		const again = await createNode({ hardfork: "Prague", database, fork: { url: source.url } });
		const ask = askerOf(again);
		expect(await ask("eth_blockNumber")).toBe(`0x${(number + 1n).toString(16)}`);
		expect(await ask("anvil_nodeInfo")).toMatchObject({ forkConfig: { forkBlockNumber: Number(number - 1n) } });
		await again.close();
		const other = await createNode();
		await askerOf(other)("anvil_mine", `0x${number.toString(16)}`);
		const fromOther = { provider: other.provider };
		await expect(createNode({ hardfork: "Prague", database, fork: fromOther })).rejects.toThrow(/where it was forked/);
		await expect(
			createNode({ hardfork: "Prague", database, fork: { url: source.url, blockNumber: 1n } }),
		).rejects.toThrow(/the block it was forked at/);
		await expect(createNode({ hardfork: "Prague", database })).rejects.toThrow(/forked from another node's/);
		await other.close();
	});

	test("begins after a transaction in the middle of a block", async () => {
		const snapshot = await source.ask("evm_snapshot");
		await source.ask("evm_setAutomine", false);
		const fees = { gas: "0x200000", maxPriorityFeePerGas: "0x0" };
		const count = { ...fees, to: counter, data: encodeFunctionData({ abi, functionName: "count", args: [10n] }) };
		const sent: Hex[] = [];
		// The highest price first, and with that the order is known.
		for (const [index, fields] of [
			{ ...count, gasPrice: "0x3000000000", maxPriorityFeePerGas: undefined },
			{
				...count,
				maxFeePerGas: "0x2000000000",
				maxPriorityFeePerGas: "0x200000000",
				accessList: [{ address: counter, storageKeys: [word(0n)] }],
			},
			{ ...count, maxFeePerGas: "0x1000000000" },
		].entries()) {
			const from = [alice, bob, "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc"][index];
			sent.push((await source.ask("eth_sendTransaction", { from, ...fields })) as Hex);
		}
		await source.ask("evm_mine");
		const [first, second, third] = sent;
		const theirs = (await source.ask("eth_getBlockByNumber", "latest", false)) as Record<string, unknown>;
		expect(theirs.transactions).toEqual(sent);
		const node = await fork({ blockNumber: undefined, transactionHash: second });
		const ask = askerOf(node);
		const ours = (await ask("eth_getBlockByNumber", "latest", false)) as Record<string, unknown>;
		expect(ours.transactions).toEqual([first, second]);
		for (const field of [
			"number",
			"parentHash",
			"timestamp",
			"miner",
			"gasLimit",
			"baseFeePerGas",
			"mixHash",
			"parentBeaconBlockRoot",
		]) {
			expect([field, ours[field]]).toEqual([field, theirs[field]]);
		}
		const total = { to: counter, data: encodeFunctionData({ abi, functionName: "total" }) };
		expect(await ask("eth_call", total, "latest")).toBe(word(14n + 20n));
		expect(await source.ask("eth_call", total, "latest")).toBe(word(14n + 30n));
		const {
			blockHash: _,
			logs: __,
			...ourReceipt
		} = (await ask("eth_getTransactionReceipt", second)) as Receipt & { blockHash: Hex };
		expect(await source.ask("eth_getTransactionReceipt", second)).toMatchObject(ourReceipt);
		expect(await ask("eth_getTransactionByHash", third)).toBeNull();
		await node.close();
		await expect(fork({ transactionHash: second })).rejects.toThrow("not both");
		await expect(fork({ blockNumber: undefined, transactionHash: word(1n) })).rejects.toThrow(
			"there is no transaction",
		);
		await source.ask("evm_setAutomine", true);
		await source.ask("evm_revert", snapshot);
	});

	test("another fork, a block that is not there, proofs of what is only there", async () => {
		await expect(fork({ blockNumber: 10_000n })).rejects.toThrow("there is no block 10000");
		const node = await fork();
		const ask = askerOf(node);
		await ask("anvil_mine", "0x1");
		await expect(ask("eth_getProof", counter, [], "latest")).rejects.toThrow("forked");
		await expect(ask("debug_executionWitness", "latest")).rejects.toThrow("forked");
		await node.close();
	});
});

test("a chain forked from another in the same process, and one from that", async () => {
	const origin = await createNode({ chainId: 77 });
	const counter = await populate(askerOf(origin));
	const child = await createNode({ fork: { provider: origin.provider } });
	const data = encodeFunctionData({ abi, functionName: "count", args: [1n] });
	await send(askerOf(child), { to: counter, data });
	const grandchild = await createNode({ fork: { provider: child.provider } });
	await send(askerOf(grandchild), { to: counter, data });
	const total = { to: counter, data: encodeFunctionData({ abi, functionName: "total" }) };
	const totals = await Promise.all([origin, child, grandchild].map((node) => askerOf(node)("eth_call", total)));
	expect(totals).toEqual([14n, 15n, 16n].map(word));
	expect(await askerOf(grandchild)("eth_chainId")).toBe("0x4d");
	for (const node of [grandchild, child, origin]) await node.close();
});

test("a chain forked after a transaction of each form", async () => {
	const origin = await createNode({ automine: false });
	const ask = askerOf(origin);
	const authorization = { chainId: "0x0", address: cell, nonce: "0x0", yParity: "0x1", r: "0x1", s: "0x2" };
	const access = [{ address: cell, storageKeys: [word(5n)] }];
	const sent: unknown[] = [];
	for (const fields of [
		{ type: "0x0", gasPrice: "0x77359400" },
		{ type: "0x1", gasPrice: "0x77359400", accessList: access },
		{ type: "0x2", accessList: access, to: undefined, input: "0x00" },
		{ type: "0x3", blobs: [`0x${"00".repeat(131072)}`] },
		{ type: "0x4", authorizationList: [authorization] },
	]) {
		sent.push(await ask("eth_sendTransaction", { from: alice, to: bob, gas: "0x100000", value: "0x1", ...fields }));
	}
	await ask("evm_mine");
	const whole = (await ask("eth_getBlockByNumber", "latest", true)) as Record<string, unknown>;
	expect((whole.transactions as { type: Hex }[]).map(({ type }) => type)).toEqual(["0x0", "0x1", "0x2", "0x3", "0x4"]);
	for (const [index, transactionHash] of sent.entries()) {
		const child = await createNode({ fork: { provider: origin.provider, transactionHash: transactionHash as Hex } });
		const block = (await askerOf(child)("eth_getBlockByNumber", "latest", false)) as Record<string, unknown>;
		expect(block.transactions).toEqual(sent.slice(0, index + 1));
		// With the last one it is the same block, but for the balances of the node's own accounts.
		if (index === 4) expect(block).toMatchObject({ receiptsRoot: whole.receiptsRoot, blobGasUsed: "0x20000" });
		await child.close();
	}
	await origin.close();
});
