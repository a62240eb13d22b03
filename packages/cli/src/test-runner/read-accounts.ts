import { MemoryState } from "@evmore/evm/state";
import { TestFields } from "./test-fields.js";

/**
 * A state of accounts as tests list them.
 *
 * @param path - the field of the test, for messages
 * @throws {InputError} an account has no balance, or a field that cannot be read
 */
export function readAccounts(json: unknown, path: string): MemoryState {
	const state = new MemoryState();
	const accounts = new TestFields(json, path);
	for (const [name, address] of accounts.addresses()) {
		const account = accounts.object(name);
		state.setAccount(address, {
			nonce: account.number("nonce", 0n),
			balance: account.number("balance"),
			code: account.bytes("code", ""),
			storage: account.has("storage") ? account.object("storage").slots() : [],
		});
	}
	return state;
}
