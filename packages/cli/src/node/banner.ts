import type { Address } from "@evmore/evm/bytes";
import { checksumAddress } from "@evmore/evm/crypto";
import type { NodeFacts } from "@evmore/node/server";
import { stylesFor } from "../terminal.js";

/** What a node says when it starts: the facts, and the words, that scripts look for in what anvil says. */
export function formatBanner(facts: NodeFacts, mnemonic: string, derivationPath: string): string {
	const { bold, dim } = stylesFor(1);
	const { accounts, privateKeys, chainId, hardfork, baseFee, gasLimit, genesisTimestamp, genesisNumber } = facts;
	const { headNumber, fork, balances } = facts;
	const list = (lines: readonly string[]): string[] => lines.map((line, index) => `(${index}) ${line}`);
	const heading = (text: string): string[] => ["", bold(text), dim("==================")];
	const title = (text: string): string[] => [...heading(text), ""];
	return [
		bold(`evmore ${facts.clientVersion.replace(/^evmore\//, "")}`),
		...title("Available Accounts"),
		...list(
			accounts.map((account, index) => `${checksumAddress(account as Address)} (${formatEther(balances[index]!)} ETH)`),
		),
		...title("Private Keys"),
		...list(privateKeys),
		...heading("Wallet"),
		`Mnemonic:          ${mnemonic}`,
		`Derivation path:   ${derivationPath}`,
		"",
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
		...title("Genesis Number"),
		`${genesisNumber}`,
		...(headNumber === genesisNumber ? [] : [...title("Head"), `${headNumber}`]),
		"",
	].join("\n");
}

/** Wei as ether, with its eighteen decimals. */
function formatEther(wei: bigint): string {
	const digits = String(wei).padStart(19, "0");
	return `${digits.slice(0, -18)}.${digits.slice(-18)}`;
}
