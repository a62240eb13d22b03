import { type Block, decodeBlock, type SizedBlock, sizeBlock } from "../block/block.js";
import { type BlockRefusal, InvalidBlockError, refuseBlock } from "../block/block-exception.js";
import type { BlockWatch } from "../block/block-execution.js";
import { verifyEthash } from "../block/ethash.js";
import { type ExecutedBlock, executeBlock } from "../block/execute-block.js";
import { createGenesisHeader, type Genesis } from "../block/genesis.js";
import { type BlockHeader, hashHeader } from "../block/header.js";
import type { BlockState } from "../block/state-journal.js";
import type { Address, Hash } from "../bytes/address.js";
import type { EngineTier } from "../engine/compiler/policy/compile-limits.js";
import { BaseError } from "../errors/base-error.js";
import { Machine } from "../evm/machine.js";
import { runAsync, runSync, type Task } from "../evm/task.js";
import { type Chain, forkAt } from "../spec/chain.js";
import type { ForkName } from "../spec/fork-name.js";
import { blockHashDepth, maxOmmerDepth } from "../spec/limits.js";
import { resolveSpec, type Spec } from "../spec/spec.js";
import { MemoryState } from "../state/memory-state.js";
import type { Tracer } from "../trace/tracer.js";
import { BlockRecord } from "./block-record.js";
import { becomesHead } from "./fork-choice.js";
import { StatePosition } from "./state-position.js";

/** What a {@link Blockchain} is made of. */
export interface BlockchainOptions {
	/** Which rules begin when. */
	readonly network: Chain;
	/** The first block and its accounts, or the header of a first block whose state is given. */
	readonly genesis: Genesis | BlockHeader;
	/** The state after the first block. Default: the accounts of `genesis`, in memory. The chain writes to it. */
	readonly state?: BlockState;
	/** Which tier runs code: the results are the same. Default: `"auto"`, hot code is compiled. */
	readonly engine?: EngineTier;
	/** Checks the proof of work of blocks that have one. Default: false. */
	readonly verifySeals?: boolean;
	/** The rules of a fork. Default: those that `resolveSpec` has for its name. */
	readonly specOf?: (fork: ForkName) => Spec;
	/**
	 * Of so many blocks behind the head the state can be reached, for blocks on side chains and for reorganisations.
	 * Default: 1024.
	 */
	readonly keptStates?: number;
	/** A machine to run on, which nobody else uses meanwhile: making one takes a millisecond. */
	readonly machine?: Machine;
}

/** A block that became part of the chain. */
export interface ImportedBlock {
	readonly status: "imported";
	readonly hash: Hash;
	/** Whether it is the head now; otherwise it is on a side chain. */
	readonly isHead: boolean;
	readonly execution: ExecutedBlock;
}

/** A block that was part of the chain already. */
export interface KnownBlock {
	readonly status: "known";
	readonly hash: Hash;
}

export type ImportResult = ImportedBlock | KnownBlock | BlockRefusal;

export interface ImportOptions {
	/** Who signed each transaction, when that is known already; undefined: nobody did. */
	readonly senders?: readonly (Address | undefined)[];
	/** Watches the transactions, not the system calls. */
	readonly tracer?: Tracer;
	readonly watch?: BlockWatch;
}

/** The chain is importing a block already, or waits for something while it does. */
export class BlockchainBusyError extends BaseError {}

/** The state of a block cannot be reached any more, or there is no such block. */
export class UnknownStateError extends BaseError {}

/**
 * Blocks from a first one on, with side chains: it imports blocks, executes them, chooses the head, and has the state of
 * recent blocks.
 */
export class Blockchain {
	readonly network: Chain;
	readonly #records = new Map<Hash, BlockRecord>();
	readonly #byNumber: BlockRecord[][] = [];
	readonly #machine: Machine;
	readonly #position: StatePosition;
	readonly #specOf: (fork: ForkName) => Spec;
	readonly #verifySeals: boolean;
	readonly #keptStates: number;
	readonly #firstNumber: bigint;
	#head: BlockRecord;
	#busy = false;

