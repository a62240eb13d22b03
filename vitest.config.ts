import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: [
			"packages/*/src/**/*.test.ts",
			"packages/evm/kernel/**/*.test.ts",
			"packages/evm/secp256k1/**/*.test.ts",
			"test/**/*.test.ts",
			"bench/**/*.test.ts",
		],
		testTimeout: 120_000,
		hookTimeout: 120_000,
		// By default one core is left idle, which on two is half of them.
		maxWorkers: availableParallelism(),
	},
});
