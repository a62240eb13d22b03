import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNode, type EvmoreNode } from "../../packages/node/src/index.js";
import { type Ask, accounts, play, type Scenario } from "../node/otterscan-scenario.js";
import { Anvil } from "./anvil.js";

// What Otterscan asks for, of this node and of anvil, after the same transactions.

let anvil: Anvil;
let node: EvmoreNode;
let ours: Ask;
let theirs: Ask;
let scenario: Scenario;

beforeAll(async () => {
	anvil = await Anvil.start("osaka");
	node = await createNode({ hardfork: "Osaka" });
	theirs = (method, ...params) => anvil.ask(method, ...params);
	ours = async <T>(method: string, ...params: readonly unknown[]) =>
		(await node.provider.request({ method, params })) as T;
	// Both sign with their keys, so that the hashes are the same.
	await theirs("anvil_autoImpersonateAccount", false);
	scenario = await play(ours);
	expect(await play(theirs)).toEqual(scenario);
}, 60_000);

afterAll(async () => {
	anvil?.stop();
	await node?.close();
});

async function both<T = unknown>(method: string, ...params: readonly unknown[]): Promise<readonly [T, T]> {
	return [await ours<T>(method, ...params), await theirs<T>(method, ...params)];
}

async function expectSame(method: string, ...params: readonly unknown[]): Promise<void> {
	const [own, other] = await both(method, ...params);
	expect(own, `${method} ${JSON.stringify(params)}`).toEqual(other);
}

interface Operation {
	readonly type: number;
	readonly to: string;
}

interface Page {
	readonly txs: readonly { readonly hash: string }[];
	readonly receipts: readonly { readonly transactionHash: string }[];
	readonly firstPage: boolean;
	readonly lastPage: boolean;
}

const outline = ({ txs, receipts, ...flags }: Page): object => ({
	txs: txs.map(({ hash }) => hash),
	receipts: receipts.map(({ transactionHash }) => transactionHash),
	...flags,
});

/** Keys of an object and of those in it. */
function keysOf(value: unknown): unknown {
	if (Array.isArray(value)) return value.slice(0, 1).map(keysOf);
	if (typeof value !== "object" || value === null) return typeof value;
	return Object.fromEntries(
		Object.keys(value)
			.sort()
			.map((key) => [key, keysOf((value as Record<string, unknown>)[key])]),
	);
}

