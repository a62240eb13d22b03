import type { ForkOptions, RemoteNode } from "../fork/remote-node.js";
import { DevNode } from "../node/dev-node.js";
import type { LmdbDatabase } from "../persistence/lmdb-database.js";
import { pruneHistory } from "../persistence/prune-history.js";
import { RemoteCacheFolder } from "../persistence/remote-cache-folder.js";
import { dispatch } from "../rpc/dispatch.js";
import { NodeBackend } from "./node-backend.js";
import type { ForkFacts, NodeFacts, PlainForkOptions, ThreadStart } from "./thread-messages.js";

/** Blocks between two prunings, at least. */
const blocksPerPruning = 256n;

/** A node with its database, as a backend, and what it tells about itself. */
export async function openBackend(
	{ node: options, datadir, history, limits, allowsSetters, isLogging }: ThreadStart,
	log: (line: string) => void,
	report: (error: unknown) => void,
): Promise<{ readonly backend: NodeBackend; readonly node: DevNode; readonly facts: NodeFacts }> {
	const database = datadir === undefined ? undefined : await openDatabase(datadir);
	try {
		const { fork, ...rest } = options;
		const node = await DevNode.create({
			...rest,
			...(isLogging && { log }),
			...(database !== undefined && { database }),
			...(fork !== undefined && { fork: forkOptionsOf(fork, log) }),
		});
		if (database !== undefined && history !== undefined) keepHistory(node, database, history, report);
		const silent = { notify: undefined, subscriptions: new Map<string, () => void>() };
		const first = node.chain.blockAt(node.chain.firstNumber)!.block.header;
		const facts: NodeFacts = {
			chainId: Number(node.chain.chainId),
			hardfork: node.chain.specOf(node.chain.head).fork,
			accounts: node.accounts.addresses,
			privateKeys: node.accounts.privateKeys,
			balances: await balancesOf(node),
			baseFee: node.chain.head.block.header.baseFee,
			gasLimit: node.chain.head.block.header.gasLimit,
			genesisTimestamp: first.timestamp,
			genesisNumber: first.number,
			headNumber: node.chain.head.block.header.number,
			fork: fork && node.remote && describeFork(fork.url, node.remote),
			clientVersion: String(await dispatch(node, silent, "web3_clientVersion", [])),
		};
		return { backend: new NodeBackend(node, { limits, allowsSetters, report }), node, facts };
	} catch (error) {
		await database?.close();
		throw error;
	}
}

/** What the accounts have now: a genesis, or the chain in the database, may have given them something else. */
async function balancesOf({ chain, accounts }: DevNode): Promise<bigint[]> {
	const state = chain.stateOf(chain.head);
	return Promise.all(accounts.addresses.map(async (address) => (await state.getAccount(address))?.balance ?? 0n));
}

function forkOptionsOf({ cacheFolder, ...fork }: PlainForkOptions, log: (line: string) => void): ForkOptions {
	return cacheFolder === undefined ? fork : { ...fork, cache: new RemoteCacheFolder(cacheFolder, log) };
}

function describeFork(url: string, { number, chainId, block }: RemoteNode): ForkFacts {
	return { url, number, hash: block.hash, chainId };
}

/** Only a node that keeps something on disk loads what does it. */
async function openDatabase(folder: string): Promise<LmdbDatabase> {
	const { LmdbDatabase } = await import("../persistence/lmdb-database.js");
	return new LmdbDatabase(folder);
}

/** Removes states that are old enough, now and then, when nothing else writes. */
function keepHistory(node: DevNode, database: LmdbDatabase, history: bigint, report: (error: unknown) => void): void {
	let prunedAt = -blocksPerPruning;
	const prune = (): void => {
		const { number } = node.chain.head.block.header;
		if (number - prunedAt < blocksPerPruning) return;
		prunedAt = number;
		const kept = node.snapshots.list().map(([, { stateRoot }]) => stateRoot);
		node.exclusively(() => pruneHistory(database, history, kept)).catch(report);
	};
	node.events.on("head", prune);
	prune();
}
