import { type Address, bytesToHex, type Hash } from "@evmore/evm";
import type { StoredBlock } from "../../database/database.js";
import { invalidParameters } from "../../errors/rpc-error.js";
import { dumpAccounts } from "../../state/dump-accounts.js";
import type { AccountEdit } from "../../state/edit-account.js";
import { anvilBlocks, encodeAnvilBlocks, encodeAnvilEnvironment } from "../anvil-blocks.js";
import { anvilStates, encodeAnvilStates, type WholeState } from "../anvil-states.js";
import { address, boolean, bytes, type Codec, codec, fieldsOf, looseInteger, mapOf, optional, word } from "../codec.js";
import { gunzip, gzip } from "../gzip.js";
import { method, type RpcMethod } from "../method.js";

const accountFields = fieldsOf({
	nonce: looseInteger,
	balance: looseInteger,
	code: bytes,
	storage: mapOf(word, word, 10_000_000),
});

const account: Codec<AccountEdit> = codec((value, place) => {
	const { nonce, balance, code, storage } = accountFields.decode(value, place);
	return {
		nonce: nonce ?? 0n,
		balance: balance ?? 0n,
		code: code ?? new Uint8Array(0),
		storageDiff: storage ?? new Map<bigint, bigint>(),
	};
});

/** What is read of a state file. */
const stateFile = fieldsOf({ accounts: mapOf(address, account, 10_000_000) });

interface StateFile {
	readonly accounts: ReadonlyMap<Address, AccountEdit>;
	/** Lowest number first; none in files of those that keep accounts only. */
	readonly blocks: readonly StoredBlock[];
	/** Of old blocks, by their hashes. */
	readonly states: ReadonlyMap<Hash, WholeState>;
}

/** Reads a state file: JSON, packed or not. */
async function readStateFile(file: Uint8Array): Promise<StateFile> {
	let content: unknown;
	try {
		// Files of gzip begin with these two bytes.
		const isPacked = file[0] === 0x1f && file[1] === 0x8b;
		content = JSON.parse(new TextDecoder().decode(isPacked ? await gunzip(file) : file));
	} catch {
		throw invalidParameters("the state is not JSON, packed by gzip or not");
	}
	const { accounts } = stateFile.decode(content, "state");
	if (accounts === undefined) throw invalidParameters("the state has no accounts");
	return {
		accounts,
		blocks: anvilBlocks.decode(content, "state"),
		states: anvilStates.decode(content, "state"),
	};
}

export const dumpMethods: readonly RpcMethod[] = [
	method(["anvil_dumpState", "hardhat_dumpState"], [optional(boolean, false)], async ({ node }, withStates) => {
		const file = await node.exclusively(() => {
			const { chain } = node;
			return {
				block: encodeAnvilEnvironment(chain),
				accounts: dumpAccounts(chain.database, chain.head.stateRoot),
				best_block_number: Number(chain.head.block.header.number),
				...encodeAnvilBlocks(chain),
				historical_states: withStates ? encodeAnvilStates(chain) : null,
			};
		});
		return bytesToHex(await gzip(new TextEncoder().encode(JSON.stringify(file))));
	}),
	method(["anvil_loadState", "hardhat_loadState"], [bytes], async ({ node }, file) => {
		const { accounts, blocks, states } = await readStateFile(file);
		await node.loadState([...accounts], blocks, states);
		return true;
	}),
];