describe("Otterscan's methods answer as anvil's", () => {
	test("ots_getApiLevel", () => expectSame("ots_getApiLevel"));

	test("ots_hasCode", async () => {
		for (const [address, ...block] of [
			[accounts.caller, "latest"],
			[accounts.caller, "0x1"],
			[accounts.caller],
			[accounts.plain, 1],
			[scenario.first, "latest"],
		]) {
			await expectSame("ots_hasCode", address, ...block);
		}
	});

	test("ots_getInternalOperations", async () => {
		let left = 0;
		for (const hash of scenario.hashes) {
			const [own, other] = await both<Operation[]>("ots_getInternalOperations", hash);
			const traces = await ours<{ type: string; result?: { address?: string } }[]>("trace_transaction", hash);
			const created = new Set(traces.filter(({ type }) => type === "create").map(({ result }) => result?.address));
			// anvil lists creations that failed, too; here they have made nothing.
			expect(own).toEqual(other.filter(({ type, to }) => type < 2 || created.has(to)));
			left += other.length - own.length;
		}
		expect(left).toBe(2);
	});

	test("ots_traceTransaction", async () => {
		for (const hash of scenario.hashes) await expectSame("ots_traceTransaction", hash);
		await expectSame("ots_traceTransaction", `0x${"00".repeat(32)}`);
	});

	test("ots_getTransactionError", async () => {
		for (const hash of scenario.hashes) await expectSame("ots_getTransactionError", hash);
		await expectSame("ots_getTransactionError", `0x${"00".repeat(32)}`);
	});

	test("ots_getBlockDetails, ots_getBlockDetailsByHash", async () => {
		for (const number of [0, 1, "0x2", "latest"]) {
			const [own, other] = await both<{ block: { hash: string; transactionCount: number }; issuance: object }>(
				"ots_getBlockDetails",
				number,
			);
			expect(keysOf(own)).toEqual(keysOf(other));
			expect(own.issuance).toEqual(other.issuance);
			expect(own.block.transactionCount).toBe(other.block.transactionCount);
			expect(await ours("ots_getBlockDetailsByHash", own.block.hash)).toEqual(own);
		}
		for (const ask of [ours, theirs])
			await expect(ask("ots_getBlockDetails", 99)).rejects.toThrow("Resource not found");
		await expect(ours("ots_getBlockDetails", 99)).rejects.toMatchObject({ code: -32001 });
	});

	test("ots_getBlockTransactions", async () => {
		interface Transactions {
			readonly fullblock: {
				readonly transactions: readonly { readonly hash: string }[];
				readonly transactionCount: number;
			};
			readonly receipts: readonly Record<string, unknown>[];
		}
		for (const number of [3, 7]) {
			const [own, other] = await both<Transactions>("ots_getBlockTransactions", number, 0, 10);
			expect(keysOf(own.fullblock)).toEqual(keysOf(other.fullblock));
			// anvil's receipts have a price of blob gas whatever the transaction is.
			expect(keysOf(own.receipts)).toEqual(keysOf(other.receipts.map(({ blobGasPrice, ...receipt }) => receipt)));
			expect(own.fullblock.transactions[0]!.hash).toBe(other.fullblock.transactions[0]!.hash);
			expect(own.fullblock.transactionCount).toBe(1);
		}
		const [own, other] = await both<Transactions>("ots_getBlockTransactions", 1, 1, 10);
		expect([own.fullblock.transactions, own.receipts]).toEqual([other.fullblock.transactions, other.receipts]);
		// Otterscan counts pages by this: the block's transactions. anvil counts those of the page.
		expect([own.fullblock.transactionCount, other.fullblock.transactionCount]).toEqual([1, 0]);
	});

	test("ots_searchTransactionsBefore, ots_searchTransactionsAfter", async () => {
		const { first, second } = scenario;
		for (const method of ["ots_searchTransactionsBefore", "ots_searchTransactionsAfter"]) {
			for (const params of [
				[first, 0, 2],
				[first, 4, 2],
				[first, 4, 100],
				[first, 99, 2],
				[second, 0, 5],
				[accounts.paid, 0, 10],
				[accounts.alsoPaid, 0, 10],
				[accounts.reverting, 0, 1],
				[accounts.plain, 0, 10],
				[accounts.destroyed, 0, 10],
			]) {
				const [own, other] = await both<Page>(method, ...params);
				expect(outline(own), `${method} ${JSON.stringify(params)}`).toEqual(outline(other));
				expect(own.txs.length).toBe(own.receipts.length);
			}
		}
	});

	test("ots_getTransactionBySenderAndNonce", async () => {
		for (const nonce of [0, "0x1", 5, 77])
			await expectSame("ots_getTransactionBySenderAndNonce", scenario.first, nonce);
	});

	test("ots_getContractCreator", async () => {
		const { contractAddress } = await ours<{ contractAddress: string }>(
			"eth_getTransactionReceipt",
			scenario.hashes[2],
		);
		const created = (await ours<Operation[]>("ots_getInternalOperations", scenario.hashes[0]))
			.filter(({ type }) => type >= 2)
			.map(({ to }) => to);
		expect(created.length).toBe(2);
		for (const address of [contractAddress, ...created]) {
			await expectSame("ots_getContractCreator", address);
			expect(await ours("ots_getContractCreator", address)).not.toBeNull();
		}
		for (const address of [accounts.caller, scenario.first, accounts.plain]) {
			await expectSame("ots_getContractCreator", address);
		}
		// anvil names the creator of a contract that its transaction took back.
		const taken = scenario.hashes[7];
		expect(await ours("eth_getTransactionReceipt", taken)).toMatchObject({ status: "0x0" });
		const [, second] = await both<Operation[]>("ots_getInternalOperations", taken);
		const { to } = second.find(({ type }) => type === 2)!;
		expect(await ours("ots_getContractCreator", to)).toBeNull();
		expect(await theirs("ots_getContractCreator", to)).not.toBeNull();
	});
});
