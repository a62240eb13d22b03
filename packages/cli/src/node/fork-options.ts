import { homedir } from "node:os";
import { join } from "node:path";
import type { Hash } from "@evmore/evm";
import type { PlainForkOptions } from "@evmore/node/server";
import { UsageError } from "../errors.js";
import { parseUnsigned } from "../input/option-values.js";
import type { NodeCommandOptions } from "./node-command.js";

const maxUint64 = (1n << 64n) - 1n;
const mostRetries = 1000n;
const mostMilliseconds = (1n << 31n) - 1n;

/** What to fork from, by the options of the command line. */
export function readForkOptions(options: NodeCommandOptions, forkUrl: string): PlainForkOptions {
	const [, url, suffix] = /^(.*?)(?:@(\d+))?$/s.exec(forkUrl)!;
	if (suffix !== undefined && options.forkBlockNumber !== undefined) {
		throw new UsageError("--fork-url names a block already: --fork-block-number is one too many");
	}
	const transactionHash = options.forkTransactionHash;
	if (transactionHash !== undefined) {
		if (suffix !== undefined || options.forkBlockNumber !== undefined) {
			throw new UsageError("--fork-transaction-hash says which block: no other may be named");
		}
		if (!/^0x[0-9a-f]{64}$/i.test(transactionHash)) {
			throw new UsageError(`--fork-transaction-hash: "${transactionHash}" is no hash of 32 bytes`);
		}
	}
	const number = (text: string | undefined, name: string, most: bigint): number | undefined =>
		text === undefined ? undefined : Number(parseUnsigned(text, name, most));
	const block = suffix ?? options.forkBlockNumber;
	const cacheFolder =
		options.cachePath ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "evmore", "rpc");
	return {
		url: url!,
		headers: Object.fromEntries((options.forkHeader ?? []).map(parseHeader)),
		retries: number(options.retries, "--retries", mostRetries),
		retryDelayMs: number(options.forkRetryBackoff, "--fork-retry-backoff", mostMilliseconds),
		timeoutMs: number(options.timeout, "--timeout", mostMilliseconds),
		...(block !== undefined && { blockNumber: parseBlock(block) }),
		...(transactionHash !== undefined && { transactionHash: transactionHash.toLowerCase() as Hash }),
		...(options.forkChainId !== undefined && {
			chainId: parseUnsigned(options.forkChainId, "--fork-chain-id", maxUint64),
		}),
		...(options.storageCaching && { cacheFolder }),
	};
}

/** Below zero: so many before the newest block. */
function parseBlock(text: string): bigint {
	const [, sign, digits] = /^(-?)(.*)$/s.exec(text)!;
	const number = parseUnsigned(digits!, "--fork-block-number", maxUint64);
	return sign === "-" ? -number : number;
}

function parseHeader(text: string): [name: string, value: string] {
	const [, name, value] = /^([\w-]+):\s*(.*)$/s.exec(text) ?? [];
	if (name === undefined || /[\r\n]/.test(text)) {
		throw new UsageError(`--fork-header: "${text}" is no header of the form "Name: value"`);
	}
	return [name, value!];
}
