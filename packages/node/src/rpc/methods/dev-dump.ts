import { type Address, bytesToHex } from "@evmore/evm";
import { invalidParameters } from "../../errors/rpc-error.js";
import { dumpAccounts } from "../../state/dump-accounts.js";
import type { AccountEdit } from "../../state/edit-account.js";
import {
	address,
	anything,
	boolean,
	bytes,
	type Codec,
	codec,
	fieldsOf,
	looseInteger,
	mapOf,
	optional,
	word,
} from "../codec.js";
import { gunzip, gzip } from "../gzip.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity } from "../transaction-codec.js";

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

/** What is read of a state file: its accounts. Blocks in it are passed over. */
const stateFile = fieldsOf({ accounts: mapOf(address, account, 10_000_000), block: anything });

/** Reads a state file: JSON, packed or not. */
async function readStateFile(file: Uint8Array): Promise<ReadonlyMap<Address, AccountEdit>> {
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
	return accounts;
}

export const dumpMethods: readonly RpcMethod[] = [
	method(["anvil_dumpState", "hardhat_dumpState"], [optional(boolean, false)], async ({ node }) => {
		await node.exclusively(() => undefined);
		const { header } = node.chain.head.block;
		const file = {
			block: {
				number: toQuantity(header.number),
				beneficiary: header.coinbase,
				timestamp: toQuantity(header.timestamp),
				gas_limit: toQuantity(header.gasLimit),
				basefee: toQuantity(header.baseFee ?? 0n),
				difficulty: toQuantity(header.difficulty),
				prevrandao: header.mixHash,
			},
			accounts: dumpAccounts(node.chain.database, node.chain.head.stateRoot),
			best_block_number: Number(header.number),
			blocks: [],
			transactions: [],
		};
		return bytesToHex(await gzip(new TextEncoder().encode(JSON.stringify(file))));
	}),
	method(["anvil_loadState", "hardhat_loadState"], [bytes], async ({ node }, file) => {
		await node.editAccounts([...(await readStateFile(file))]);
		return true;
	}),
];
