// The network that `hardhat node` makes; what it writes stays out of the checkout.
export default {
	networks: {
		node: {
			type: "edr-simulated",
			chainId: 31337,
			hardfork: "osaka",
			blockGasLimit: 200_000_000,
			initialBaseFeePerGas: 1_000_000_000,
			accounts: { count: 20 },
			loggingEnabled: false,
		},
	},
	paths: { artifacts: "node_modules/.artifacts", cache: "node_modules/.cache" },
};
