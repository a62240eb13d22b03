import type { AccountState, Address, MemoryState } from "@evmore/evm";

/** An account of a state with its code, and its slots in order. */
export interface SortedAccount extends Omit<AccountState, "hasStorage"> {
	readonly address: Address;
	readonly code: Uint8Array;
	readonly slots: readonly (readonly [slot: bigint, value: bigint])[];
}

/** The accounts of a state by address, so that equal states are written alike. */
export function sortedAccounts(state: MemoryState): SortedAccount[] {
	return [...state.addresses()].sort().map((address) => {
		const { nonce, balance, codeHash } = state.getAccount(address)!;
		const slots = [...state.storageOf(address)].sort(([a], [b]) => (a < b ? -1 : 1));
		return { address, nonce, balance, codeHash, code: state.getCode(codeHash), slots };
	});
}
