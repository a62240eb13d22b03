import { prepareNodeThread } from "@evmore/node/threads";
import { Command, Option } from "commander";
import { switchOption } from "../execution/execution-options.js";
import { takeAnvilOptions } from "./anvil-options.js";

/** Options of `node`, as commander gives them. */
export interface NodeCommandOptions {
	readonly port: string;
	readonly host: string;
	readonly ipc?: string | true;
	readonly accounts: string;
	readonly balance: string;
	readonly mnemonic?: string;
	readonly mnemonicRandom?: string | true;
	readonly derivationPath?: string;
	readonly clientVersion?: string;
	readonly hardfork?: string;
	readonly chainId?: string;
	readonly init?: string;
	readonly timestamp?: string;
	readonly number?: string;
	readonly gasLimit?: string;
	readonly codeSizeLimit?: string;
	readonly disableCodeSizeLimit: boolean;
	readonly disableBlockGasLimit: boolean;
	readonly disableDefaultCreate2Deployer: boolean;
	readonly gasPrice?: string;
	readonly disableMinPriorityFee: boolean;
	readonly disablePoolBalanceChecks: boolean;
	readonly blockBaseFeePerGas?: string;
	readonly blockTime?: string;
	readonly mining: boolean;
	readonly mixedMining: boolean;
	readonly order: string;
	readonly maxTransactions?: string;
	readonly slotsInAnEpoch?: string;
	readonly autoImpersonate: boolean;
	readonly forkUrl?: string;
	readonly forkBlockNumber?: string;
	readonly forkTransactionHash?: string;
	readonly forkChainId?: string;
	readonly forkHeader?: readonly string[];
	readonly forkRetryBackoff?: string;
	readonly retries?: string;
	readonly timeout?: string;
	readonly storageCaching: boolean;
	readonly cachePath?: string;
	readonly datadir?: string;
	readonly history?: string;
	readonly state?: string;
	readonly loadState?: string;
	readonly dumpState?: string;
	readonly stateInterval?: string;
	readonly preserveHistoricalStates: boolean;
	readonly configOut?: string;
	readonly "http.vhosts"?: string;
	readonly "http.corsdomain"?: string;
	readonly requestSizeLimit: boolean;
	readonly allowSetters: boolean;
	readonly disableConsoleLog: boolean;
	readonly printTraces: boolean;
	readonly quiet: boolean;
	readonly silent: boolean;
}

