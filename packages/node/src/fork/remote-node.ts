import type { Hash } from "@evmore/evm";
import { errorCodes, RpcError } from "../errors/rpc-error.js";
import { CallPrefetcher, type PrefetchedCall } from "./call-prefetcher.js";
import { HttpTransport, type HttpTransportOptions } from "./http-transport.js";
import { ProviderTransport, type RequestProvider } from "./provider-transport.js";
import { noCache, type RemoteCache } from "./remote-cache.js";
import { remoteFailure } from "./remote-error.js";
import { type RemoteHeader, readRemoteHeader } from "./remote-header.js";
import { type RemoteReplay, requestReplay } from "./remote-replay.js";
import { RemoteState } from "./remote-state.js";
import { readUint64, toQuantity } from "./remote-values.js";
import type { RpcTransport, Traffic } from "./rpc-transport.js";

/** Where a forked chain comes from, and where it leaves the other one. */
export interface ForkOptions extends Omit<HttpTransportOptions, "url"> {
	/** A node's JSON-RPC over HTTP. */
	readonly url?: string;
	/** Instead of a URL: whatever answers requests in the form of EIP-1193. */
	readonly provider?: RequestProvider;
	/** The last block in common; -n is n before the newest one. Default: the newest one. */
	readonly blockNumber?: bigint;
	/**
	 * Instead of a block: a transaction. The last block in common is the one before that transaction's, and the first block here has
	 * the transactions up to it. A chain that is there already, in a database, has it already.
	 */
	readonly transactionHash?: Hash;
	/** Its chain's id, where that is known: it is not asked for then. */
	readonly chainId?: bigint;
	/** Where answers are kept from one run to the next. Default: nowhere. */
	readonly cache?: RemoteCache;
}

/** A node that another chain is forked from, seen at the last block in common. */
export class RemoteNode {
	readonly #transport: RpcTransport;
	readonly #prefetcher: CallPrefetcher;
	readonly options: ForkOptions;
	readonly chainId: bigint;
	/** The last block in common. */
	readonly block: RemoteHeader;
	/** The state after it. */
	readonly state: RemoteState;
	/** What comes after it, of a fork from a transaction. */
	readonly replay: RemoteReplay | undefined;

	private constructor(
		options: ForkOptions,
		transport: RpcTransport,
		chainId: bigint,
		block: RemoteHeader,
		replay: RemoteReplay | undefined,
	) {
		this.replay = replay;
		this.options = options;
		this.#transport = transport;
		this.chainId = chainId;
		this.block = block;
		const answers = (options.cache ?? noCache).open(`${chainId}-${block.hash}`);
		this.state = new RemoteState(transport, answers, block.header.number);
		this.#prefetcher = new CallPrefetcher(transport, this.state, block.header.number);
	}

	/** @throws {RpcError} the node is out of reach, has no such block, or says things that make no sense */
	static async connect(options: ForkOptions): Promise<RemoteNode> {
		const { url, provider, blockNumber, transactionHash } = options;
		if ((url === undefined) === (provider === undefined)) {
			throw new RpcError("invalidParameters", "a fork needs a URL or a provider");
		}
		if (blockNumber !== undefined && transactionHash !== undefined) {
			throw new RpcError("invalidParameters", "a fork begins after a block or after a transaction, not both");
		}
		const transport =
			provider === undefined ? new HttpTransport({ ...options, url: checkUrl(url!) }) : new ProviderTransport(provider);
		const askId = async (): Promise<bigint> => readUint64("eth_chainId", await transport.request("eth_chainId", []));
		const replay = transactionHash && (await requestReplay(transport, transactionHash));
		const number = replay === undefined ? blockNumber : replay.header.number - 1n;
		const [chainId, block] = await Promise.all([options.chainId ?? askId(), requestBlock(transport, number)]);
		return new RemoteNode(options, transport, chainId, readRemoteHeader(block), replay);
	}

	get number(): bigint {
		return this.block.header.number;
	}

	get traffic(): Traffic {
		return this.#transport.traffic;
	}

	/** Asks the remote node itself. */
	async request(method: string, params: readonly unknown[]): Promise<unknown> {
		try {
			return await this.#transport.request(method, params);
		} catch (error) {
			// Passed on as it is, it would say that this node has no such method.
			const isUnknown = error instanceof RpcError && error.code === errorCodes.methodNotFound;
			throw isUnknown ? remoteFailure(method, error.shortMessage) : error;
		}
	}

	/** Whether a block or a transaction, as the remote node describes it, is one of the blocks in common. */
	includes(answer: unknown): boolean {
		const { blockNumber, number = blockNumber } = (answer ?? {}) as Readonly<Record<string, unknown>>;
		// A pending transaction has none.
		if (number === undefined || number === null) return false;
		return readUint64("number of a block", number) <= this.number;
	}

	/** Whether one of the blocks in common has this hash. */
	async hasBlock(hash: Hash): Promise<boolean> {
		return this.includes(await this.request("eth_getBlockByHash", [hash, false]));
	}

	/** Whether one of the transactions in the blocks in common has this hash. */
	async hasTransaction(hash: Hash): Promise<boolean> {
		return this.includes(await this.request("eth_getTransactionByHash", [hash]));
	}

	/** Reads what calls that run later will probably need, all at once. */
	async readAhead(calls: readonly PrefetchedCall[]): Promise<void> {
		await Promise.all(calls.map((call) => this.#prefetcher.readAhead(call)));
	}

	/** Runs a call of which it reads ahead what it will probably need, if that is worth it. */
	prefetching<T>(call: PrefetchedCall, run: () => Promise<T>): Promise<T> {
		return this.#prefetcher.run(call, run);
	}
}

/** @throws {RpcError} there is none */
async function requestBlock(transport: RpcTransport, blockNumber: bigint | undefined): Promise<unknown> {
	let number = blockNumber;
	if (number !== undefined && number < 0n) {
		number += readUint64("eth_blockNumber", await transport.request("eth_blockNumber", []));
	}
	if (number !== undefined && number < 0n) {
		throw new RpcError("serverError", `remote node: its chain has no ${-blockNumber!} blocks`);
	}
	const name = number === undefined ? "latest" : toQuantity(number);
	const block = await transport.request("eth_getBlockByNumber", [name, false]);
	if (block === null) throw new RpcError("serverError", `remote node: there is no block ${number ?? name}`);
	return block;
}

function checkUrl(url: string): string {
	let parsed: URL;
	try {
		parsed = new URL(url);
	} catch {
		throw new RpcError("invalidParameters", `fork: "${url}" is no URL`);
	}
	if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
		throw new RpcError("invalidParameters", `fork: "${url}" is no URL of http or https`);
	}
	return url;
}
