import type { Chain } from "../chain.js";

/** The test network for applications. It never had the forks that only delayed the difficulty bomb after London. */
export const sepolia: Chain = {
	name: "sepolia",
	chainId: 11_155_111,
	activations: [
		{ fork: "London", block: 0 },
		{ fork: "Paris", block: 1_450_409 },
		{ fork: "Shanghai", time: 1_677_557_088 },
		{ fork: "Cancun", time: 1_706_655_072 },
		{ fork: "Prague", time: 1_741_159_776 },
		{ fork: "Osaka", time: 1_760_427_360 },
		{ fork: "BPO1", time: 1_761_017_184 },
		{ fork: "BPO2", time: 1_761_607_008 },
	],
	terminalTotalDifficulty: 17_000_000_000_000_000n,
	daoForkBlock: undefined,
	depositContract: "0x7f02c3e3c98b133055b8b348b2ac625669ed295d",
};