export function nodeCommand(): Command {
	return takeAnvilOptions(
		new Command("node")
			.description(
				"Runs an Ethereum node for development: JSON-RPC over HTTP and WebSocket, with accounts that have ether, in memory or " +
					"in a folder. Its options are those of anvil, where it has them.",
			)
			.optionsGroup("Where it listens:")
			.option("-p, --port <n>", "port; 0 is any that is free", "8545")
			.option("--host <address>", "address; 127.0.0.1 is this machine alone", "127.0.0.1")
			.option("--ipc [path]", "also at a local socket, a file that is made (default: /tmp/anvil.ipc)")
			.option(
				"--http.vhosts <names>",
				'names it may be addressed by, separated by commas; "*" is any (default: localhost)',
			)
			.option("--http.corsdomain <origins>", 'pages that may ask, separated by commas; "*" is any (default: none)')
			.addOption(new Option("--no-request-size-limit", "requests of more than 5 MiB, too"))
			.addOption(switchOption("allow-setters", "use of its keys and setters also when others can reach it"))
			.optionsGroup("The chain:")
			.option("--hardfork <name>", "the rules (default: Osaka)")
			.option("--chain-id <n>", "default: 31337, or what the genesis says")
			.option("--init <file>", "begin with this genesis JSON")
			.option("--timestamp <seconds>", "of the genesis, since 1970 (default: now)")
			.option("--number <n>", "of the genesis (default: 0)")
			.option("--gas-limit <gas>", "of blocks (default: 30000000)")
			.addOption(switchOption("disable-block-gas-limit", "blocks with room for anything"))
			.option(
				"--code-size-limit <bytes>",
				"of a contract's code; twice as many of initcode (default: what the rules say)",
			)
			.addOption(switchOption("disable-code-size-limit", "code of any size"))
			.option("--block-base-fee-per-gas <wei>", "base fee of the genesis (default: 1000000000)")
			.option("--gas-price <wei>", "least gas price of a transaction (default: 0)")
			.addOption(switchOption("disable-min-priority-fee", "eth_gasPrice offers the base fee alone"))
			.addOption(switchOption("disable-pool-balance-checks", "take transactions that their senders cannot pay"))
			.addOption(
				switchOption("disable-default-create2-deployer", "a genesis without the contract that deploys with CREATE2"),
			)
			.optionsGroup("Its accounts:")
			.option("-a, --accounts <n>", "how many", "10")
			.option("--balance <ether>", "of each", "10000")
			.option("-m, --mnemonic <words>", "words their keys come from (default: test … junk)")
			.option("--mnemonic-random [words]", "new words each time: 12, 15, 18, 21 or 24 of them")
			.option("--derivation-path <path>", "default: m/44'/60'/0'/0/")
			.option("--client-version <text>", "what web3_clientVersion answers, for tools that look for another node's name")
			.addOption(switchOption("auto-impersonate", "anybody may send in the name of everybody"))
			.optionsGroup("Mining (default: when a transaction comes):")
			.option("-b, --block-time <seconds>", "every so many seconds")
			.addOption(new Option("--no-mining", "only when it is asked to"))
			.addOption(switchOption("mixed-mining", "every --block-time seconds, and when a transaction comes"))
			.addOption(new Option("--order <order>", "which transactions first").choices(["fees", "fifo"]).default("fees"))
			.option("--max-transactions <n>", "most transactions in a block (default: as many as have room)")
			.option("--slots-in-an-epoch <n>", "so many blocks behind the head is safe, twice as many final (default: 32)")
			.optionsGroup("Forking another chain:")
			.option("-f, --fork-url <url>", "go on from the newest block of the node there; url@block: from that block")
			.option("--fork-block-number <n>", "from this block; -n is n before the newest one")
			.option("--fork-transaction-hash <hash>", "from this transaction; those before it in its block are executed here")
			.option("--fork-chain-id <n>", "the id of the chain there: it is not asked for")
			.option("--fork-header <header...>", 'sent with every request, as "Name: value"')
			.option("--retries <n>", "how often a request is repeated when the node is busy or out of reach (default: 5)")
			.option("--fork-retry-backoff <ms>", "before the first repetition; doubles each time (default: 500)")
			.option("--timeout <ms>", "for one request (default: 45000)")
			.addOption(new Option("--no-storage-caching", "do not keep what it answered on disk"))
			.option("--cache-path <folder>", "where that is kept (default: ~/.cache/evmore/rpc)")
			.optionsGroup("What is kept:")
			.option("--datadir <folder>", "keep everything in this folder; each block is on disk before it is acknowledged")
			.option("--history <n>", "keep the states of so many blocks before the head (default: all)")
			.option("--state <file>", "load the state from this file when it is there, and write it at the end")
			.option("--load-state <file>", "load the state from this file")
			.option("--dump-state <file>", "write the state to this file at the end")
			.option("-s, --state-interval <seconds>", "write it every so many seconds, too")
			.addOption(switchOption("preserve-historical-states", "write the states of old blocks, too"))
			.optionsGroup("What it tells:")
			.option("--config-out <file>", "write accounts, keys and chain as JSON")
			.addOption(switchOption("print-traces", "print the calls of every transaction and eth_call, as a tree"))
			.addOption(switchOption("disable-console-log", "do not print what contracts write with console.log"))
			.addOption(switchOption("quiet", "print nothing but errors", false, "-q"))
			.addOption(switchOption("silent", "the same").hideHelp())
			.addHelpText(
				"after",
				`
Examples:
  evmore node
  evmore node --port 0 --accounts 3 --balance 1 --hardfork Cancun
  evmore node --block-time 12 --datadir ./chain
  evmore node --init genesis.json --no-mining
  evmore node --fork-url https://example.org/rpc --fork-block-number 21000000

It ends with SIGINT or SIGTERM.`,
			)
			.action(async (options: NodeCommandOptions) => {
				// It starts while the rest is loaded.
				prepareNodeThread();
				const { runNode } = await import("./run-node.js");
				await runNode(options);
			}),
	);
}
