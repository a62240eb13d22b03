import { createRequire } from "node:module";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatNodeTestRunner from "@nomicfoundation/hardhat-node-test-runner";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import hardhatViemAssertions from "@nomicfoundation/hardhat-viem-assertions";
import { defineConfig } from "hardhat/config";

const { EVMORE_URL = "http://127.0.0.1:8545", EVMORE_OUTPUT = "." } = process.env;

export default defineConfig({
	plugins: [hardhatViem, hardhatViemAssertions, hardhatNetworkHelpers, hardhatNodeTestRunner],
	// The compiler of the npm package: nothing is downloaded.
	solidity: { version: "0.8.37", path: createRequire(import.meta.url).resolve("solc/soljson.js") },
	paths: {
		tests: { nodejs: "test", solidity: "hardhat-test" },
		artifacts: `${EVMORE_OUTPUT}/artifacts`,
		cache: `${EVMORE_OUTPUT}/cache`,
	},
	networks: {
		// The node signs.
		evmore: { type: "http", chainType: "l1", chainId: 31_337, url: EVMORE_URL, timeout: 120_000 },
		// Hardhat signs, with the keys of the mnemonic.
		signed: {
			type: "http",
			chainType: "generic",
			url: EVMORE_URL,
			timeout: 120_000,
			accounts: { mnemonic: "test test test test test test test test test test test junk", count: 3 },
		},
	},
});
