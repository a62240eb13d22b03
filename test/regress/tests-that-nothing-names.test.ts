import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evmore, folderWith } from "../end-to-end/evmore.js";

const stateTest = {
	env: {
		currentCoinbase: "0x2adc25665018aa1fe0e6bc666dac8fc2697ff9ba",
		currentGasLimit: "0x1000000",
		currentNumber: "0x1",
		currentTimestamp: "0x3e8",
		currentRandom: `0x${"00".repeat(32)}`,
		currentBaseFee: "0x0a",
	},
	pre: { "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b": { balance: "0xde0b6b3a7640000", nonce: "0x0", code: "0x" } },
	transaction: {
		data: ["0x"],
		gasLimit: ["0x186a0"],
		value: ["0x0"],
		gasPrice: "0x0a",
		nonce: "0x0",
		to: "0x00000000000000000000000000000000000000c0",
		sender: "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b",
	},
	post: {
		Merge: [{ hash: `0x${"00".repeat(32)}`, logs: `0x${"00".repeat(32)}`, indexes: { data: 0, gas: 0, value: 0 } }],
	},
};

// All of these said "0 passed", or nothing, and were a success.
describe("evmore statetest", () => {
	const path = join(folderWith({ "test.json": JSON.stringify({ one: stateTest }) }), "test.json");
	const empty = folderWith({});

	test.each([[[]], [["--summary"]]])("refuses a fork that does not exist: %j", async (options) => {
		const { exitCode, stdout, stderr } = await evmore(["statetest", ...options, "--statetest.fork", "Cancan", path]);
		expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
		expect(stderr).toBe((await evmore(["run", "--state.fork", "Cancan", "00"])).stderr);
	});

	test.each([
		[["--run", "nomatch"], "no test matches --run nomatch"],
		[["--statetest.fork", "Osaka"], "no test matches --statetest.fork Osaka"],
		[["--run", "one", "--statetest.index", "7"], "no test matches --run one --statetest.index 7"],
	])("fails when no test matches: %j", async (options, message) => {
		for (const more of [[], ["--summary"]]) {
			const outcome = await evmore(["statetest", ...more, ...options, path]);
			expect(outcome).toMatchObject({ exitCode: 1, stderr: `error: ${message}\n` });
		}
		const outcome = await evmore(["statetest", ...options], { input: `${path}\n` });
		expect(outcome).toMatchObject({ exitCode: 1, stderr: `error: ${message}\n` });
	});

	test("knows forks by any of their names", async () => {
		const { stdout } = await evmore(["statetest", "--statetest.fork", "paris", path]);
		expect(JSON.parse(stdout)).toMatchObject([{ name: "one", fork: "Merge" }]);
	});

	test("says that a folder has no tests", async () => {
		for (const options of [[], ["--summary"], ["--human"]]) {
			const outcome = await evmore(["statetest", ...options, empty]);
			expect(outcome).toMatchObject({ exitCode: 1, stderr: `error: no test files in ${empty}\n` });
		}
	});
});
