import { expect, test } from "vitest";
import { MemoryDatabase } from "../../packages/node/src/database/memory-database.js";
import { DevNode } from "../../packages/node/src/node/dev-node.js";

// Blocks were a second apart until the clock on the wall had come as far as the chain.
test("a chain whose time was moved goes on from there when it is opened again", async () => {
	let wallMs = 1_800_000_000_000;
	const wallTimeMs = (): number => wallMs;
	const database = new MemoryDatabase();
	const timeOf = ({ chain }: DevNode): bigint => chain.head.block.header.timestamp;
	const node = await DevNode.create({ database, wallTimeMs });
	node.clock.increase(1_000_000n, timeOf(node));
	await node.mine();
	const before = timeOf(node);
	expect(before).toBe(1_801_000_000n);
	wallMs += 10_000;
	const again = await DevNode.create({ database, wallTimeMs });
	wallMs += 12_000;
	await again.mine();
	expect(timeOf(again) - before).toBe(12n);
});
