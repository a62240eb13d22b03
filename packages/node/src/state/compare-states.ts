import type { Address, Hash } from "@evmore/evm";
import { walkAccounts } from "@evmore/evm/state";
import type { Database } from "../database/database.js";

/** The accounts that are different under two state roots, in the order of their addresses. */
export function listChangedAccounts(database: Database, before: Hash, after: Hash): Address[] {
	const changed: Address[] = [];
	const old = walkAccounts(database, before);
	const young = walkAccounts(database, after);
	let a = old.next();
	let b = young.next();
	const add = (hash: Hash): void => {
		const address = database.getPreimage(hash);
		if (address !== undefined) changed.push(address);
	};
	// Both come in the order of hashes.
	while (!a.done || !b.done) {
		const order = a.done ? 1 : b.done ? -1 : a.value[0] < b.value[0] ? -1 : a.value[0] > b.value[0] ? 1 : 0;
		if (order < 0) add(a.value![0]);
		else if (order > 0) add(b.value![0]);
		else if (isDifferent(a.value![1], b.value![1])) add(a.value![0]);
		if (order <= 0) a = old.next();
		if (order >= 0) b = young.next();
	}
	return changed.sort();
}

type Leaf = ReturnType<typeof walkAccounts> extends Generator<readonly [Hash, infer L]> ? L : never;

function isDifferent(a: Leaf, b: Leaf): boolean {
	return a.nonce !== b.nonce || a.balance !== b.balance || a.storageRoot !== b.storageRoot || a.codeHash !== b.codeHash;
}
