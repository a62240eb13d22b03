import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { killNodes } from "./kill-node.js";

// 200 kills: EVMORE_KILLS=200 npx vitest run test/node/kill-node.test.ts
const kills = Number(process.env.EVMORE_KILLS ?? 8);

test(`${kills} nodes are killed at random moments, and no acknowledged block is lost`, {
	// Starting a node takes a second, or twenty on a machine that is busy.
	timeout: 60_000 + kills * 60_000,
}, async () => {
	const folder = mkdtempSync(join(tmpdir(), "evmore-test-"));
	try {
		const report = await killNodes(folder, kills, Math.random, (kill) => {
			if (kill % 20 === 0) console.log(`${kill} kills`);
		});
		console.log(JSON.stringify(report, (_, value) => (typeof value === "bigint" ? Number(value) : value)));
		expect(report.lost).toBe(0);
		expect(report.acknowledged).toBeGreaterThan(kills);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
