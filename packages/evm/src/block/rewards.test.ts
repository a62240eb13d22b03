import { describe, expect, test } from "vitest";
import { computeRewards, computeWithdrawalCredits } from "./rewards.js";

const ether = 10n ** 18n;
const miner = `0x${"aa".repeat(20)}` as const;
const other = `0x${"bb".repeat(20)}` as const;

describe("computeRewards (Yellow Paper 11.3)", () => {
	test("a block without ommers", () => {
		expect(computeRewards({ coinbase: miner, number: 7n }, [], 5n * ether)).toEqual([
			{ address: miner, amount: 5n * ether },
		]);
	});

	test.each([
		[1n, 4_375_000_000_000_000_000n],
		[2n, 3_750_000_000_000_000_000n],
		[6n, 1_250_000_000_000_000_000n],
	])("an ommer %d generations old", (generations, amount) => {
		const rewards = computeRewards(
			{ coinbase: miner, number: 7n },
			[{ coinbase: other, number: 7n - generations }],
			5n * ether,
		);
		expect(rewards).toEqual([
			{ address: other, amount },
			{ address: miner, amount: 5_156_250_000_000_000_000n },
		]);
	});

	test("two ommers", () => {
		const ommers = [6n, 5n].map((number) => ({ coinbase: other, number }));
		const rewards = computeRewards({ coinbase: miner, number: 7n }, ommers, 2n * ether);
		expect(rewards.map(({ amount }) => amount)).toEqual([
			(2n * ether * 7n) / 8n,
			(2n * ether * 6n) / 8n,
			(2n * ether * 34n) / 32n,
		]);
	});
});

test("withdrawals are counted in gwei (EIP-4895)", () => {
	const withdrawal = { index: 0n, validatorIndex: 1n, address: other, amount: 3n };
	expect(computeWithdrawalCredits([withdrawal])).toEqual([{ address: other, amount: 3_000_000_000n }]);
});
