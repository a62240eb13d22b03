import type { Chain } from "../chain.js";

/** The test network for staking since 2025. */
export const hoodi: Chain = {
	name: "hoodi",
	chainId: 560_048,
	activations: [
		{ fork: "Cancun", block: 0 },
		{ fork: "Prague", time: 1_742_999_832 },
		{ fork: "Osaka", time: 1_761_677_592 },
		{ fork: "BPO1", time: 1_762_365_720 },
		{ fork: "BPO2", time: 1_762_955_544 },
	],
	terminalTotalDifficulty: 0n,
	daoForkBlock: undefined,
	depositContract: "0x00000000219ab540356cbb839cbe05303d7705fa",
};
