import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fixturesDir, readJson } from "../../../../test/fixtures.js";
import { compileTestModule, type TestModule } from "./test-module.js";

// File name to operation, and how many cases all files hold together.
const operations: Record<string, string> = {
	add: "add",
	and: "and",
	div: "div",
	gt: "gt",
	lt: "lt",
	mod: "mod",
	mul: "mul",
	sar: "sar",
	sdiv: "sdiv",
	sgt: "sgt",
	shl: "shl",
	shr: "shr",
	signext: "signextend",
	slt: "slt",
	xor: "xor",
};
const caseCount = 1215;

interface Vector {
	readonly X: string;
	readonly Y: string;
	readonly Expected: string;
}

const folder = fixturesDir();

describe.skipIf(folder === undefined)("opcode vectors", () => {
	let module: TestModule;
	beforeAll(async () => {
		module = await compileTestModule();
	});

	test(`all ${caseCount} cases`, () => {
		let cases = 0;
		const sp = module.operands + 64;
		for (const [file, operation] of Object.entries(operations)) {
			const vectors = readJson(join(folder!, "opcode-vectors", `testcases_${file}.json.gz`)) as Vector[];
			for (const { X, Y, Expected } of vectors) {
				// Y is the top of the stack.
				module.storeNumber(sp, BigInt(`0x${Y}`));
				module.storeNumber(sp - 32, BigInt(`0x${X}`));
				module.operation(operation)(sp);
				const result = module.loadNumber(sp - 32).toString(16).padStart(64, "0");
				expect(`${Y} ${operation} ${X} = ${result}`).toBe(`${Y} ${operation} ${X} = ${Expected}`);
				cases++;
			}
		}
		expect(cases).toBe(caseCount);
	});
});
