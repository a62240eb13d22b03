import { type Address, defaultForkName, resolveSpec, type Spec, zeroAddress } from "@evmore/evm";
import { type Genesis, type GenesisAccount, parseGenesis, sizeBlock } from "@evmore/evm/block";
import { emptyCodeHash, emptyRootHash } from "@evmore/evm/crypto";
import { type ConfiguredChain, chains, forkAt, parseChainConfig, singleForkChain } from "@evmore/evm/spec";
import {
	createDevGenesis,
	createGenesisBlock,
	type FirstBlock,
	listSystemContracts,
	richAccount,
	toChanges,
} from "../chain/genesis.js";
import type { ChainOrigin } from "../chain/node-chain.js";
import type { Database, StoredBlock } from "../database/database.js";
import { invalidParameters } from "../errors/rpc-error.js";
import { RemoteNode } from "../fork/remote-node.js";
import { DraftState } from "../state/draft-state.js";
import { withCodeSizeLimit } from "./code-size-limit.js";
import type { NodeOptions } from "./node-options.js";

const ether: bigint = 10n ** 18n;
const gwei = 10n ** 9n;

/** What a chain begins with. */
export interface ChainStart {
	readonly origin: ChainOrigin;
	/** The node it is forked from. */
	readonly remote: RemoteNode | undefined;
	/** Makes its first block. */
	createFirst(database: Database): FirstBlock | Promise<FirstBlock>;
}

/** A chain of its own, or one forked from a remote node's, as the options say. */
export async function prepareChain(options: NodeOptions, accounts: readonly Address[]): Promise<ChainStart> {
	return options.fork === undefined ? prepareOwnChain(options, accounts) : prepareFork(options, accounts);
}

function prepareOwnChain(options: NodeOptions, accounts: readonly Address[]): ChainStart {
	const origin = withCodeSizeLimit(networkOf(options), options.codeSizeLimit);
	return {
		origin,
		remote: undefined,
		createFirst(database) {
			if (options.genesis !== undefined) {
				const genesis = parseGenesis(options.genesis);
				const rules = genesisSpec(origin, genesis);
				return createGenesisBlock(database, genesis, rules, listFurther(genesis, accounts, options.balance));
			}
			const spec = origin.specOf(origin.network.activations[0]!.fork);
			const genesis = createDevGenesis({
				spec,
				accounts,
				balance: options.balance ?? defaultBalance,
				gasLimit: options.gasLimit ?? 30_000_000n,
				baseFee: options.baseFee ?? gwei,
				timestamp: options.timestamp ?? BigInt(Math.floor((options.wallTimeMs ?? Date.now)() / 1000)),
				number: options.number ?? 0n,
				coinbase: options.coinbase ?? zeroAddress,
				hasCreate2Deployer: options.hasCreate2Deployer ?? true,
			});
			return createGenesisBlock(database, genesis, spec);
		},
	};
}

/** The rules of a chain's first block: those of the last fork that has begun there. */
export function genesisSpec({ network, specOf }: ConfiguredChain, { number, timestamp }: Genesis): Spec {
	return specOf(forkAt(network, { number, timestamp }));
}

/** This node's accounts that a genesis file does not name, where they are to have ether. The genesis stays what it is. */
function listFurther(genesis: Genesis, accounts: readonly Address[], balance: bigint | undefined): GenesisAccount[] {
	if (balance === undefined) return [];
	const named = new Set(genesis.accounts.map(({ address }) => address));
	return accounts.filter((address) => !named.has(address)).map((address) => richAccount(address, balance));
}

const defaultBalance = 10_000n * ether;

async function prepareFork(options: NodeOptions, accounts: readonly Address[]): Promise<ChainStart> {
	if (options.genesis !== undefined) throw invalidParameters("a forked chain has no genesis of its own");
	const remote = await RemoteNode.connect(options.fork!);
	const chainId = options.chainId ?? Number(remote.chainId);
	const network = withCodeSizeLimit(forkedNetwork(options.hardfork, remote.chainId, chainId), options.codeSizeLimit);
	const origin = { ...network, base: remote.state };
	return {
		origin,
		remote,
		createFirst: (database) => createForkBlock(database, remote, origin, accounts, options.balance),
	};
}

/** The rules of a forked chain: those of the network if they are known, unless others are asked for. */
function forkedNetwork(hardfork: string | undefined, remoteId: bigint, chainId: number): ConfiguredChain {
	const known = chains.find((chain) => BigInt(chain.chainId) === remoteId);
	if (hardfork === undefined && known !== undefined) {
		return { network: { ...known, chainId }, specOf: (fork) => resolveSpec(fork) };
	}
	return networkOfFork(hardfork, chainId);
}

/** The last block in common, after which the accounts of this node are rich. */
async function createForkBlock(
	database: Database,
	{ block: { header, hash, totalDifficulty }, state: base }: RemoteNode,
	{ network, specOf }: ConfiguredChain,
	accounts: readonly Address[],
	balance: bigint = defaultBalance,
): Promise<FirstBlock> {
	const draft = new DraftState(database, emptyRootHash, base);
	const total =
		totalDifficulty ?? (header.difficulty > 0n ? header.difficulty : (network.terminalTotalDifficulty ?? 0n));
	const position = { number: header.number + 1n, timestamp: header.timestamp + 1n, parentTotalDifficulty: total };
	const contracts = listSystemContracts(specOf(forkAt(network, position)));
	await base.prefetch(
		[...accounts, ...contracts.map(({ address }) => address)].map((address) => ({ address, storageKeys: [] })),
	);
	const rich: GenesisAccount[] = [];
	for (const address of accounts) {
		const nonce = (await base.getAccount(address))?.nonce ?? 0n;
		// On public networks these accounts, whose keys everybody knows, delegate to thieves' code.
		rich.push(richAccount(address, balance, nonce));
	}
	// Other development nodes go without them.
	const missing: GenesisAccount[] = [];
	for (const contract of contracts) {
		const account = await base.getAccount(contract.address);
		if (account === undefined || account.codeHash === emptyCodeHash) missing.push(contract);
	}
	draft.applyChanges(toChanges([...rich, ...missing]));
	const withdrawals = header.withdrawalsRoot === undefined ? undefined : [];
	const sized = sizeBlock({ header, transactions: [], ommers: [], withdrawals });
	const stored: StoredBlock = {
		block: { ...sized, hash },
		receipts: [],
		senders: [],
		hashes: [],
		totalDifficulty: total,
		stateRoot: draft.stateRoot(),
	};
	return { stored, state: draft.writes() };
}

/** The network of a chain of its own. */
export function networkOf({
	hardfork,
	genesis,
	chainId,
}: Pick<NodeOptions, "hardfork" | "genesis" | "chainId">): ConfiguredChain {
	if (genesis !== undefined) {
		if (typeof genesis !== "object" || genesis === null) throw invalidParameters("the genesis is not an object");
		const { config } = genesis as { config?: unknown };
		if (config !== undefined) {
			const configured = parseChainConfig(config, parseGenesis(genesis).difficulty);
			const id = chainId ?? configured.network.chainId;
			if (hardfork !== undefined) return networkOfFork(hardfork, id);
			return { ...configured, network: { ...configured.network, chainId: id } };
		}
	}
	return networkOfFork(hardfork, chainId ?? 31337);
}

function networkOfFork(hardfork: string = defaultForkName, chainId: number): ConfiguredChain {
	const spec = resolveSpec(hardfork);
	return { network: { ...singleForkChain("dev", spec.fork), chainId }, specOf: () => spec };
}
