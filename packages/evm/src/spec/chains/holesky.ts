import type { Chain } from "../chain.js";

/** The test network for staking from 2023 to 2025. */
export const holesky: Chain = {
	name: "holesky",
	chainId: 17_000,
	activations: [
		{ fork: "Paris", block: 0 },
		{ fork: "Shanghai", time: 1_696_000_704 },
		{ fork: "Cancun", time: 1_707_305_664 },
		{ fork: "Prague", time: 1_740_434_112 },
		{ fork: "Osaka", time: 1_759_308_480 },
		{ fork: "BPO1", time: 1_759_800_000 },
		{ fork: "BPO2", time: 1_760_389_824 },
	],
	terminalTotalDifficulty: 0n,
	daoForkBlock: undefined,
	depositContract: "0x4242424242424242424242424242424242424242",
};
