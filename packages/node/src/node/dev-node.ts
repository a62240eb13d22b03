import { type Address, bytesToHex, type Hash, type Hex, type StateDatabase } from "@evmore/evm";
import { type BlockHeader, blockEnvironmentOf } from "@evmore/evm/block";
import { emptyRootHash } from "@evmore/evm/crypto";
import { CallTreeTracer, type Tracer } from "@evmore/evm/trace";
import type { SignedHash, Transaction } from "@evmore/evm/tx";
import { DevAccounts, defaultMnemonic } from "../accounts/dev-accounts.js";
import { commitFirstBlock } from "../chain/genesis.js";
import { type HeadChange, NodeChain } from "../chain/node-chain.js";
import { joinWrites, type StateWrites, type StoredBlock } from "../database/database.js";
import { MemoryDatabase } from "../database/memory-database.js";
import { RpcError } from "../errors/rpc-error.js";
import type { ExecutionPlace } from "../execution/execution-place.js";
import { MachinePool } from "../execution/machine-pool.js";
import type { ForkOptions, RemoteNode } from "../fork/remote-node.js";
import { Clock } from "../miner/clock.js";
import { type MinedBlock, Miner } from "../miner/miner.js";
import { BlobShelf } from "../pool/blob-shelf.js";
import { type PooledTransaction, TransactionPool } from "../pool/transaction-pool.js";
import { DraftState } from "../state/draft-state.js";
import { type AccountEdit, editState } from "../state/edit-account.js";
import { OverlayState } from "../state/overlay-state.js";
import { checkForkBlock, describeRules, settleRules } from "./chain-rules.js";
import { prepareChain } from "./chain-start.js";
import { alsoConsoleLogs, traceConsoleLogs } from "./console-log.js";
import { ExclusiveQueue } from "./exclusive-queue.js";
import { Filters } from "./filters.js";
import { firstMiningSettings, firstSettings, type Settings, startClock } from "./first-settings.js";
import { mineForkStartNow } from "./fork-start.js";
import { IntervalMiner } from "./interval-miner.js";
import { describeMined } from "./mining-notes.js";
import { EventHub } from "./node-events.js";
import type { NodeOptions } from "./node-options.js";
import { type Recovery, SignerRecovery } from "./signer-recovery.js";
import { type Snapshot, Snapshots } from "./snapshots.js";

/** A block that is there or would be made now, and the state after it. */
export interface BlockAndState {
	readonly stored: StoredBlock;
	readonly state: StateDatabase;
	readonly isPending: boolean;
}

/** A chain with a pool, a miner, and accounts; what the RPC methods work on. */
export class DevNode {
	readonly chain: NodeChain;
	readonly pool: TransactionPool;
	readonly clock: Clock;
	readonly miner: Miner;
	readonly accounts: DevAccounts;
	readonly machines: MachinePool = new MachinePool();
	readonly events: EventHub = new EventHub();
	readonly filters: Filters;
	readonly snapshots: Snapshots = new Snapshots();
	readonly settings: { -readonly [K in keyof Settings]: Settings[K] };
	readonly options: NodeOptions;
	/** Blobs by their versioned hash. */
	readonly blobs: BlobShelf = new BlobShelf();
	/** Different for each node, and after each reset. */
	instanceId: Hash = randomHash();
	/** Mines when a transaction comes. */
	automine: boolean;
	/** Whether lines for people are written. */
	isLogging = true;
	readonly #interval: IntervalMiner;
	readonly #queue = new ExclusiveQueue();
	readonly #signers = new SignerRecovery();

	/** The node that the chain is forked from. */
	#remote: RemoteNode | undefined;

	private constructor(options: NodeOptions, chain: NodeChain, accounts: DevAccounts, remote: RemoteNode | undefined) {
		this.#remote = remote;
		this.options = options;
		this.chain = chain;
		this.accounts = accounts;
		this.pool = new TransactionPool();
		this.clock = new Clock(options.wallTimeMs);
		startClock(this.clock, options, chain, remote);
		this.miner = new Miner(chain, this.pool, this.clock, firstMiningSettings(options, chain));
		this.settings = firstSettings(options);
		this.filters = new Filters(this.events, options.wallTimeMs);
		this.#interval = new IntervalMiner(() => this.mine());
		this.automine = options.automine ?? options.blockTime === undefined;
		this.accounts.impersonatesAll = options.autoImpersonate ?? false;
		if (options.blockTime !== undefined) this.setIntervalMining(options.blockTime);
		const { log } = options;
		if (log !== undefined) {
			const write = (line: string): void => {
				if (this.isLogging) log(line);
			};
			const { abi, logsConsole = true, printsTraces = false } = options;
			describeMined(this.events, write, { abi, logsConsole, printsTraces });
		}
	}

