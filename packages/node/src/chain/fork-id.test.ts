import { mainnet } from "@evmore/evm/spec";
import { expect, test } from "vitest";
import { computeForkHash } from "./fork-id.js";

// EIP-2124 lists these for the main network.
const genesis = {
	hash: "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
	timestamp: 0n,
} as const;

test.each([
	[0n, 0n, "0xfc64ec04"],
	[1_149_999n, 0n, "0xfc64ec04"],
	[1_150_000n, 0n, "0x97c2c34c"],
	[1_920_000n, 0n, "0x91d1f948"],
	[2_463_000n, 0n, "0x7a64da13"],
	[2_675_000n, 0n, "0x3edd5b10"],
	[4_370_000n, 0n, "0xa00bc324"],
	[7_280_000n, 0n, "0x668db0af"],
	[9_069_000n, 0n, "0x879d6e30"],
	[9_200_000n, 0n, "0xe029e991"],
	[12_244_000n, 0n, "0x0eb440f6"],
	[12_965_000n, 0n, "0xb715077d"],
	[13_773_000n, 0n, "0x20c327fc"],
	[15_050_000n, 0n, "0xf0afd0e3"],
])("block %s of the main network", (number, timestamp, expected) => {
	expect(computeForkHash(mainnet, genesis, { number, timestamp })).toBe(expected);
});
