import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readChainConfig } from "../../packages/cli/src/replay/chain-config.js";
import { decodeBlock, parseGenesis, splitBlocks } from "../../packages/evm/src/block/index.js";
import { Blockchain } from "../../packages/evm/src/chain/index.js";
import { resolveSpec } from "../../packages/evm/src/spec/index.js";
import {
	decodeTransaction,
	encodeTransaction,
	InvalidTransactionError,
	recoverSender,
} from "../../packages/evm/src/tx/index.js";
import { Random } from "../differential/random.js";
import { fixturesDir, readJson } from "../fixtures.js";
import { mutateBlock, mutateBytes, mutateTransactions, transactionsOf } from "./mutate-rlp.js";

const folder = fixturesDir();

/** How many: `EVMORE_MUTATIONS=100000` is the full run, whose results docs/conformance.md has. */
const runs = Number(process.env.EVMORE_MUTATIONS ?? 5000);
const seed = process.env.EVMORE_SEED ?? "mutated blocks";

/**
 * Time of the processor that one may take, in milliseconds. A block takes 5 to 50, by machine and by what else shares its caches; what
 * this is to find is work that grows with what a block pretends to be, which takes seconds.
 */
const limitMs = 1000;

/** Milliseconds the processor worked, not counting what else it did: the machine may be busy. */
function cpuMs(work: () => void): number {
	const start = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}

/** As `cpuMs`; what took too long is done again, because garbage may have been collected or code compiled meanwhile. */
function leastCpuMs(work: () => void): number {
	let least = cpuMs(work);
	for (let again = 0; again < 3 && least > limitMs; again++) least = Math.min(least, cpuMs(work));
	return least;
}

describe.skipIf(folder === undefined)("mutated", () => {
	const set = join(folder ?? "", "rpc-compat/chain");
	const blocks = folder === undefined ? [] : [...splitBlocks(new Uint8Array(readFileSync(join(set, "chain.rlp"))))];

	test(`blocks of all forks are refused by name, change nothing, and take no time (${runs})`, {
		timeout: 3_600_000,
	}, () => {
		const json = readJson(join(set, "genesis.json"));
		const genesis = parseGenesis(json);
		const { network, specOf } = readChainConfig(json, genesis.difficulty, "genesis.json");
		const chain = new Blockchain({ network, specOf, genesis });
		const random = new Random(seed);
		const names = new Map<string, number>();
		const mutators = [mutateBytes, mutateBlock, mutateTransactions];
		let [slowestMs, refused, accepted] = [0, 0, 0];
		const perBlock = Math.ceil(runs / blocks.length);
		for (const block of blocks) {
			const { parentHash } = decodeBlock(block).header;
			const root = chain.stateAt(parentHash).stateRoot();
			// The time that the block itself takes is not the mutation's.
			let ownMs = 0;
			for (let run = 0; run < perBlock; run++) {
				const mutated = mutators[run % mutators.length]!(block, random);
				if (Buffer.compare(mutated, block) === 0) continue;
				let result: ReturnType<Blockchain["import"]> | undefined;
				const ms = leastCpuMs(() => {
					result = chain.import(mutated);
				});
				if (ms > limitMs && ownMs === 0) {
					const copy = new Blockchain({ network, specOf, genesis });
					for (const one of blocks) {
						if (one === block) ownMs = cpuMs(() => copy.import(one));
						else copy.import(one);
						if (one === block) break;
					}
				}
				slowestMs = Math.max(slowestMs, ms - ownMs);
				if (result!.status !== "refused") {
					// Some fields may hold anything: it is another block then.
					accepted++;
					continue;
				}
				refused++;
				const { exception } = result!;
				expect(exception).toMatch(/^(Block|Transaction)Exception\.[A-Z0-9_]+$/);
				names.set(exception, (names.get(exception) ?? 0) + 1);
				// Nothing of it is left.
				expect(chain.stateAt(parentHash).stateRoot()).toBe(root);
			}
			expect(chain.import(block).status).toBe("imported");
		}
		const counts = [...names].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} ${count}`);
		console.log(
			`${refused} blocks refused, ${accepted} valid, slowest ${slowestMs.toFixed(1)} ms; ${counts.length} names: ${counts.join(", ")}`,
		);
		expect(refused).toBeGreaterThan((refused + accepted) * 0.8);
		expect(names.size).toBeGreaterThan(15);
		expect(slowestMs).toBeLessThan(limitMs);
	});

	test(`transactions are decoded to what they encode to, or refused by name (${runs})`, { timeout: 3_600_000 }, () => {
		const transactions = blocks.flatMap(transactionsOf);
		const random = new Random(`${seed}, transactions`);
		const specs = [resolveSpec("Frontier"), resolveSpec("Osaka")];
		let [slowestMs, decoded, refused] = [0, 0, 0];
		for (let run = 0; run < runs; run++) {
			const bytes = mutateBytes(random.pick(transactions), random);
			slowestMs = Math.max(
				slowestMs,
				leastCpuMs(() => {
					try {
						const transaction = decodeTransaction(bytes);
						if (Buffer.compare(encodeTransaction(transaction), bytes) !== 0) throw new Error("encodes to other bytes");
						for (const spec of specs) recoverSender(transaction, spec);
						decoded++;
					} catch (error) {
						if (!(error instanceof InvalidTransactionError)) throw error;
						expect(error.exception).toMatch(/^TransactionException\.[A-Z0-9_]+$/);
						refused++;
					}
				}),
			);
		}
		console.log(`${decoded} transactions decoded, ${refused} refused, slowest ${slowestMs.toFixed(1)} ms`);
		expect(decoded).toBeGreaterThan(runs / 20);
		expect(refused).toBeGreaterThan(runs / 20);
		expect(slowestMs).toBeLessThan(limitMs);
	});
});
