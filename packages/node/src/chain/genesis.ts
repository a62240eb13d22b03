import { type AccountChange, type Address, hexToBytes, type Spec } from "@evmore/evm";
import { createGenesisHeader, type Genesis, type GenesisAccount, sizeBlock } from "@evmore/evm/block";
import { bytesToHex } from "@evmore/evm/bytes";
import { emptyCodeHash, emptyRootHash, keccak256 } from "@evmore/evm/crypto";
import { systemContracts } from "@evmore/evm/spec";
import type { Commit, Database, StateWrites, StoredBlock } from "../database/database.js";
import { DraftState } from "../state/draft-state.js";

/** Deploys contracts to addresses that depend on nothing but their code (Arachnid's deterministic deployment proxy). */
const create2Deployer: GenesisAccount = {
	address: "0x4e59b44847b379578588920ca78fbf26c0b4956c",
	nonce: 0n,
	balance: 0n,
	code: hexToBytes(
		"0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3",
	),
	storage: new Map(),
};

/** What a development chain begins with. */
export interface DevGenesisOptions {
	readonly spec: Spec;
	readonly accounts: readonly Address[];
	/** Wei of each account. */
	readonly balance: bigint;
	readonly gasLimit: bigint;
	/** Wei per gas. */
	readonly baseFee: bigint;
	/** Seconds since 1970. */
	readonly timestamp: bigint;
	readonly number: bigint;
	readonly coinbase: Address;
	readonly hasCreate2Deployer: boolean;
}

/** A genesis with rich accounts, the system contracts of the rules, and the CREATE2 deployer if it is wanted. */
export function createDevGenesis(options: DevGenesisOptions): Genesis {
	const { spec, accounts, balance, gasLimit, baseFee, timestamp, number, coinbase } = options;
	const zeroHash = `0x${"00".repeat(32)}` as const;
	return {
		parentHash: zeroHash,
		coinbase,
		difficulty: spec.rules.proofOfStake ? 0n : 1n << 17n,
		number,
		gasLimit,
		gasUsed: 0n,
		timestamp,
		extraData: new Uint8Array(0),
		mixHash: zeroHash,
		nonce: "0x0000000000000000",
		baseFee,
		excessBlobGas: undefined,
		blobGasUsed: undefined,
		accounts: [
			...accounts.map((address) => richAccount(address, balance)),
			...listSystemContracts(spec),
			...(options.hasCreate2Deployer ? [create2Deployer] : []),
		],
	};
}

/** An account that has nothing but ether. */
export function richAccount(address: Address, balance: bigint, nonce = 0n): GenesisAccount {
	return { address, nonce, balance, code: new Uint8Array(0), storage: new Map() };
}

/** The contracts without which no block can be made under these rules. */
export function listSystemContracts({ rules }: Spec): GenesisAccount[] {
	return systemContracts
		.filter(({ rule }) => rules[rule])
		.map(({ address, code }) => ({ address, nonce: 1n, balance: 0n, code: hexToBytes(code), storage: new Map() }));
}

/** Accounts as what a state is changed to. */
export function toChanges(accounts: readonly GenesisAccount[]): AccountChange[] {
	return accounts.map(({ address, nonce, balance, code, storage }) => ({
		address,
		account: { nonce, balance, codeHash: code.length === 0 ? emptyCodeHash : bytesToHex(keccak256(code)) },
		code: code.length === 0 ? undefined : code,
		storageCleared: false,
		storage,
	}));
}

/** The first block of a chain, and the state that comes with it. */
export interface FirstBlock {
	readonly stored: StoredBlock;
	readonly state: StateWrites;
}

/** What puts a chain with this first block into an empty database. */
export function commitFirstBlock({ stored, state }: FirstBlock): Commit {
	const { hash, header } = stored.block;
	return { state, blocks: [stored], canonical: [[header.number, hash]], head: hash };
}

/**
 * The block of a genesis.
 *
 * @param further - accounts of the state that follows it, beside those that its state root tells of
 */
export function createGenesisBlock(
	database: Database,
	genesis: Genesis,
	spec: Spec,
	further: readonly GenesisAccount[] = [],
): FirstBlock {
	const draft = new DraftState(database, emptyRootHash);
	draft.applyChanges(toChanges([...genesis.accounts, ...further]));
	const header = createGenesisHeader(genesis, spec);
	const withdrawals = spec.rules.withdrawals ? [] : undefined;
	const block = sizeBlock({ header, transactions: [], ommers: [], withdrawals });
	const stored: StoredBlock = {
		block,
		receipts: [],
		senders: [],
		hashes: [],
		totalDifficulty: header.difficulty,
		stateRoot: draft.stateRoot(),
	};
	return { stored, state: draft.writes() };
}
