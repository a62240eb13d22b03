import { bytesToHex } from "@evmore/evm/bytes";
import { checksumAddress, keccak256 } from "@evmore/evm/crypto";
import { computeStorageRoot, type MemoryState } from "@evmore/evm/state";
import { type SortedAccount, sortedAccounts } from "./sorted-accounts.js";

/**
 * The state as go-ethereum dumps it: JSON, indented by 4, accounts by address with its checksum, storage values without leading
 * zeros.
 */
export function dumpState(state: MemoryState): string {
	const accounts: Record<string, unknown> = {};
	for (const [name, { address, nonce, balance, codeHash, code, slots }] of namedAccounts(state)) {
		accounts[name] = {
			balance: balance.toString(),
			nonce: Number(nonce),
			root: computeStorageRoot(new Map(slots)),
			codeHash,
			...(code.length > 0 && { code: bytesToHex(code) }),
			...(slots.length > 0 && {
				storage: Object.fromEntries(slots.map(([slot, value]) => [`0x${word(slot)}`, minimalHex(value)])),
			}),
			address,
			key: bytesToHex(keccak256(Buffer.from(address.slice(2), "hex"))),
		};
	}
	return JSON.stringify({ root: state.stateRoot().slice(2), accounts }, undefined, 4);
}

/** In the order of the names, where capital letters come first. */
function namedAccounts(state: MemoryState): (readonly [name: string, account: SortedAccount])[] {
	return sortedAccounts(state)
		.map((account) => [checksumAddress(account.address), account] as const)
		.sort(([a], [b]) => (a < b ? -1 : 1));
}

function word(value: bigint): string {
	return value.toString(16).padStart(64, "0");
}

/** Whole bytes, the first not zero. */
function minimalHex(value: bigint): string {
	const digits = value.toString(16);
	return digits.length % 2 === 0 ? digits : `0${digits}`;
}
