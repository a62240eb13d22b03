import { expect, test } from "vitest";
import { describeProgram } from "../differential/program.js";
import { checkProgram, explainDifference } from "./check-program.js";
import { TierComparison } from "./compare-tiers.js";
import { generateTierProgram } from "./generate.js";

const seed = "evmore";
const programs = 1200;

// More of them: see test/tiers/fuzz.ts.
test("random programs do the same in the interpreter and compiled", async () => {
	const comparison = new TierComparison();
	let runs = 0;
	for (let index = 0; index < programs; index++) {
		const checked = await checkProgram(comparison, generateTierProgram(seed, index));
		runs += checked.runs;
		if (checked.failure !== undefined) expect.fail(await explainDifference(checked.failure));
	}
	// Some are run with many gas limits.
	expect(runs).toBeGreaterThan(programs * 5);
});

test("a program is the same whenever it is made", () => {
	for (let index = 0; index < 30; index++) {
		const [first, second] = [generateTierProgram("again", index), generateTierProgram("again", index)];
		expect(describeProgram(first.program)).toBe(describeProgram(second.program));
		expect(first.sweepsGas).toBe(second.sweepsGas);
	}
});
