import { defaultForkName } from "@evmore/evm/spec";
import type { NodeServerOptions } from "@evmore/node/server";
import { UsageError } from "../errors.js";
import { parseJson } from "../input/json-input.js";
import { parseUnsigned, parseWei } from "../input/option-values.js";
import { nameInput, readText } from "../input/text-input.js";
import { parseEther } from "./ether.js";
import { readForkOptions } from "./fork-options.js";
import type { NodeCommandOptions } from "./node-command.js";

const maxUint64 = (1n << 64n) - 1n;
const mostBytes = 2n ** 31n - 1n;
const mostAccounts = 10_000n;
const roomForAnything = 1n << 40n;
/** Half of what a text in JavaScript can have. */
const mostRequestBytes = 2 ** 28;

/** What a node is to be like, by the options of the command line. */
export async function readNodeOptions(options: NodeCommandOptions): Promise<NodeServerOptions> {
	const { mixedMining, mining, blockTime } = options;
	if (mixedMining && blockTime === undefined) throw new UsageError("--mixed-mining needs --block-time");
	if (!mining && blockTime !== undefined) throw new UsageError("--no-mining and --block-time do not go together");
	if (options.forkUrl !== undefined) {
		for (const [name, value] of [
			["--init", options.init],
			["--number", options.number],
		]) {
			if (value !== undefined) throw new UsageError(`--fork-url and ${name} do not go together`);
		}
	}
	// Not --cache-path: anvil keeps states there, and takes it without a fork.
	const forkOnly = {
		"--fork-block-number": options.forkBlockNumber,
		"--fork-transaction-hash": options.forkTransactionHash,
		"--fork-chain-id": options.forkChainId,
		"--fork-header": options.forkHeader,
		"--fork-retry-backoff": options.forkRetryBackoff,
		"--retries": options.retries,
		"--timeout": options.timeout,
	};
	for (const [name, value] of Object.entries(forkOnly)) {
		if (value !== undefined && options.forkUrl === undefined) throw new UsageError(`${name} needs --fork-url`);
	}
	if (options.history !== undefined && options.datadir === undefined) throw new UsageError("--history needs --datadir");
	const number = (text: string | undefined, name: string, max = maxUint64): bigint | undefined =>
		text === undefined ? undefined : parseUnsigned(text, name, max);
	if (options.disableBlockGasLimit && options.gasLimit !== undefined) {
		throw new UsageError("--disable-block-gas-limit and --gas-limit do not go together");
	}
	const gasLimit = options.disableBlockGasLimit ? roomForAnything : number(options.gasLimit, "--gas-limit");
	const codeSize = options.disableCodeSizeLimit
		? mostBytes
		: number(options.codeSizeLimit, "--code-size-limit", mostBytes);
	const chainId = number(options.chainId, "--chain-id", BigInt(Number.MAX_SAFE_INTEGER));
	const timestamp = number(options.timestamp, "--timestamp");
	const first = number(options.number, "--number");
	const maxTransactions = number(options.maxTransactions, "--max-transactions", mostBytes);
	const slots = number(options.slotsInAnEpoch, "--slots-in-an-epoch");
	const history = number(options.history, "--history");
	return {
		host: options.host,
		port: Number(parseUnsigned(options.port, "--port", 65535n)),
		...(options.ipc !== undefined && { ipc: options.ipc === true ? "/tmp/anvil.ipc" : options.ipc }),
		accounts: Number(parseUnsigned(options.accounts, "--accounts", mostAccounts)),
		balance: parseEther(options.balance, "--balance"),
		order: options.order as "fees" | "fifo",
		autoImpersonate: options.autoImpersonate,
		automine: mining && (blockTime === undefined || mixedMining),
		...(blockTime !== undefined && { blockTime: parseSeconds(blockTime) }),
		...(options.mnemonic !== undefined && { mnemonic: options.mnemonic }),
		...(options.derivationPath !== undefined && { derivationPath: options.derivationPath }),
		...(options.hardfork !== undefined && { hardfork: readHardfork(options.hardfork) }),
		...(slots !== undefined && { finalityDepth: 2n * slots }),
		...(options.init !== undefined && { genesis: parseJson(await readText(options.init), nameInput(options.init)) }),
		...(options.forkUrl !== undefined && { fork: readForkOptions(options, options.forkUrl) }),
		...(chainId !== undefined && { chainId: Number(chainId) }),
		...(timestamp !== undefined && { timestamp }),
		...(first !== undefined && { number: first }),
		...(gasLimit !== undefined && { gasLimit }),
		...(maxTransactions !== undefined && { maxTransactions: Number(maxTransactions) }),
		hasCreate2Deployer: !options.disableDefaultCreate2Deployer,
		logsConsole: !options.disableConsoleLog,
		printsTraces: options.printTraces,
		...(codeSize !== undefined && { codeSizeLimit: Number(codeSize) }),
		...(options.blockBaseFeePerGas !== undefined && {
			baseFee: parseWei(options.blockBaseFeePerGas, "--block-base-fee-per-gas"),
		}),
		...(options.gasPrice !== undefined && { minGasPrice: parseWei(options.gasPrice, "--gas-price") }),
		...(options.disableMinPriorityFee && { minPriorityFee: 0n }),
		checksPoolBalances: !options.disablePoolBalanceChecks,
		...(options.clientVersion !== undefined && { clientVersion: options.clientVersion }),
		...(options.datadir !== undefined && { datadir: options.datadir }),
		...(history !== undefined && { history }),
		...(options["http.vhosts"] !== undefined && { vhosts: splitList(options["http.vhosts"]) }),
		...(options["http.corsdomain"] !== undefined && { corsDomains: splitList(options["http.corsdomain"]) }),
		...(!options.requestSizeLimit && { limits: { requestBytes: mostRequestBytes } }),
		...(options.allowSetters && { allowsSetters: true }),
	};
}

/** anvil's name for the newest rules is one, too. */
function readHardfork(name: string): string {
	return name.toLowerCase() === "latest" ? defaultForkName : name;
}

/** Seconds between blocks; parts of a second may be given. */
function parseSeconds(text: string): number {
	const seconds = Number(text);
	if (!/^\d+(\.\d+)?$/.test(text.trim()) || !(seconds > 0)) {
		throw new UsageError(`--block-time: "${text}" is no number of seconds above 0`);
	}
	return seconds;
}

function splitList(text: string): string[] {
	return text.split(",").map((part) => part.trim());
}
