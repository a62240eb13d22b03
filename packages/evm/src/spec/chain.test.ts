import { describe, expect, test } from "vitest";
import { type Chain, forkAt } from "./chain.js";
import { daoAccounts, daoExtraData } from "./chains/dao-fork.js";
import { chains, holesky, hoodi, mainnet, sepolia } from "./chains/index.js";
import { forkNames } from "./fork-name.js";

function at(chain: Chain, number: number, timestamp = 0): string {
	return forkAt(chain, { number, timestamp });
}

describe("forkAt", () => {
	test("the main network by block", () => {
		expect(at(mainnet, 0)).toBe("Frontier");
		expect(at(mainnet, 1_149_999)).toBe("Frontier");
		expect(at(mainnet, 1_150_000)).toBe("Homestead");
		expect(at(mainnet, 1_920_000)).toBe("DAO");
		expect(at(mainnet, 2_463_000)).toBe("TangerineWhistle");
		expect(at(mainnet, 7_279_999)).toBe("Byzantium");
		expect(at(mainnet, 7_280_000)).toBe("Petersburg");
		expect(at(mainnet, 15_537_393)).toBe("GrayGlacier");
		expect(at(mainnet, 15_537_394)).toBe("Paris");
	});

	test("the main network by time", () => {
		expect(at(mainnet, 17_000_000, 1_681_338_454)).toBe("Paris");
		expect(at(mainnet, 17_000_000, 1_681_338_455)).toBe("Shanghai");
		expect(at(mainnet, 19_426_587, 1_710_338_135)).toBe("Cancun");
		expect(at(mainnet, 22_431_084, 1_746_612_311)).toBe("Prague");
		expect(at(mainnet, 23_935_694, 1_764_798_551)).toBe("Osaka");
		expect(at(mainnet, 24_000_000, 1_765_290_071)).toBe("BPO1");
		expect(at(mainnet, 25_000_000, 1_800_000_000)).toBe("BPO2");
	});

	test("a time does not count before the blocks of earlier forks", () => {
		expect(at(mainnet, 100, 1_800_000_000)).toBe("Frontier");
	});

	test("test networks", () => {
		expect(at(sepolia, 0)).toBe("London");
		expect(at(sepolia, 1_450_409)).toBe("Paris");
		expect(at(holesky, 0)).toBe("Paris");
		expect(at(holesky, 1, 1_740_434_112)).toBe("Prague");
		expect(at(hoodi, 0)).toBe("Cancun");
		expect(forkAt(hoodi, { number: 5n, timestamp: 1_762_955_544n })).toBe("BPO2");
	});
});

describe("chains", () => {
	test.each(chains.map((chain) => [chain.name, chain] as const))("%s: forks and activations rise", (_, chain) => {
		const order = chain.activations.map(({ fork }) => forkNames.indexOf(fork));
		expect(order).toEqual([...order].sort((a, b) => a - b));
		const starts = chain.activations.map((activation) =>
			"block" in activation ? activation.block : "time" in activation ? activation.time : Number.NaN,
		);
		expect(starts[0]).toBe(0);
		expect(starts).toEqual([...starts].sort((a, b) => a - b));
		expect(chain.depositContract).toMatch(/^0x[0-9a-f]{40}$/);
	});

	test("names and ids are unique", () => {
		expect(new Set(chains.map(({ name }) => name)).size).toBe(4);
		expect(new Set(chains.map(({ chainId }) => chainId)).size).toBe(4);
	});

	test("times of the beacon chain's forks are multiples of an epoch after its genesis", () => {
		const genesis: Readonly<Record<string, number>> = {
			mainnet: 1_606_824_023,
			sepolia: 1_655_733_600,
			holesky: 1_695_902_400,
			hoodi: 1_742_213_400,
		};
		for (const chain of chains) {
			for (const activation of chain.activations) {
				if ("time" in activation) expect((activation.time - genesis[chain.name]!) % 384).toBe(0);
			}
		}
	});

	test("the DAO's accounts", () => {
		expect(daoAccounts.length).toBe(116);
		expect(new Set(daoAccounts).size).toBe(116);
		expect(daoAccounts.every((address) => /^0x[0-9a-f]{40}$/.test(address))).toBe(true);
		expect(Buffer.from(daoExtraData.slice(2), "hex").toString("latin1")).toBe("dao-hard-fork");
	});
});
