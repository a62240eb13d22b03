import { expect, test } from "vitest";
import { compareProgram } from "./compare.js";
import { fuzzForks } from "./forks.js";
import { minimise } from "./minimise.js";
import { describeProgram, generateProgram } from "./program.js";

const seed = "evmore";
const programsPerFork = 250;

/** The first difference among the programs of a fork, minimised. */
async function findDifference(fork: string): Promise<string | undefined> {
	for (let index = 0; index < programsPerFork; index++) {
		const program = generateProgram(seed, index, fork);
		const comparison = await compareProgram(program);
		if (comparison.kind !== "different") continue;
		const small = await minimise(program, async (candidate) => (await compareProgram(candidate)).kind === "different");
		return `${comparison.difference}\n${describeProgram(small)}`;
	}
	return undefined;
}

// `npm run fuzz -- --seed evmore --fork … --replay evmore:INDEX` shows one of them.
test.each(fuzzForks.map(({ name }) => name))(
	"random programs under %s do what they do on @ethereumjs/evm",
	async (fork) => {
		expect(await findDifference(fork)).toBeUndefined();
	},
);

test("a program is the same whenever it is made", () => {
	for (let index = 0; index < 20; index++) {
		expect(describeProgram(generateProgram("again", index))).toBe(describeProgram(generateProgram("again", index)));
	}
});

test("a failing program is minimised to what makes it fail", async () => {
	const program = generateProgram(seed, 3, "Cancun");
	const containsStore = (text: string): boolean => /code 0x[0-9a-f]*55/.test(text);
	const small = await minimise(program, async (candidate) => containsStore(describeProgram(candidate)));
	expect(describeProgram(small).length).toBeLessThan(describeProgram(program).length);
	expect(containsStore(describeProgram(small))).toBe(containsStore(describeProgram(program)));
});
