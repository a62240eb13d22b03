import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { computeDifficulty } from "../../packages/evm/src/block/difficulty.js";
import { resolveSpec, type Spec } from "../../packages/evm/src/spec/spec.js";
import { fixturesDir, readJson } from "../fixtures.js";

interface DifficultyCase {
	readonly parentTimestamp: string;
	readonly parentDifficulty: string;
	readonly parentUncles: string;
	readonly currentTimestamp: string;
	readonly currentBlockNumber: string;
	readonly currentDifficulty: string;
}

const folder = fixturesDir() ?? "";

/** keccak256 of an empty list: what `parentUncles` is when it is a hash and there are none. */
const noOmmersHash = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";

function difficultyOf(spec: Spec, vector: DifficultyCase): bigint {
	return computeDifficulty(spec, {
		parentDifficulty: BigInt(vector.parentDifficulty),
		parentTimestamp: BigInt(vector.parentTimestamp),
		parentHasOmmers: vector.parentUncles !== "0x00" && vector.parentUncles !== noOmmersHash,
		timestamp: BigInt(vector.currentTimestamp),
		number: BigInt(vector.currentBlockNumber),
	});
}

/** The cases whose difficulty comes out different, and how many there were. */
function run(cases: Readonly<Record<string, DifficultyCase>>, specOf: (number: number) => Spec): [string[], number] {
	const failures: string[] = [];
	const entries = Object.entries(cases);
	for (const [name, vector] of entries) {
		const difficulty = difficultyOf(specOf(Number(vector.currentBlockNumber)), vector);
		if (difficulty !== BigInt(vector.currentDifficulty)) {
			failures.push(`${name}: 0x${difficulty.toString(16)}, not ${vector.currentDifficulty}`);
		}
	}
	return [failures, entries.length];
}

/** Which fork's rules hold at a block, from the blocks at which they begin. */
function schedule(...forks: readonly (readonly [number, string])[]): (number: number) => Spec {
	const specs = forks.map(([start, name]) => [start, resolveSpec(name)] as const);
	return (number) => specs.findLast(([start]) => number >= start)![1];
}

describe.skipIf(folder === "")("difficulty", () => {
	test("ef-basic/DifficultyTests", () => {
		const root = join(folder, "ef-basic/DifficultyTests");
		let total = 0;
		for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
			if (!file.endsWith(".json.gz")) continue;
			for (const content of Object.values(readJson(join(root, file)) as Record<string, object>)) {
				for (const [fork, cases] of Object.entries(content)) {
					if (fork === "_info") continue;
					const spec = resolveSpec(fork);
					const [failures, count] = run(cases, () => spec);
					expect(failures, `${file} ${fork}`).toEqual([]);
					total += count;
				}
			}
		}
		expect(total).toBe(11_806);
	});

	test.each([
		[
			"difficultyMainNetwork",
			schedule(
				[0, "Frontier"],
				[1_150_000, "Homestead"],
				[4_370_000, "Byzantium"],
				[7_280_000, "Constantinople"],
				[9_200_000, "MuirGlacier"],
			),
			2254,
		],
		["difficultyRopsten", schedule([0, "Homestead"], [1_700_000, "Byzantium"], [4_230_000, "Constantinople"]), 2254],
	] as const)("ef-basic/BasicTests/%s", (name, specOf, expected) => {
		const cases = readJson(join(folder, `ef-basic/BasicTests/${name}.json.gz`)) as Record<string, DifficultyCase>;
		const [failures, count] = run(cases, specOf);
		expect(failures).toEqual([]);
		expect(count).toBe(expected);
	});
});