	/** @throws {OtherRulesError} the database holds a chain with other rules */
	static async create(given: NodeOptions): Promise<DevNode> {
		const database = given.database ?? new MemoryDatabase();
		const options = settleRules(given, database);
		const accounts = await DevAccounts.create({
			mnemonic: options.mnemonic ?? defaultMnemonic,
			count: options.accounts ?? 10,
			derivationPath: options.derivationPath,
			privateKeys: options.privateKeys ?? [],
		});
		const { origin, remote, createFirst } = await prepareChain(options, accounts.addresses);
		if (database.getHead() === undefined) {
			const first = await createFirst(database);
			const rules = describeRules(options, origin.network.chainId, first.stored.block.header.number);
			await database.commit({ ...commitFirstBlock(first), rules });
		} else if (remote !== undefined) checkForkBlock(database, remote);
		const node = new DevNode(options, new NodeChain(database, origin), accounts, remote);
		await node.exclusively(() => mineForkStartNow(node));
		return node;
	}

	get remote(): RemoteNode | undefined {
		return this.#remote;
	}

	/** Runs what executes a transaction. When the chain is forked, what the transaction will read is fetched ahead. */
	prefetching<T>({ to, data, value }: Transaction, from: Address, run: () => Promise<T>): Promise<T> {
		if (this.#remote === undefined || to === undefined) return run();
		const state = this.chain.stateOf(this.chain.head);
		// The remote node knows nothing of contracts that were deployed here.
		if (state instanceof OverlayState && state.hasOwnCode(to)) return run();
		return this.#remote.prefetching({ from, to, data, value }, run);
	}

	/** Runs what changes the node: one thing at a time. */
	exclusively<T>(work: () => Promise<T> | T): Promise<T> {
		return this.#queue.run(work);
	}

	/** Begins to find out who signed; see {@link SignerRecovery}. */
	beginRecovery(signed: SignedHash): Recovery {
		return this.#signers.begin(signed, this.#queue.isBusy);
	}

	get intervalSeconds(): number {
		return this.#interval.intervalMs / 1000;
	}

	/** @param seconds - 0: none */
	setIntervalMining(seconds: number): void {
		this.#interval.start(seconds * 1000);
	}

	/** Mines a block of what the pool has. */
	mine(): Promise<MinedBlock> {
		return this.exclusively(() => this.mineNow());
	}

	/** As `mine`, for those that have the turn. */
	async mineNow(only?: readonly PooledTransaction[], like?: BlockHeader): Promise<MinedBlock> {
		const mined = await this.miner.mine(only, this.watch(), like);
		this.events.emit("head", mined.change);
		const { block, hashes } = mined.stored;
		this.events.emit("mined", { number: block.header.number, hash: block.hash });
		for (const [index, result] of mined.results.entries()) {
			this.events.emit("executed", { hash: hashes[index]!, result });
		}
		return mined;
	}

	/** Makes a known block the head, and tells. What left the chain is not put back into the pool. */
	async setHeadNow(target: StoredBlock): Promise<HeadChange> {
		const change = await this.chain.setHead(target);
		if (change.added.length > 0 || change.removed.length > 0) this.events.emit("head", change);
		return change;
	}

	/** Imports a block of others, RLP. */
	importBlock(bytes: Uint8Array): Promise<void> {
		return this.exclusively(async () => {
			const { chain } = this;
			const change = await this.machines.lend(chain.specOf(chain.head), chain.stateOf(chain.head), (machine) =>
				chain.import(bytes, machine),
			);
			if (change === undefined) return;
			if ("status" in change) throw new RpcError("serverError", `${change.exception}: ${change.details}`);
			await this.miner.dropStale();
			if (change.added.length > 0) this.events.emit("head", change);
		});
	}

	/** Changes accounts of the state that follows the head. */
	editAccounts(edits: readonly (readonly [address: Address, edit: AccountEdit])[]): Promise<void> {
		return this.loadState(edits, []);
	}

	/**
	 * Changes accounts, after the last of blocks that were made elsewhere, if there are any. Nothing of them is executed.
	 *
	 * @param states - those that follow the blocks before the last, as far as they are known, by the blocks' hashes
	 */
	loadState(
		edits: Iterable<readonly [address: Address, edit: AccountEdit]>,
		blocks: readonly StoredBlock[],
		states: ReadonlyMap<Hash, ReadonlyMap<Address, AccountEdit>> = new Map(),
	): Promise<void> {
		return this.exclusively(async () => {
			const draft = await editState(this.chain.draft(), edits);
			const head = blocks.at(-1);
			if (head === undefined) return this.chain.replaceHeadState(draft.stateRoot(), draft.writes());
			const stored: StoredBlock[] = [];
			const writes: StateWrites[] = [];
			for (const block of blocks.slice(0, -1)) {
				// Of a forked chain's state it would be a part.
				const state = this.chain.isSelfContained ? states.get(block.block.hash) : undefined;
				const old = state && (await editState(new DraftState(this.chain.database, emptyRootHash), state));
				stored.push(old === undefined ? block : { ...block, stateRoot: old.stateRoot() });
				if (old !== undefined) writes.push(old.writes());
			}
			stored.push({ ...head, stateRoot: draft.stateRoot() });
			this.events.emit("head", await this.chain.adopt(stored, joinWrites([...writes, draft.writes()])));
			await this.miner.dropStale();
		});
	}

	takeSnapshot(): Promise<Hex> {
		return this.exclusively(() => this.snapshots.add(this.saveNow()));
	}

	/** What `restoreNow` goes back to; for those that have the turn. */
	saveNow(): Snapshot {
		const { head } = this.chain;
		const mining = { ...this.miner.settings };
		return { head, stateRoot: head.stateRoot, pool: this.pool.all(), clock: this.clock.save(), mining };
	}

	async restoreNow({ head, stateRoot, pool, clock, mining }: Snapshot): Promise<void> {
		// What was set after the snapshot may have been pruned: its own state was kept.
		await this.setHeadNow({ ...head, stateRoot });
		await this.chain.replaceHeadState(stateRoot);
		this.pool.clear();
		for (const pooled of pool) this.pool.add(pooled);
		this.clock.restore(clock);
		Object.assign(this.miner.settings, mining);
	}

	/** @returns whether there was such a snapshot */
	revertTo(id: bigint): Promise<boolean> {
		return this.exclusively(async () => {
			const snapshot = this.snapshots.take(id);
			if (snapshot === undefined) return false;
			await this.restoreNow(snapshot);
			return true;
		});
	}

	/** The block and state that a tag, number or hash names. Undefined: there is none. */
	async resolveBlock(at: BlockName): Promise<BlockAndState | undefined> {
		if (at === "pending") {
			const { stored, state } = await this.miner.pending();
			return { stored, state, isPending: true };
		}
		const stored = this.storedBlock(at);
		return stored && { stored, state: this.chain.stateOf(stored), isPending: false };
	}

	/** A block that is there. */
	storedBlock(at: Exclude<BlockName, "pending">): StoredBlock | undefined {
		const { chain } = this;
		if (typeof at === "bigint") return chain.blockAt(at);
		if (typeof at === "object") {
			const block = chain.block(at.blockHash);
			if (block !== undefined && at.requireCanonical && !chain.isCanonical(block)) {
				throw new RpcError("serverError", "hash is not currently canonical");
			}
			return block;
		}
		if (at === "earliest") return chain.blockAt(chain.firstNumber);
		if (at === "latest") return chain.head;
		const chosen = at === "safe" ? chain.safeHash : chain.finalizedHash;
		if (chosen !== undefined) return chain.block(chosen);
		const depth = at === "safe" ? this.settings.finalityDepth / 2n : this.settings.finalityDepth;
		const number = chain.head.block.header.number - depth;
		return chain.blockAt(number < chain.firstNumber ? chain.firstNumber : number);
	}

	/** Where a call in a block runs. */
	placeOf({ stored, state }: BlockAndState): ExecutionPlace {
		const { chain } = this;
		const { header } = stored.block;
		const spec = chain.specOf(stored);
		return {
			spec,
			environment: blockEnvironmentOf(header, spec),
			state,
			chainId: chain.chainId,
			blockHash: (number) => {
				const parent = chain.block(header.parentHash);
				return parent && chain.ancestorHash(parent, number);
			},
		};
	}

	/** Watches an execution for people: what contracts write with console.log, and calls; undefined when nobody wants to know. */
	watch(): Tracer | undefined {
		const { events } = this;
		const console = events.hasListeners("consoleLog")
			? traceConsoleLogs((line) => events.emit("consoleLog", line))
			: undefined;
		if (!events.hasListeners("callTree")) return console;
		const tree = new CallTreeTracer((line) => events.emit("callTree", line));
		return console === undefined ? tree : alsoConsoleLogs(tree, console);
	}

	/**
	 * Back to the beginning: everything since is gone, and so is what was set.
	 *
	 * @param fork - what to fork from now; undefined: the chain is one of its own
	 */
	reset(fork: ForkOptions | undefined): Promise<void> {
		return this.exclusively(async () => {
			const { fork: _, ...rest } = this.options;
			const options = fork === undefined ? rest : { ...rest, fork };
			const start = await prepareChain(options, this.accounts.addresses);
			const first = await start.createFirst(this.chain.database);
			const rules = describeRules(options, start.origin.network.chainId, first.stored.block.header.number);
			const change = await this.chain.restart(start.origin, first.stored, first.state, rules);
			this.#remote = start.remote;
			this.events.emit("head", change);
			this.pool.clear();
			this.snapshots.clear();
			startClock(this.clock, options, this.chain, start.remote);
			Object.assign(this.miner.settings, firstMiningSettings(options, this.chain));
			Object.assign(this.settings, firstSettings(options));
			await mineForkStartNow(this);
			this.instanceId = randomHash();
		});
	}

	async close(): Promise<void> {
		this.setIntervalMining(0);
		await this.exclusively(() => this.chain.database.close());
		this.#signers.end();
	}
}

/** How a request names a block. */
export type BlockName =
	| bigint
	| "latest"
	| "earliest"
	| "pending"
	| "safe"
	| "finalized"
	| { readonly blockHash: Hash; readonly requireCanonical: boolean };

function randomHash(): Hash {
	return bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
}
