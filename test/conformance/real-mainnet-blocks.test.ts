import { join } from "node:path";
import { Machine } from "@evmore/evm/evm";
import { MemoryState } from "@evmore/evm/state";
import { describe, expect, test } from "vitest";
import { type BlockFile, readBlockFile } from "../../packages/cli/src/replay/block-file.js";
import { checkOutcome } from "../../packages/cli/src/replay/check-outcome.js";
import { type BlockRun, executeBlockFile } from "../../packages/cli/src/replay/execute-block-file.js";
import { computeReceiptsRoot, computeTransactionsRoot } from "../../packages/evm/src/block/index.js";
import { bytesToHex, type Hex } from "../../packages/evm/src/bytes/index.js";
import { fixturesDir, readJson } from "../fixtures.js";

/** A block of the mainnet, what its execution reads, and what must come of it. */
interface RealBlock {
	readonly number: number;
	readonly expect: {
		readonly gasUsed: Hex;
		readonly receiptsRoot: Hex;
		readonly logsBloom: Hex;
		readonly transactionsRoot: Hex;
		readonly withdrawalsRoot: Hex;
		readonly hash?: Hex;
		readonly stateRoot?: Hex;
	};
	readonly witness?: unknown;
	readonly stateRootCheck: "none" | "pre" | "witness";
}

const folder = fixturesDir();

function readReal(number: number): RealBlock {
	return readJson(join(folder!, `real-mainnet-blocks/${number}.json.gz`)) as RealBlock;
}

async function execute(file: BlockFile, engine: "interpreter" | "compiler" | "auto"): Promise<BlockRun> {
	return executeBlockFile(new Machine(file.spec, new MemoryState(), engine), file);
}

describe.skipIf(folder === undefined)("blocks of the mainnet", () => {
	test.each([
		[21_872_325, "interpreter"],
		[21_872_325, "auto"],
		[22_615_247, "interpreter"],
		[22_615_247, "compiler"],
		[24_476_008, "interpreter"],
		[24_476_008, "auto"],
	] as const)("%i gives what its header says (%s)", async (number, engine) => {
		const real = readReal(number);
		const { expect: expected } = real;
		const file = readBlockFile(real, `${number}`);
		const outcome = (await execute(file, engine)).outcome!;
		expect(outcome.gasUsed).toBe(BigInt(expected.gasUsed));
		expect(computeReceiptsRoot(outcome.receipts)).toBe(expected.receiptsRoot);
		expect(bytesToHex(outcome.logsBloom)).toBe(expected.logsBloom);
		expect(computeTransactionsRoot(file.block.transactionBytes)).toBe(expected.transactionsRoot);
		expect(file.block.header.withdrawalsRoot).toBe(expected.withdrawalsRoot);
		if (expected.hash !== undefined) expect(file.block.hash).toBe(expected.hash);
		expect(file.hasStateRoot).toBe(real.stateRootCheck !== "none");
		if (file.hasStateRoot) expect(outcome.stateRoot).toBe(expected.stateRoot);
		expect(checkOutcome(file, outcome).every(({ ok }) => ok)).toBe(true);
	});

	test("one with a witness gives the same from the accounts alone", async () => {
		const { witness: _, ...real } = readReal(22_615_247);
		const file = readBlockFile(real, "22615247");
		expect(file.source).toBe("62 accounts");
		expect(file.hasStateRoot).toBe(false);
		const outcome = (await execute(file, "auto")).outcome!;
		expect(computeReceiptsRoot(outcome.receipts)).toBe(real.expect.receiptsRoot);
		expect(checkOutcome(file, outcome).every(({ ok }) => ok)).toBe(true);
	});

	test("a header that says something else is found out", async () => {
		const real = readReal(22_615_247);
		const file = readBlockFile(real, "22615247");
		const header = { ...file.block.header, gasUsed: file.block.header.gasUsed - 1n, stateRoot: file.block.hash };
		const wrong = { ...file, block: { ...file.block, header } };
		const { outcome } = await execute(wrong, "auto");
		const failed = checkOutcome(wrong, outcome!).filter(({ ok }) => !ok);
		expect(failed.map(({ name }) => name)).toEqual(["gas used", "state root"]);
	});

	test("a header that does not follow its parent's is refused", async () => {
		const file = readBlockFile(readReal(22_615_247), "22615247");
		const header = { ...file.block.header, baseFee: file.block.header.baseFee! + 1n };
		await expect(execute({ ...file, block: { ...file.block, header } }, "auto")).rejects.toThrow(
			/block 22615247 is refused: BlockException.INVALID_BASEFEE_PER_GAS/,
		);
	});
});
