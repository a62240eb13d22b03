import { describe, expect, test } from "vitest";
import { resolveSpec } from "../spec/spec.js";
import { listRewardTraces } from "./reward-traces.js";

const miner = "0x00000000000000000000000000000000000000f1";
const uncle = "0x00000000000000000000000000000000000000f2";
const olderUncle = "0x00000000000000000000000000000000000000f3";
const hash = `0x${"11".repeat(32)}` as const;
const ether = 10n ** 18n;

describe("listRewardTraces", () => {
	test("the block's own maker first, then those of its ommers", () => {
		const block = {
			header: { coinbase: miner, number: 100n },
			hash,
			ommers: [
				{ coinbase: uncle, number: 99n },
				{ coinbase: olderUncle, number: 98n },
			],
		} as const;
		const rewards = listRewardTraces(block, resolveSpec("Homestead")) as {
			action: { author: string; rewardType: string; value: string };
		}[];
		expect(rewards.map(({ action: { author, rewardType, value } }) => [author, rewardType, BigInt(value)])).toEqual([
			// 5 ether, and a 32nd of that for each ommer (Yellow Paper 11.3).
			[miner, "block", 5n * ether + (5n * ether * 2n) / 32n],
			[uncle, "uncle", (5n * ether * 7n) / 8n],
			[olderUncle, "uncle", (5n * ether * 6n) / 8n],
		]);
	});

	test("there are none with proof of stake", () => {
		const block = { header: { coinbase: miner, number: 1n }, hash, ommers: [] } as const;
		expect(listRewardTraces(block, resolveSpec("Paris"))).toEqual([]);
		expect(listRewardTraces(block, resolveSpec("London"))).toHaveLength(1);
	});
});
