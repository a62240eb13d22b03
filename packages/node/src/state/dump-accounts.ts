import { type Address, bytesToHex, type Hash } from "@evmore/evm";
import { emptyCodeHash } from "@evmore/evm/crypto";
import { walkAccounts, walkStorage } from "@evmore/evm/state";
import type { Database } from "../database/database.js";

/** An account with everything it has, in the form of anvil's state files. */
export interface DumpedAccount {
	readonly nonce: number;
	readonly balance: string;
	readonly code: string;
	/** 32 bytes → 32 bytes. */
	readonly storage: Readonly<Record<string, string>>;
}

/** All accounts under a state root. Whose hash stands for no known address (no such should be) is left out. */
export function dumpAccounts(database: Database, root: Hash): Record<Address, DumpedAccount> {
	const accounts: Record<Address, DumpedAccount> = {};
	for (const [addressHash, { nonce, balance, codeHash, storageRoot }] of walkAccounts(database, root)) {
		const address = database.getPreimage(addressHash);
		if (address === undefined) continue;
		const storage: Record<string, string> = {};
		for (const [slotHash, value] of walkStorage(database, storageRoot)) {
			const slot = database.getPreimage(slotHash);
			if (slot !== undefined) storage[slot] = `0x${value.toString(16).padStart(64, "0")}`;
		}
		const code = codeHash === emptyCodeHash ? undefined : database.getCode(codeHash);
		accounts[address] = {
			nonce: Number(nonce),
			balance: `0x${balance.toString(16)}`,
			code: code === undefined ? "0x" : bytesToHex(code),
			storage,
		};
	}
	return accounts;
}