	/** @throws {UnknownForkError} the network has a fork that is not known */
	constructor(options: BlockchainOptions) {
		const { network, genesis, machine } = options;
		this.network = network;
		this.#specOf = options.specOf ?? resolveSpec;
		this.#verifySeals = options.verifySeals ?? false;
		this.#keptStates = options.keptStates ?? 1024;
		const spec = this.#specOf(forkAt(network, { number: genesis.number, timestamp: genesis.timestamp }));
		const header = "accounts" in genesis ? createGenesisHeader(genesis, spec) : genesis;
		const state = options.state ?? ("accounts" in genesis ? createState(genesis) : new MemoryState());
		this.#head = new BlockRecord({
			hash: hashHeader(header),
			header,
			parent: undefined,
			isStaked: spec.rules.proofOfStake,
			ommers: [],
			steps: undefined,
		});
		this.#firstNumber = header.number;
		this.#add(this.#head);
		this.#position = new StatePosition(state, this.#head);
		this.#machine = machine ?? new Machine(spec, state, options.engine ?? "auto");
		this.#machine.setSpec(spec);
		this.#machine.setDatabase(state);
	}

	/** The header of the head. */
	get head(): BlockHeader {
		return this.#head.header;
	}

	get headHash(): Hash {
		return this.#head.hash;
	}

	/** Sum of the difficulties up to the head. */
	get totalDifficulty(): bigint {
		return this.#head.totalDifficulty;
	}

	/** The state after the head. It may move when a block is imported, and is not to be written to. */
	get state(): BlockState {
		return this.stateAt(this.#head.hash);
	}

	/**
	 * The state after a block, which stays there until the next import or call.
	 *
	 * @throws {UnknownStateError} there is no such block, or its state is no longer kept
	 * @throws {BlockchainBusyError} a block is being imported: the state is in between
	 */
	stateAt(hash: Hash): BlockState {
		if (this.#busy) throw new BlockchainBusyError("a block is being imported: wait for it");
		const record = this.#records.get(hash);
		if (record === undefined) throw new UnknownStateError(`there is no block ${hash}`);
		if (!this.#moveTo(record)) throw new UnknownStateError(`the state of block ${hash} is no longer kept`);
		return this.#position.state;
	}

	/** The header of a block, on the main chain or a side chain. */
	header(hash: Hash): BlockHeader | undefined {
		return this.#records.get(hash)?.header;
	}

	/** The hash of a block of the main chain. */
	hashAt(number: bigint): Hash | undefined {
		return this.#ancestorAt(this.#head, number)?.hash;
	}

	/** The rules of a block that follows a known one. Undefined: the parent is not known. */
	rulesFor(header: Pick<BlockHeader, "number" | "timestamp" | "parentHash">): Spec | undefined {
		const parent = this.#records.get(header.parentHash);
		return parent && this.#specFor(header, parent);
	}

	/**
	 * Imports a block: decodes, validates and executes it, and makes it the head if it is better. A refused block changes
	 * nothing.
	 *
	 * @param block - an object, or its RLP
	 * @throws {AsynchronousStateError} a library is not to be had at once: use `importAsync`
	 */
	import(block: Block | Uint8Array, options: ImportOptions = {}): ImportResult {
		this.#enter();
		try {
			return runSync(this.#import(block, options));
		} finally {
			this.#busy = false;
		}
	}

	/** As `import`; waits for what is loaded asynchronously. One block at a time. */
	async importAsync(block: Block | Uint8Array, options: ImportOptions = {}): Promise<ImportResult> {
		this.#enter();
		try {
			return await runAsync(this.#import(block, options));
		} finally {
			this.#busy = false;
		}
	}

	*#import(input: Block | Uint8Array, { senders, tracer, watch }: ImportOptions): Task<ImportResult> {
		let block: SizedBlock;
		try {
			block = input instanceof Uint8Array ? decodeBlock(input) : sizeBlock(input);
		} catch (error) {
			if (!(error instanceof InvalidBlockError)) throw error;
			return { status: "refused", exception: error.exception, details: error.details ?? "" };
		}
		const { hash, header } = block;
		if (this.#records.has(hash)) return { status: "known", hash };
		const parent = this.#records.get(header.parentHash);
		if (parent === undefined) return refuseBlock("UNKNOWN_PARENT", `there is no block ${header.parentHash}`);
		if (!this.#moveTo(parent)) {
			return refuseBlock("PARENT_STATE_UNAVAILABLE", `the state of block ${parent.hash} is no longer kept`);
		}
		const spec = this.#specFor(header, parent);
		const machine = this.#machine;
		machine.setSpec(spec);
		// What was read for earlier blocks is dropped: else memory would grow with the length of the chain.
		machine.reset();
		machine.refresh();
		const execution = yield* executeBlock(machine, this.#position.state, block, {
			network: this.network,
			ancestors: this.#ancestorsOf(parent),
			blockHash: (number) => this.#recentHash(parent, number),
			specOf: (ommer, of) => this.#specFor(ommer, this.#records.get(of.hash)!),
			verifySeal: this.#verifySeals ? verifyEthash : undefined,
			senders,
			tracer,
			watch,
		});
		if (execution.status === "refused") return execution;
		const { changes, undo } = execution;
		const isStaked = spec.rules.proofOfStake;
		const steps = { changes, undo };
		const record = new BlockRecord({ hash, header, parent, isStaked, ommers: block.ommers, steps });
		this.#add(record);
		this.#position.advance(record);
		const isHead = becomesHead(record, this.#head);
		if (isHead) this.#head = record;
		this.#forgetOldSteps();
		return { status: "imported", hash, isHead, execution };
	}

	#specFor({ number, timestamp }: Pick<BlockHeader, "number" | "timestamp">, parent: BlockRecord): Spec {
		const { totalDifficulty } = parent;
		return this.#specOf(forkAt(this.network, { number, timestamp, parentTotalDifficulty: totalDifficulty }));
	}

	#moveTo(record: BlockRecord): boolean {
		if (record === this.#position.at) return true;
		const moved = this.#position.moveTo(record);
		if (moved) this.#machine.reset();
		return moved;
	}

	#add(record: BlockRecord): void {
		this.#records.set(record.hash, record);
		const index = Number(record.number - this.#firstNumber);
		this.#byNumber[index] ??= [];
		this.#byNumber[index].push(record);
	}

	#oldestKept = 0;

	#forgetOldSteps(): void {
		const keepFrom = Number(this.#head.number - this.#firstNumber) - this.#keptStates;
		for (; this.#oldestKept <= keepFrom; this.#oldestKept++) {
			for (const record of this.#byNumber[this.#oldestKept] ?? []) record.forgetSteps();
		}
	}

	/** The block itself first, and as many before it as ommers can refer to. */
	#ancestorsOf(parent: BlockRecord): readonly [BlockRecord, ...BlockRecord[]] {
		const ancestors: [BlockRecord, ...BlockRecord[]] = [parent];
		for (
			let record = parent.parent;
			record !== undefined && ancestors.length <= maxOmmerDepth;
			record = record.parent
		) {
			ancestors.push(record);
		}
		return ancestors;
	}

	#recentHash(parent: BlockRecord, number: bigint): Hash | undefined {
		if (number > parent.number || number + BigInt(blockHashDepth) <= parent.number) return undefined;
		return this.#ancestorAt(parent, number)?.hash;
	}

	#ancestorAt(from: BlockRecord, number: bigint): BlockRecord | undefined {
		let record: BlockRecord | undefined = from;
		while (record !== undefined && record.number > number) record = record.parent;
		return record?.number === number ? record : undefined;
	}

	#enter(): void {
		if (this.#busy) throw new BlockchainBusyError("a block is being imported already: wait for it");
		this.#busy = true;
	}
}

function createState({ accounts }: Genesis): MemoryState {
	const state = new MemoryState();
	for (const { address, ...account } of accounts) state.setAccount(address, account);
	return state;
}
