import type { Chain } from "../chain.js";

/** Ethereum's main network. */
export const mainnet: Chain = {
	name: "mainnet",
	chainId: 1,
	activations: [
		{ fork: "Frontier", block: 0 },
		{ fork: "Homestead", block: 1_150_000 },
		{ fork: "DAO", block: 1_920_000 },
		{ fork: "TangerineWhistle", block: 2_463_000 },
		{ fork: "SpuriousDragon", block: 2_675_000 },
		{ fork: "Byzantium", block: 4_370_000 },
		{ fork: "Constantinople", block: 7_280_000 },
		{ fork: "Petersburg", block: 7_280_000 },
		{ fork: "Istanbul", block: 9_069_000 },
		{ fork: "MuirGlacier", block: 9_200_000 },
		{ fork: "Berlin", block: 12_244_000 },
		{ fork: "London", block: 12_965_000 },
		{ fork: "ArrowGlacier", block: 13_773_000 },
		{ fork: "GrayGlacier", block: 15_050_000 },
		{ fork: "Paris", block: 15_537_394 },
		{ fork: "Shanghai", time: 1_681_338_455 },
		{ fork: "Cancun", time: 1_710_338_135 },
		{ fork: "Prague", time: 1_746_612_311 },
		{ fork: "Osaka", time: 1_764_798_551 },
		{ fork: "BPO1", time: 1_765_290_071 },
		{ fork: "BPO2", time: 1_767_747_671 },
	],
	terminalTotalDifficulty: 58_750_000_000_000_000_000_000n,
	daoForkBlock: 1_920_000,
	depositContract: "0x00000000219ab540356cbb839cbe05303d7705fa",
};
