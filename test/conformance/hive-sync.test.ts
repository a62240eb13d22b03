import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseGenesis, splitBlocks } from "../../packages/evm/src/block/index.js";
import { Blockchain } from "../../packages/evm/src/chain/index.js";
import { type Chain, mainnet } from "../../packages/evm/src/spec/index.js";
import { fixturesDir, readJson } from "../fixtures.js";

const folder = fixturesDir();

describe.skipIf(folder === undefined)("a chain of 3000 blocks (ethereum/hive)", () => {
	test("is imported to its head", () => {
		const set = join(folder!, "chains/hive-sync");
		const head = readJson(join(set, "headblock.json")) as Readonly<Record<string, string>>;
		const network: Chain = {
			...mainnet,
			name: "hive",
			chainId: 3_503_995_874_084_926,
			activations: [{ fork: "Cancun", block: 0 }],
			terminalTotalDifficulty: 131_072n,
			daoForkBlock: undefined,
		};
		const chain = new Blockchain({ network, genesis: parseGenesis(readJson(join(set, "genesis.json"))) });
		let transactions = 0;
		let count = 0;
		for (const block of splitBlocks(readFileSync(join(set, "chain.rlp")))) {
			const result = chain.import(block);
			if (result.status === "refused") throw new Error(`block ${count + 1}: ${result.exception}, ${result.details}`);
			if (result.status === "imported") transactions += result.execution.receipts.length;
			count++;
		}
		expect(count).toBe(3000);
		expect(transactions).toBeGreaterThan(100);
		expect(chain.headHash).toBe(head.hash);
		expect(chain.head.stateRoot).toBe(head.stateRoot);
		expect(chain.state.stateRoot()).toBe(head.stateRoot);
	});
});
