import { type Address, type Hash, zeroAddress } from "../bytes/address.js";
import { bytesToHex, type Hex } from "../bytes/hex.js";
import { bigIntToBytes } from "../bytes/integer.js";
import { emptyRootHash, keccak256 } from "../crypto/keccak256.js";
import { encodeRlp } from "../rlp/rlp.js";
import type { Spec } from "../spec/spec.js";
import { computeStateRoot, computeStorageRoot, type TrieAccount } from "../state/trie/index.js";
import { emptyOmmersHash, emptyRequestsHash } from "./empty-hashes.js";
import { JsonFields } from "./genesis-json.js";
import { type BlockHeader, headerToRlp } from "./header.js";

/** An account that exists from the start. */
export interface GenesisAccount {
	readonly address: Address;
	readonly nonce: bigint;
	/** Wei. */
	readonly balance: bigint;
	readonly code: Uint8Array;
	/** Slot → value; a value of 0 is as good as none. */
	readonly storage: ReadonlyMap<bigint, bigint>;
}

/** The beginning of a chain: what its block 0 says, and the accounts. */
export interface Genesis {
	readonly parentHash: Hash;
	readonly coinbase: Address;
	readonly difficulty: bigint;
	readonly number: bigint;
	readonly gasLimit: bigint;
	readonly gasUsed: bigint;
	/** Seconds. */
	readonly timestamp: bigint;
	readonly extraData: Uint8Array;
	readonly mixHash: Hash;
	/** 8 bytes. */
	readonly nonce: Hex;
	/** Wei per gas; undefined: what the rules begin with. */
	readonly baseFee: bigint | undefined;
	readonly excessBlobGas: bigint | undefined;
	readonly blobGasUsed: bigint | undefined;
	readonly accounts: readonly GenesisAccount[];
}

const zeroHash: Hash = `0x${"00".repeat(32)}`;

/**
 * Reads a genesis file as go-ethereum writes it (`config`, which is the chain's matter, is passed over). Numbers may be
 * JSON numbers, decimal or hexadecimal; addresses may lack their 0x; all fields may be missing.
 *
 * @param json - the parsed JSON
 * @throws {InvalidGenesisError} a value is not what its place asks for
 */
export function parseGenesis(json: unknown): Genesis {
	const fields = JsonFields.of(json, "genesis");
	return {
		parentHash: fields.hash("parentHash") ?? zeroHash,
		coinbase: fields.address("coinbase") ?? zeroAddress,
		difficulty: fields.integer("difficulty", 32) ?? 0n,
		number: fields.integer("number", 8) ?? 0n,
		gasLimit: fields.integer("gasLimit", 8) ?? 0n,
		gasUsed: fields.integer("gasUsed", 8) ?? 0n,
		timestamp: fields.integer("timestamp", 8) ?? 0n,
		extraData: fields.bytes("extraData"),
		mixHash: fields.hash("mixHash") ?? fields.hash("mixhash") ?? zeroHash,
		nonce: bytesToHex(bigIntToBytes(fields.integer("nonce", 8) ?? 0n, 8)),
		baseFee: fields.integer("baseFeePerGas", 32),
		excessBlobGas: fields.integer("excessBlobGas", 8),
		blobGasUsed: fields.integer("blobGasUsed", 8),
		accounts: parseAlloc(fields.object("alloc")),
	};
}

/**
 * The accounts of an `alloc`: objects by address, as genesis files and transition tools write them.
 *
 * @throws {InvalidGenesisError} a value is not what its place asks for
 */
export function parseAlloc(alloc: JsonFields | undefined): GenesisAccount[] {
	return [...(alloc?.entriesByAddress() ?? [])].map(([address, account]) => parseAccount(address, account));
}

/** The root of the state trie that holds just the accounts of a genesis. */
export function genesisStateRoot(genesis: Genesis): Hash {
	return computeStateRoot(
		genesis.accounts.map(
			({ address, nonce, balance, code, storage }): TrieAccount => ({
				address,
				nonce,
				balance,
				codeHash: bytesToHex(keccak256(code)),
				storageRoot: computeStorageRoot(storage),
			}),
		),
	);
}

/**
 * The header of block 0.
 *
 * @param spec - the rules in force at block 0: they decide which of the later fields it has
 */
export function createGenesisHeader(genesis: Genesis, spec: Spec): BlockHeader {
	const { rules, parameters } = spec;
	const { accounts, baseFee, excessBlobGas, blobGasUsed, ...given } = genesis;
	return {
		...given,
		ommersHash: emptyOmmersHash,
		stateRoot: genesisStateRoot(genesis),
		transactionsRoot: emptyRootHash,
		receiptsRoot: emptyRootHash,
		logsBloom: new Uint8Array(256),
		...(rules.feeMarket && { baseFee: baseFee ?? BigInt(parameters.initialBaseFee) }),
		...(rules.withdrawals && { withdrawalsRoot: emptyRootHash }),
		...(rules.blobs && { blobGasUsed: blobGasUsed ?? 0n, excessBlobGas: excessBlobGas ?? 0n }),
		...(rules.beaconRoots && { parentBeaconBlockRoot: zeroHash }),
		...(rules.requests && { requestsHash: emptyRequestsHash }),
	};
}

/** The RLP of block 0: header, no transactions, no ommers, and where the rules have them no withdrawals. */
export function encodeGenesisBlock(genesis: Genesis, spec: Spec): Uint8Array {
	const header = headerToRlp(createGenesisHeader(genesis, spec));
	return encodeRlp(spec.rules.withdrawals ? [header, [], [], []] : [header, [], []]);
}

function parseAccount(address: Address, account: JsonFields): GenesisAccount {
	return {
		address,
		nonce: account.integer("nonce", 8) ?? 0n,
		// The name that the first files gave it is still read.
		balance: account.integer("balance", 32) ?? account.integer("wei", 32) ?? 0n,
		code: account.bytes("code"),
		storage: account.words("storage"),
	};
}
