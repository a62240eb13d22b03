import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNode } from "../../packages/node/src/index.js";
import { type AnvilProcess, startAnvil } from "./anvil-process.js";
import { askUrl, startNode } from "./node-process.js";

type Ask = (method: string, ...params: unknown[]) => Promise<unknown>;

const timeout = 300_000;
const folder = mkdtempSync(join(tmpdir(), "evmore-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Stores 42 at slot 0, logs 32 bytes with the topic 7, and leaves a contract that stops.
const creation = "0x602a5f55600760205fa160015ff3";

/** Sends, and waits for the receipt: anvil answers before it mines. */
async function send(ask: Ask, transaction: object): Promise<unknown> {
	const hash = await ask("eth_sendTransaction", transaction);
	for (;;) {
		const receipt = await ask("eth_getTransactionReceipt", hash);
		if (receipt !== null) return receipt;
	}
}

/** Transactions of all kinds that a chain has: transfers, creations, failures, an impersonated sender. */
async function fill(ask: Ask): Promise<void> {
	const [alice, bob] = (await ask("eth_accounts")) as string[];
	await send(ask, { from: alice, to: bob, value: "0x1" });
	await send(ask, { from: alice, data: creation, gas: "0x30000" });
	await send(ask, { from: bob, to: alice, gasPrice: "0x77359400", gas: "0x5208", value: "0x5" });
	// A creation whose code fails at once.
	await send(ask, { from: bob, data: "0x5f5ffd", gas: "0x20000" });
	const stranger = "0x00000000000000000000000000000000000000aa";
	await ask("anvil_setBalance", stranger, "0xde0b6b3a7640000");
	await ask("anvil_impersonateAccount", stranger);
	await send(ask, { from: stranger, to: bob, value: "0x7", gas: "0x5208" });
	await ask("evm_mine");
}

/** Everything that a client can ask about the chain's blocks and the present state. */
async function describeChain(ask: Ask): Promise<object> {
	const head = Number(await ask("eth_blockNumber"));
	const blocks: unknown[] = [];
	for (let number = 0; number <= head; number++) {
		const block = (await ask("eth_getBlockByNumber", `0x${number.toString(16)}`, true)) as {
			hash: string;
			transactions: { hash: string }[];
		};
		const transactions = [];
		for (const { hash } of block.transactions) {
			transactions.push([await ask("eth_getTransactionByHash", hash), await ask("eth_getTransactionReceipt", hash)]);
		}
		const byHash = await ask("eth_getBlockByHash", block.hash, false);
		blocks.push([block, byHash, transactions]);
	}
	const accounts = [];
	// anvil lists impersonated accounts, too.
	const keys = ((await ask("eth_accounts")) as string[]).slice(0, 10);
	for (const address of [...keys, "0x00000000000000000000000000000000000000aa"]) {
		accounts.push([
			await ask("eth_getBalance", address, "latest"),
			await ask("eth_getTransactionCount", address, "latest"),
		]);
	}
	return plain({ head, blocks, accounts, logs: await ask("eth_getLogs", { fromBlock: "0x0", toBlock: "latest" }) });
}

/** Without what one of the two leaves out, or writes otherwise. */
function plain(value: unknown): object {
	const drop = new Set(["totalDifficulty", "blockTimestamp", "size", "gasPrice", "effectiveGasPrice", "blobGasPrice"]);
	return JSON.parse(
		JSON.stringify(value, (name, entry) => {
			if (drop.has(name)) return undefined;
			// anvil gives legacy transactions and their receipts empty lists, and zeros for blobs.
			if (name === "blobGasUsed" && entry === "0x0") return undefined;
			if (entry !== null && typeof entry === "object" && !Array.isArray(entry)) {
				return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
			}
			return entry;
		}),
	);
}

/** Without the sender that anvil recovers from the signature of an impersonated one, which no key made. */
function withoutRecovered(chain: object): object {
	return JSON.parse(
		JSON.stringify(chain, (_, entry) =>
			entry?.r === "0xaa" && entry.s === "0xaa" ? { ...entry, from: undefined } : entry,
		),
	);
}

let anvil: AnvilProcess;
let ofAnvil: object;
let dumpOfAnvil: string;

beforeAll(async () => {
	anvil = await startAnvil();
	const ask: Ask = (method, ...params) => askUrl(anvil.url, method, ...params);
	await fill(ask);
	ofAnvil = await describeChain(ask);
	dumpOfAnvil = (await ask("anvil_dumpState")) as string;
	await anvil.end();
}, timeout);

describe("a state file of anvil", () => {
	test("is read as anvil reads it: blocks, transactions, receipts, logs, accounts", { timeout }, async () => {
		for (const packed of [dumpOfAnvil, `0x${gunzipSync(Buffer.from(dumpOfAnvil.slice(2), "hex")).toString("hex")}`]) {
			const node = await createNode();
			const ask: Ask = (method, ...params) => node.provider.request({ method, params });
			expect(await ask("anvil_loadState", packed)).toBe(true);
			expect(await describeChain(ask)).toEqual(ofAnvil);
			// The chain goes on.
			const head = Number(await ask("eth_blockNumber"));
			const [alice, bob] = (await ask("eth_accounts")) as string[];
			const hash = await ask("eth_sendTransaction", { from: alice, to: bob, value: "0x1" });
			expect(await ask("eth_getTransactionReceipt", hash)).toMatchObject({
				blockNumber: `0x${(head + 1).toString(16)}`,
			});
			// What the file does not have are the states of old blocks.
			await expect(ask("eth_getBalance", alice, "0x1")).rejects.toThrow(
				/^missing trie node 0x[0-9a-f]{64}: the state of that block is not kept/,
			);
			await node.close();
		}
	});

	// anvil adds a first block each time that it is started with its own file, which was taken for a break in the chain.
	test("may have blocks beside the chain", async () => {
		const node = await createNode();
		const ask: Ask = (method, ...params) => node.provider.request({ method, params });
		const file = JSON.parse(gunzipSync(Buffer.from(dumpOfAnvil.slice(2), "hex")).toString()) as {
			blocks: { header: { number: string }; transactions: unknown[] }[];
		};
		const first = file.blocks.find(({ header }) => Number(header.number) === 0)!;
		const other = { ...first, header: { ...first.header, timestamp: "0x1" } };
		const blocks = [other, ...file.blocks.toReversed(), { ...other, header: { ...other.header, timestamp: "0x2" } }];
		await ask("anvil_loadState", `0x${gzipSync(JSON.stringify({ ...file, blocks })).toString("hex")}`);
		expect(await describeChain(ask)).toEqual(ofAnvil);
		await node.close();
	});

	test("that is broken is refused, and changes nothing", async () => {
		const node = await createNode();
		const ask: Ask = (method, ...params) => node.provider.request({ method, params });
		const before = await describeChain(ask);
		const file = JSON.parse(gunzipSync(Buffer.from(dumpOfAnvil.slice(2), "hex")).toString()) as {
			blocks: { header: { number: string; parentHash: string } }[];
			transactions: unknown[];
		};
		const load = (content: unknown): Promise<unknown> =>
			ask("anvil_loadState", `0x${gzipSync(JSON.stringify(content)).toString("hex")}`);
		const last = file.blocks.map(({ header }) => Number(header.number)).indexOf(2);
		const cut = file.blocks.filter((_, index) => index !== last);
		await expect(load({ ...file, blocks: cut })).rejects.toThrow(/there is no parent of block 3/);
		await expect(load({ ...file, transactions: [] })).rejects.toThrow(/transaction 0 of block \d has no receipt/);
		await expect(load({ ...file, blocks: [{}] })).rejects.toThrow(/a block has no header/);
		expect(await describeChain(ask)).toEqual(before);
		await node.close();
	});
});

describe("a state file of ours", () => {
	let ours: object;
	const file = join(folder, "state.json");

	beforeAll(async () => {
		const { process, url } = await startNode("--dump-state", file);
		const ask: Ask = (method, ...params) => askUrl(url, method, ...params);
		await fill(ask);
		ours = await describeChain(ask);
		await process.signal("SIGTERM");
	}, timeout);

	test("is read by anvil", { timeout }, async () => {
		const reader = await startAnvil("--load-state", file);
		const ask: Ask = (method, ...params) => askUrl(reader.url, method, ...params);
		const read = await describeChain(ask);
		const [alice, bob] = (await ask("eth_accounts")) as string[];
		const receipt = await send(ask, { from: alice, to: bob, value: "0x1" });
		await reader.end();
		expect(withoutRecovered(read)).toEqual(withoutRecovered(ours));
		expect(receipt).toMatchObject({ status: "0x1" });
	});

	test("is read by us", { timeout }, async () => {
		const { process, url } = await startNode("--load-state", file);
		const read = await describeChain((method, ...params) => askUrl(url, method, ...params));
		await process.signal("SIGTERM");
		expect(read).toEqual(ours);
	});
});

describe("states of old blocks", () => {
	/** What accounts had after each block: balances, nonces, code and a slot of everybody who did something. */
	async function describeStates(ask: Ask): Promise<unknown[]> {
		const head = Number(await ask("eth_blockNumber"));
		const keys = ((await ask("eth_accounts")) as string[]).slice(0, 2);
		const created = "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512";
		const delegating = keys[1]!;
		const states: unknown[] = [];
		for (let number = 0; number <= head; number++) {
			const at = `0x${number.toString(16)}`;
			for (const address of [...keys, created, "0x00000000000000000000000000000000000000aa"]) {
				states.push(await ask("eth_getBalance", address, at), await ask("eth_getTransactionCount", address, at));
			}
			states.push(await ask("eth_getCode", created, at), await ask("eth_getCode", delegating, at));
			states.push(await ask("eth_getStorageAt", created, "0x0", at));
			// Code that was read from the file runs: it jumps.
			states.push(await ask("eth_call", { to: "0x00000000000000000000000000000000000000bb" }, at));
		}
		return states;
	}

	async function fillWithCode(ask: Ask): Promise<void> {
		// Jumps over an INVALID, and ends in the middle of a PUSH that is not reached.
		await ask("anvil_setCode", "0x00000000000000000000000000000000000000bb", "0x600456fe5b602a5f5260205ff362ff");
		const [, bob] = (await ask("eth_accounts")) as string[];
		await ask("anvil_setCode", bob, `0xef0100${"bb".repeat(20)}`);
		await ask("evm_mine");
		await fill(ask);
	}

	test("of anvil's file are read", { timeout }, async () => {
		const writer = await startAnvil();
		const askAnvil: Ask = (method, ...params) => askUrl(writer.url, method, ...params);
		await fillWithCode(askAnvil);
		const states = await describeStates(askAnvil);
		const dump = await askAnvil("anvil_dumpState", true);
		await writer.end();
		const node = await createNode();
		const ask: Ask = (method, ...params) => node.provider.request({ method, params });
		await ask("anvil_loadState", dump);
		expect(await describeStates(ask)).toEqual(states);
		await node.close();
	});

	test("of our file are read by anvil, and by us", { timeout }, async () => {
		const file = join(folder, "old-states.json");
		const writer = await startNode("--dump-state", file, "--preserve-historical-states");
		const askWriter: Ask = (method, ...params) => askUrl(writer.url, method, ...params);
		await fillWithCode(askWriter);
		const states = await describeStates(askWriter);
		await writer.process.signal("SIGTERM");
		const anvilReader = await startAnvil("--load-state", file);
		const read = await describeStates((method, ...params) => askUrl(anvilReader.url, method, ...params));
		await anvilReader.end();
		expect(read).toEqual(states);
		const { process, url } = await startNode("--load-state", file);
		expect(await describeStates((method, ...params) => askUrl(url, method, ...params))).toEqual(states);
		await process.signal("SIGTERM");
	});

	test("that are none are refused", async () => {
		const node = await createNode();
		const load = (historical_states: unknown): Promise<unknown> => {
			const content = gzipSync(JSON.stringify({ accounts: {}, historical_states })).toString("hex");
			return node.provider.request({ method: "anvil_loadState", params: [`0x${content}`] });
		};
		const hash = `0x${"11".repeat(32)}`;
		const account = { nonce: 0, balance: "0x0", code: { Eof: "0x" } };
		await expect(load([[hash]])).rejects.toThrow("not a block's hash and its state");
		await expect(load([[hash, { accounts: { [`0x${"aa".repeat(20)}`]: account } }]])).rejects.toThrow(
			/no code in a form that is known/,
		);
		expect(await load([])).toBe(true);
		await node.close();
	});
});
