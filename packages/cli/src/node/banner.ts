import type { NodeFacts } from "@evmore/node/server";
import { stylesFor } from "../terminal.js";

/** What a node says when it starts: the facts, and the words, that scripts look for in what anvil says. */
export function formatBanner(facts: NodeFacts, etherOfEach: string, mnemonic: string, derivationPath: string): string {
	const { bold, dim } = stylesFor(1);
	const { accounts, privateKeys, chainId, hardfork, baseFee, gasLimit, genesisTimestamp, headNumber, fork } = facts;
	const list = (lines: readonly string[]): string[] => lines.map((line, index) => `(${index}) ${line}`);
	const title = (text: string): string[] => ["", bold(text), dim("=================="), ""];
	return [
		bold(`evmore ${facts.clientVersion.replace(/^evmore\//, "")}`),
		...title("Available Accounts"),
		...list(accounts.map((account) => `${account} (${etherOfEach} ETH)`)),
		...title("Private Keys"),
		...list(privateKeys),
		...title("Wallet"),
		`Mnemonic:          ${mnemonic}`,
		`Derivation path:   ${derivationPath}`,
		...title("Chain ID"),
		`${chainId}`,
		...title("Hardfork"),
		hardfork,
		...(fork === undefined
			? []
			: [
					...title("Fork"),
					`Endpoint:          ${fork.url}`,
					`Block number:      ${fork.number}`,
					`Block hash:        ${fork.hash}`,
					`Chain ID:          ${fork.chainId}`,
				]),
		...(baseFee === undefined ? [] : [...title("Base Fee"), `${baseFee}`]),
		...title("Gas Limit"),
		`${gasLimit}`,
		...title("Genesis Timestamp"),
		`${genesisTimestamp}`,
		...(headNumber === 0n ? [] : [...title("Head"), `${headNumber}`]),
		"",
		"",
	].join("\n");
}
