import { describe, expect, test } from "vitest";
import { forkAt } from "./chain.js";
import { parseTransition, transitionChain } from "./transition.js";
import { UnknownForkError } from "./unknown-fork-error.js";

describe("parseTransition", () => {
	test.each([
		["FrontierToHomesteadAt5", "Frontier", "Homestead", { block: 5 }],
		["HomesteadToDaoAt5", "Homestead", "DAO", { block: 5 }],
		["HomesteadToEIP150At5", "Homestead", "TangerineWhistle", { block: 5 }],
		["EIP158ToByzantiumAt5", "SpuriousDragon", "Byzantium", { block: 5 }],
		["ByzantiumToConstantinopleFixAt5", "Byzantium", "Petersburg", { block: 5 }],
		["ConstantinopleFixToIstanbulAt5", "Petersburg", "Istanbul", { block: 5 }],
		["BerlinToLondonAt5", "Berlin", "London", { block: 5 }],
		["ArrowGlacierToParisAtDiffC0000", "ArrowGlacier", "Paris", { totalDifficulty: 0xc0000n }],
		["ArrowGlacierToMergeAtDiff0xC0000", "ArrowGlacier", "Paris", { totalDifficulty: 0xc0000n }],
		["ParisToShanghaiAtTime15k", "Paris", "Shanghai", { time: 15_000 }],
		["ShanghaiToCancunAtTime15k", "Shanghai", "Cancun", { time: 15_000 }],
		["pragueToOsakaAtTime20", "Prague", "Osaka", { time: 20 }],
		["OsakaToBPO1AtTime15k", "Osaka", "BPO1", { time: 15_000 }],
		["BPO1ToBPO2AtTime15k", "BPO1", "BPO2", { time: 15_000 }],
	])("%s", (name, from, to, at) => {
		expect(parseTransition(name)).toEqual({ from, to, at });
	});

	test.each(["Berlin", "BerlinToLondon", "BerlinAt5", "ToAt5", "BerlinToLondonAt", "", "BerlinToLondonAt5k"])(
		"%s is no transition",
		(name) => {
			if (name === "ToAt5") expect(() => parseTransition(name)).toThrow(UnknownForkError);
			else expect(parseTransition(name)).toBeUndefined();
		},
	);

	test("an unknown fork in it is named", () => {
		expect(() => parseTransition("BerlinToLundonAt5")).toThrow('Unknown fork "Lundon". Did you mean "London"?');
		expect(() => parseTransition("XToLondonAt5")).toThrow(UnknownForkError);
	});
});

describe("transitionChain", () => {
	test("by block, with the DAO's balances", () => {
		const chain = transitionChain("HomesteadToDaoAt5", parseTransition("HomesteadToDaoAt5")!);
		expect(chain.daoForkBlock).toBe(5);
		expect(forkAt(chain, { number: 4n, timestamp: 99n })).toBe("Homestead");
		expect(forkAt(chain, { number: 5n, timestamp: 0n })).toBe("DAO");
	});

	test("by time", () => {
		const chain = transitionChain("x", parseTransition("ShanghaiToCancunAtTime15k")!);
		expect(forkAt(chain, { number: 1_000_000, timestamp: 14_999 })).toBe("Shanghai");
		expect(forkAt(chain, { number: 1, timestamp: 15_000 })).toBe("Cancun");
	});

	test("by total difficulty of the parent", () => {
		const chain = transitionChain("x", parseTransition("ArrowGlacierToParisAtDiffC0000")!);
		expect(chain.terminalTotalDifficulty).toBe(0xc0000n);
		const at = (parentTotalDifficulty: bigint): string =>
			forkAt(chain, { number: 3, timestamp: 3, parentTotalDifficulty });
		expect(at(0xbffffn)).toBe("ArrowGlacier");
		expect(at(0xc0000n)).toBe("Paris");
		expect(forkAt(chain, { number: 3, timestamp: 3 })).toBe("ArrowGlacier");
	});
});
