import { type Address, type Hash, hexToBytes } from "@evmore/evm";
import { bytesToHex } from "@evmore/evm/bytes";
import { findJumpDestinations } from "@evmore/evm/code";
import { emptyCodeHash, emptyRootHash, keccak256 } from "@evmore/evm/crypto";
import type { NodeChain } from "../chain/node-chain.js";
import { type DumpedAccount, dumpAccounts } from "../state/dump-accounts.js";
import type { AccountEdit } from "../state/edit-account.js";
import {
	address,
	bytes,
	type Codec,
	codec,
	fieldsOf,
	hash,
	invalid,
	type JsonObject,
	list,
	looseInteger,
	mapOf,
	word,
} from "./codec.js";

// The states of old blocks in anvil's state files, `historical_states`. revm writes code as what it has made of it to run it.

const mostAccounts = 10_000_000;
const mostStates = 1_000_000;

/** revm's name for it. */
const delegationForm = "Eip7702";
const delegationPrefix = "0xef0100";

/** Code in revm's forms: analysed and padded, raw, or a delegation (EIP-7702). */
const codeForms = fieldsOf({
	LegacyAnalyzed: fieldsOf({ bytecode: bytes, original_len: looseInteger }),
	LegacyRaw: bytes,
	[delegationForm]: fieldsOf({ delegated_address: address }),
});

const code: Codec<Uint8Array> = codec((value, place) => {
	const { LegacyAnalyzed: analysed, LegacyRaw: raw, [delegationForm]: delegation } = codeForms.decode(value, place);
	if (analysed?.bytecode !== undefined) {
		return analysed.bytecode.subarray(0, Number(analysed.original_len ?? analysed.bytecode.length));
	}
	const delegate = delegation?.delegated_address;
	if (delegate !== undefined) return hexToBytes(`${delegationPrefix}${delegate.slice(2)}`);
	return raw ?? invalid(place, "no code in a form that is known");
});

const snapshot = fieldsOf({
	accounts: mapOf(address, fieldsOf({ nonce: looseInteger, balance: looseInteger, code }), mostAccounts),
	storage: mapOf(address, mapOf(word, word, mostAccounts), mostAccounts),
});

/** All accounts of a state. */
export type WholeState = ReadonlyMap<Address, AccountEdit>;

const state: Codec<readonly [blockHash: Hash, state: WholeState]> = codec((value, place) => {
	if (!Array.isArray(value) || value.length !== 2) invalid(place, "not a block's hash and its state");
	const { accounts = new Map(), storage = new Map() } = snapshot.decode(value[1], `${place}[1]`);
	const edits = [...accounts].map(([owner, { nonce = 0n, balance = 0n, code = new Uint8Array(0) }]) => {
		const edit: AccountEdit = { nonce, balance, code, storageDiff: storage.get(owner) ?? new Map() };
		return [owner, edit] as const;
	});
	return [hash.decode(value[0], `${place}[0]`), new Map(edits)];
});

const file = fieldsOf({ historical_states: list(state, mostStates) });

/** Reads the states of old blocks, by the blocks' hashes. */
export const anvilStates: Codec<ReadonlyMap<Hash, WholeState>> = codec(
	(value, place) => new Map(file.decode(value, place).historical_states ?? []),
);

/** The states of the blocks before the head that are there, lowest number first. */
export function encodeAnvilStates(chain: NodeChain): unknown[] {
	const states: unknown[] = [];
	const blockHashes: Record<string, Hash> = {};
	for (let number = chain.firstNumber; number < chain.head.block.header.number; number++) {
		const { block, stateRoot } = chain.blockAt(number)!;
		blockHashes[`0x${number.toString(16)}`] = block.hash;
		const isThere = stateRoot === emptyRootHash || chain.database.getNode(hexToBytes(stateRoot)) !== undefined;
		if (!isThere) continue;
		const accounts = Object.entries(dumpAccounts(chain.database, stateRoot));
		states.push([
			block.hash,
			{
				accounts: Object.fromEntries(accounts.map(([owner, account]) => [owner, encodeAccount(account)])),
				storage: Object.fromEntries(accounts.map(([owner, { storage }]) => [owner, encodeStorage(storage)])),
				block_hashes: { ...blockHashes },
			},
		]);
	}
	return states;
}

function encodeAccount({ nonce, balance, code }: DumpedAccount): JsonObject {
	const codeBytes = hexToBytes(code as `0x${string}`);
	const code_hash = codeBytes.length === 0 ? emptyCodeHash : bytesToHex(keccak256(codeBytes));
	return { balance, nonce, code_hash, code: encodeCode(codeBytes) };
}

function encodeStorage(storage: DumpedAccount["storage"]): JsonObject {
	const short = (text: string): string => `0x${BigInt(text).toString(16)}`;
	return Object.fromEntries(Object.entries(storage).map(([slot, value]) => [short(slot), short(value)]));
}

/** As revm analyses it: with zeros behind it so that it ends with STOP, and the places that may be jumped to. */
function encodeCode(codeBytes: Uint8Array): JsonObject {
	const isDelegation = codeBytes.length === 23 && bytesToHex(codeBytes).startsWith(delegationPrefix);
	if (isDelegation) return { [delegationForm]: { delegated_address: bytesToHex(codeBytes.subarray(3)) } };
	return {
		LegacyAnalyzed: {
			bytecode: bytesToHex(padCode(codeBytes)),
			original_len: codeBytes.length,
			jump_table: {
				order: "bitvec::order::Lsb0",
				head: { width: 8, index: 0 },
				bits: codeBytes.length,
				data: [...findJumpDestinations(codeBytes)],
			},
		},
	};
}

function padCode(codeBytes: Uint8Array): Uint8Array {
	let end = 0;
	let last = 1;
	while (end < codeBytes.length) {
		last = codeBytes[end]!;
		const immediates = last >= 0x60 && last <= 0x7f ? last - 0x5f : 0;
		end += 1 + immediates;
	}
	const padded = new Uint8Array(end + (last === 0 ? 0 : 1));
	padded.set(codeBytes);
	return padded;
}
