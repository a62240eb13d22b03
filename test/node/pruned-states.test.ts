import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeBlock } from "@evmore/evm/block";
import { afterAll, expect, test } from "vitest";
import { DevNode } from "../../packages/node/src/node/dev-node.js";
import { reorganize, rollBack } from "../../packages/node/src/node/reorganize.js";
import { LmdbDatabase, pruneHistory, verifyDatabase } from "../../packages/node/src/persistence/index.js";
import { dispatch } from "../../packages/node/src/rpc/dispatch.js";

const folder = mkdtempSync(join(tmpdir(), "evmore-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const missing = /missing trie node 0x[0-9a-f]{64}: the state of .* is not kept/;

test("what needs a state that was pruned is refused, and changes nothing", async () => {
	const database = new LmdbDatabase(join(folder, "chain"));
	const node = await DevNode.create({ database, timestamp: 1_800_000_000n });
	const { chain } = node;
	const connection = { notify: undefined, subscriptions: new Map<string, () => void>() };
	const ask = (method: string, ...params: unknown[]): Promise<unknown> => dispatch(node, connection, method, params);
	const [alice, bob] = node.accounts.addresses as [string, string];
	const send = (value: string): Promise<unknown> => ask("eth_sendTransaction", { from: alice, to: bob, value });

	for (let i = 1; i <= 5; i++) await send("0x1");
	const old = chain.head;
	await ask("evm_mine");
	// Blocks 4 to 6 become a side chain, and others take their place.
	await reorganize(node, 3n, []);
	for (let i = 1; i <= 5; i++) await send("0x2");
	await node.editAccounts([["0x00000000000000000000000000000000000000aa", { balance: 1n }]]);
	const snapshot = (await ask("evm_snapshot")) as string;
	const kept = node.snapshots.list().map(([, { stateRoot }]) => stateRoot);
	await node.editAccounts([["0x00000000000000000000000000000000000000aa", { balance: 2n }]]);
	await send("0x3");
	expect(await pruneHistory(database, 1n, kept)).toBeGreaterThan(0);

	const { head } = chain;
	// A reorganisation onto a side chain, and a block upon it.
	await expect(node.exclusively(() => node.setHeadNow(old))).rejects.toThrow(missing);
	await expect(rollBack(node, 8n)).rejects.toThrow(missing);
	await expect(reorganize(node, 8n, [])).rejects.toThrow(missing);
	await expect(ask("anvil_rollback", 8)).rejects.toThrow(missing);
	expect(chain.head).toBe(head);
	expect(await ask("eth_getBalance", bob, "latest")).toBe(await ask("eth_getBalance", bob, "pending"));
	expect(await ask("eth_getBlockByHash", old.block.hash, true)).toMatchObject({ number: "0x5" });
	expect(verifyDatabase(database)).toMatchObject({ blocks: 13 });

	// The snapshot's state was kept, although what was set after it was not.
	expect(await ask("evm_revert", snapshot)).toBe(true);
	expect(await ask("eth_getBalance", "0x00000000000000000000000000000000000000aa", "latest")).toBe("0x1");
	await send("0x4");
	await node.close();

	// States that were read lately are still in memory; a new node has none.
	const again = await DevNode.create({ database: new LmdbDatabase(join(folder, "chain")) });
	for (const [method, ...params] of [
		["eth_getBalance", alice, "0x3"],
		["eth_getBalance", alice, { blockHash: old.block.hash }],
		["eth_call", { from: alice, to: bob, value: "0x1" }, "0x3"],
		["eth_getProof", alice, [], "0x3"],
		["debug_traceBlockByNumber", "0x3", {}],
	] as const) {
		await expect(dispatch(again, connection, method, params), method).rejects.toThrow(missing);
	}
	await again.close();
});

test("a block over a state that was pruned is not executed", async () => {
	const database = new LmdbDatabase(join(folder, "imported"));
	const [node, other] = await Promise.all([
		DevNode.create({ database, timestamp: 1_800_000_000n }),
		DevNode.create({ timestamp: 1_800_000_000n }),
	]);
	const blocks: Uint8Array[] = [];
	const [from, to] = other.accounts.addresses as [string, string];
	const silent = { notify: undefined, subscriptions: new Map<string, () => void>() };
	for (let i = 0; i < 3; i++) {
		await dispatch(other, silent, "eth_sendTransaction", [{ from, to, value: "0x1" }]);
		blocks.push(encodeBlock(other.chain.head.block));
	}
	await node.importBlock(blocks[0]!);
	await node.importBlock(blocks[1]!);
	const side = node.chain.head;
	await rollBack(node, 1n);
	for (let i = 0; i < 4; i++) await node.mine();
	await pruneHistory(database, 1n);
	const { head } = node.chain;
	await expect(node.importBlock(blocks[2]!)).rejects.toThrow(missing);
	expect(node.chain.head).toBe(head);
	expect(node.chain.block(side.block.hash)).toBeDefined();
	await node.mine();
	await node.close();
});
