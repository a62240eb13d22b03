import { describe, expect, test } from "vitest";
import { zeroAddress } from "../bytes/address.js";
import { emptyRootHash } from "../crypto/keccak256.js";
import { resolveSpec } from "../spec/spec.js";
import { type Block, hashOmmers, type SizedBlock, sizeBlock } from "./block.js";
import { createGenesisHeader, parseGenesis } from "./genesis.js";
import { validateBody } from "./validate-body.js";
import { computeWithdrawalsRoot } from "./withdrawal.js";

const withdrawal = { index: 0n, validatorIndex: 0n, address: zeroAddress, amount: 1n };

function blockOf(fork: string, change: Partial<Block> = {}, header: Partial<Block["header"]> = {}): SizedBlock {
	const spec = resolveSpec(fork);
	return sizeBlock({
		header: { ...createGenesisHeader(parseGenesis({}), spec), ...header },
		transactions: [],
		ommers: [],
		withdrawals: spec.rules.withdrawals ? [] : undefined,
		...change,
	});
}

function refusalOf(block: SizedBlock, fork: string): string | undefined {
	return validateBody(block, resolveSpec(fork))?.exception;
}

describe("validateBody", () => {
	test.each(["Frontier", "London", "Shanghai", "Osaka"])("%s: a good body passes", (fork) => {
		expect(refusalOf(blockOf(fork), fork)).toBeUndefined();
	});

	test("ommers have their hash in the header", () => {
		const { header } = blockOf("Frontier");
		const ommers = [header];
		expect(refusalOf(blockOf("Frontier", { ommers }), "Frontier")).toBe("BlockException.INVALID_UNCLES_HASH");
		const right = blockOf("Frontier", { ommers }, { ommersHash: hashOmmers(ommers) });
		expect(refusalOf(right, "Frontier")).toBeUndefined();
	});

	test("withdrawals: there when the rules say so, with their root in the header (EIP-4895)", () => {
		expect(refusalOf(blockOf("Paris", { withdrawals: [] }), "Paris")).toBe("BlockException.RLP_STRUCTURES_ENCODING");
		expect(refusalOf(blockOf("Shanghai", { withdrawals: undefined }), "Shanghai")).toBe(
			"BlockException.RLP_WITHDRAWALS_NOT_READ",
		);
		const withdrawals = [withdrawal];
		expect(refusalOf(blockOf("Shanghai", { withdrawals }), "Shanghai")).toBe("BlockException.INVALID_WITHDRAWALS_ROOT");
		const withdrawalsRoot = computeWithdrawalsRoot(withdrawals);
		expect(withdrawalsRoot).not.toBe(emptyRootHash);
		expect(refusalOf(blockOf("Shanghai", { withdrawals }, { withdrawalsRoot }), "Shanghai")).toBeUndefined();
	});

	test("size (EIP-7934)", () => {
		const sized = (sizeBytes: number): SizedBlock => ({ ...blockOf("Osaka"), sizeBytes });
		expect(refusalOf(sized(8_388_608), "Osaka")).toBeUndefined();
		expect(refusalOf(sized(8_388_609), "Osaka")).toBe("BlockException.RLP_BLOCK_LIMIT_EXCEEDED");
		expect(refusalOf({ ...blockOf("Prague"), sizeBytes: 8_388_609 }, "Prague")).toBeUndefined();
	});
});
