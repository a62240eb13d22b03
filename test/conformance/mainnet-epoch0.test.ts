import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseGenesis } from "../../packages/evm/src/block/index.js";
import { type Hex, hexToBytes } from "../../packages/evm/src/bytes/index.js";
import { Blockchain } from "../../packages/evm/src/chain/index.js";
import { mainnet } from "../../packages/evm/src/spec/index.js";
import { fixturesDir, readJson, readJsonLines } from "../fixtures.js";

interface Line {
	readonly number: number;
	readonly totalDifficulty: string;
	readonly block: Hex;
}

const folder = fixturesDir();

describe.skipIf(folder === undefined)("the first blocks of mainnet", () => {
	test("each ends in its header's state root, with ommers and rewards", () => {
		const set = join(folder!, "real-mainnet-epoch0");
		const lines = readJsonLines(join(set, "blocks-0-4095.jsonl.gz")) as Line[];
		expect(lines).toHaveLength(4096);
		const chain = new Blockchain({ network: mainnet, genesis: parseGenesis(readJson(join(set, "genesis.json.gz"))) });
		expect(chain.headHash).toBe("0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3");
		let ommers = 0;
		for (const { number, totalDifficulty, block } of lines.slice(1)) {
			const result = chain.import(hexToBytes(block));
			// A state root that differs is a refusal.
			expect(result).toMatchObject({ status: "imported", isHead: true });
			if (chain.head.ommersHash !== noOmmers) ommers++;
			expect(chain.head.number).toBe(BigInt(number));
			expect(chain.totalDifficulty).toBe(BigInt(totalDifficulty));
		}
		expect(chain.head.number).toBe(4095n);
		expect(ommers).toBeGreaterThan(100);
	});
});

/** The ommers hash of a block without ommers. */
const noOmmers = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";
