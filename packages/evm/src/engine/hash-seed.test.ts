import { afterEach, expect, test, vi } from "vitest";
import { randomSeed } from "./hash-seed.js";

afterEach(() => vi.unstubAllGlobals());

function differs(): void {
	const seeds = Array.from({ length: 20 }, randomSeed);
	expect(new Set(seeds).size).toBe(20);
	for (const seed of seeds) expect(seed >= 0n && seed < 1n << 64n).toBe(true);
}

test("every seed is another one", differs);

test("so it is where there is no file of random bytes, or none to be read", () => {
	const getRandomValues = vi.spyOn(globalThis.crypto, "getRandomValues");
	const refuse = (): never => {
		throw new Error("no such file");
	};
	for (const globals of [
		{ process: undefined },
		{ process: {} },
		{ process: { getBuiltinModule: () => ({ openSync: refuse }) } },
		{ process: { getBuiltinModule: () => ({ openSync: () => 9, readSync: () => 3, closeSync: () => undefined }) } },
		{ Deno: {} },
	]) {
		for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
		const before = getRandomValues.mock.calls.length;
		const seeds = [randomSeed(), randomSeed()];
		vi.unstubAllGlobals();
		expect(seeds[0]).not.toBe(seeds[1]);
		expect(getRandomValues.mock.calls.length).toBe(before + 2);
	}
});
