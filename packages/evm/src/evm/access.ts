import type { Address } from "../bytes/address.js";
import type { Machine } from "./machine.js";

/** An address and slots of it that are to be warm. */
export interface WarmEntry {
	readonly address: Address;
	readonly storageKeys: readonly bigint[];
}

/**
 * Marks what is warm from the start of a transaction (EIP-2929, EIP-2930, EIP-3651). Precompiled contracts always are.
 * Nothing is loaded by it.
 */
export function warmUp(
	machine: Machine,
	addresses: readonly Address[],
	coinbase: Address,
	accessList: readonly WarmEntry[],
): void {
	const { spec, kernel, scratch } = machine;
	if (!spec.rules.warmAccess) return;
	const { functions } = kernel;
	for (const address of addresses) functions.warmAccount(machine.findAccount(address));
	if (spec.rules.warmCoinbase) functions.warmAccount(machine.findAccount(coinbase));
	for (const { address, storageKeys } of accessList) {
		const record = machine.findAccount(address);
		functions.warmAccount(record);
		for (const key of storageKeys) {
			kernel.writeWord(scratch, key);
			functions.warmSlot(functions.findSlot(record, scratch));
		}
	}
}
