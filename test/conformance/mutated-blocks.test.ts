import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeBlock, parseGenesis, splitBlocks } from "../../packages/evm/src/block/index.js";
import { Blockchain } from "../../packages/evm/src/chain/index.js";
import { type Chain, mainnet } from "../../packages/evm/src/spec/index.js";
import { Random } from "../differential/random.js";
import { fixturesDir, readJson } from "../fixtures.js";

const folder = fixturesDir();
const runs = 3000;

/** Bytes with a few changes: bits flipped, bytes set, cut, put in or repeated. */
function mutate(bytes: Uint8Array, random: Random): Uint8Array {
	let mutated = [...bytes];
	for (let changes = 1 + random.below(3); changes > 0; changes--) {
		const at = random.below(mutated.length);
		switch (random.below(5)) {
			case 0:
				mutated[at]! ^= 1 << random.below(8);
				break;
			case 1:
				mutated[at] = [0, 0x7f, 0x80, 0xb8, 0xbf, 0xc0, 0xf8, 0xff][random.below(8)]!;
				break;
			case 2:
				mutated = mutated.slice(0, at + 1);
				break;
			case 3:
				mutated.splice(at, random.below(4), ...mutated.slice(at, at + random.below(40)));
				break;
			default:
				mutated.splice(at, 1 + random.below(3));
		}
		if (mutated.length === 0) mutated = [0xc0];
	}
	return Uint8Array.from(mutated);
}

describe.skipIf(folder === undefined)("blocks with faults", () => {
	test("are refused by name, change nothing, and take no time", { timeout: 600_000 }, () => {
		const set = join(folder!, "chains/hive-sync");
		const network: Chain = {
			...mainnet,
			chainId: 3_503_995_874_084_926,
			activations: [{ fork: "Cancun", block: 0 }],
			daoForkBlock: undefined,
		};
		const chain = new Blockchain({ network, genesis: parseGenesis(readJson(join(set, "genesis.json"))) });
		const blocks = [...splitBlocks(readFileSync(join(set, "chain.rlp")))].slice(0, 30);
		const random = new Random("mutated blocks");
		const names = new Map<string, number>();
		let slowestMs = 0;
		let refused = 0;
		for (const block of blocks) {
			const parent = decodeBlock(block).header.parentHash;
			const root = chain.stateAt(parent).stateRoot();
			for (let run = 0; run < runs / blocks.length; run++) {
				const mutated = mutate(block, random);
				if (Buffer.compare(mutated, block) === 0) continue;
				const start = process.cpuUsage();
				const result = chain.import(mutated);
				const { user } = process.cpuUsage(start);
				slowestMs = Math.max(slowestMs, user / 1000);
				// Some fields may hold anything: it is another block then.
				if (result.status !== "refused") continue;
				refused++;
				expect(result.exception).toMatch(/^(Block|Transaction)Exception\.[A-Z0-9_]+$/);
				names.set(result.exception, (names.get(result.exception) ?? 0) + 1);
			}
			expect(chain.stateAt(parent).stateRoot()).toBe(root);
			expect(chain.import(block)).toMatchObject({ status: "imported", isHead: true });
		}
		// Faults of many kinds were met.
		expect(refused).toBeGreaterThan(runs * 0.8);
		expect(names.size).toBeGreaterThan(10);
		// Time of the processor, as the machine may be busy with something else; collecting garbage is part of it.
		expect(slowestMs).toBeLessThan(500);
	});
});
