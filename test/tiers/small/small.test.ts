import { bytesToHex } from "@evmore/evm";
import { keccak256 } from "@evmore/evm/crypto";
import { emptyBlock, enterBlock } from "@evmore/evm/evm";
import { expect, test } from "vitest";
import { assembleItems } from "../../differential/item.js";
import { SmallCampaign, type SmallFailure } from "./campaign.js";
import { describeContract, generateContract, programsPerContract } from "./contract.js";
import { explainSmall } from "./explain.js";

const seed = "evmore";
/** How many contracts: 100,000 programs. More of them: see test/tiers/fuzz.ts. */
const contracts = 1000;
/** Half a minute on an idle core. */
const maxMs = 1_800_000;

test("100,000 small programs do the same in the interpreter and compiled", { timeout: maxMs }, async () => {
	const failures: SmallFailure[] = [];
	const campaign = new SmallCampaign(seed, (failure) => failures.push(failure));
	for (let number = 0; number < contracts && failures.length === 0; number++) campaign.run(number);
	for (const failure of failures) expect.fail(await explainSmall(failure));
	const { counts } = campaign;
	expect(counts.programs).toBe(100_000);
	expect(counts.runs).toBe(200_000);
	// A contract that was not compiled would be compared with itself.
	expect(counts.compiled).toBe(contracts);
	expect(counts.declined).toBe(0);
	// Half of the runs have too little gas, and end in the interpreter for that.
	expect(counts.watchedRuns).toBeGreaterThan(2500);
	expect(counts.detours).toBeLessThan(counts.watchedRuns * 0.6);
	// Programs that fail early show little.
	expect(counts.ends.success).toBeGreaterThan(counts.programs * 0.7);
});

function hash(bytes: Uint8Array): string {
	return bytesToHex(keccak256(bytes));
}

test("a contract is the same whenever it is made, at once or from items", () => {
	for (let number = 0; number < 20; number++) {
		const { code } = generateContract("again", number);
		expect(hash(generateContract("again", number).code)).toBe(hash(code));
		const { dispatcher, ends, programs } = describeContract("again", number);
		expect(programs.length).toBe(programsPerContract);
		expect(hash(assembleItems([...dispatcher, ...ends, ...programs.flat()]))).toBe(hash(code));
	}
});

test("a difference is found, and told", async () => {
	const failures: SmallFailure[] = [];
	const campaign = new SmallCampaign("different", (failure) => failures.push(failure));
	for (let number = 0; failures.length === 0; number++) {
		// The compiler's machine is in another block.
		const { compiler } = campaign.pairFor(generateContract("different", number).fork);
		enterBlock(compiler, emptyBlock, 2n);
		campaign.run(number);
	}
	// Only these machines are broken: in new ones the program does the same.
	const text = await explainSmall(failures[0]!);
	expect(text).toMatch(/^DIFFERENT different:\d+ /);
	expect(text).toContain("only behind other programs");
});
