import { MemoryState } from "@evmore/evm/state";
import { type AccountJson, parseBytes, parseNumber, parseSlot, parseTestAddress } from "../statetest/state-test.js";

/** A state of accounts as tests list them. */
export function readAccounts(accounts: Readonly<Record<string, AccountJson>>): MemoryState {
	const state = new MemoryState();
	for (const [address, account] of Object.entries(accounts)) {
		state.setAccount(parseTestAddress(address), {
			nonce: parseNumber(account.nonce ?? ""),
			balance: parseNumber(account.balance ?? ""),
			code: parseBytes(account.code ?? ""),
			storage: Object.entries(account.storage ?? {}).map(([slot, value]) => [parseSlot(slot), parseSlot(value)]),
		});
	}
	return state;
}
