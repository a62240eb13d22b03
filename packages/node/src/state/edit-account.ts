import type { AccountChange, Address, StateDatabase } from "@evmore/evm";
import { bytesToHex } from "@evmore/evm";
import { emptyCodeHash, keccak256 } from "@evmore/evm/crypto";

/** What is to be different about an account. */
export interface AccountEdit {
	readonly balance?: bigint;
	readonly nonce?: bigint;
	readonly code?: Uint8Array;
	/** Slots to be set; others stay. */
	readonly storageDiff?: ReadonlyMap<bigint, bigint>;
	/** All slots of the account from now on. */
	readonly storage?: ReadonlyMap<bigint, bigint>;
}

/** Whether an edit leaves everything as it is. */
export function isEmptyEdit({ balance, nonce, code, storageDiff, storage }: AccountEdit): boolean {
	return (balance ?? nonce ?? code ?? storage) === undefined && (storageDiff?.size ?? 0) === 0;
}

/** The change that an edit makes to an account of a state, which is all there. */
export async function describeEdit(state: StateDatabase, address: Address, edit: AccountEdit): Promise<AccountChange> {
	const before = await state.getAccount(address);
	return {
		address,
		account: {
			nonce: edit.nonce ?? before?.nonce ?? 0n,
			balance: edit.balance ?? before?.balance ?? 0n,
			codeHash: edit.code === undefined ? (before?.codeHash ?? emptyCodeHash) : hashCode(edit.code),
		},
		code: edit.code?.length === 0 ? undefined : edit.code,
		storageCleared: edit.storage !== undefined,
		storage: edit.storage ?? edit.storageDiff ?? new Map(),
	};
}

/** Applies edits to a state, one after the other. @returns the state */
export async function editState<S extends StateDatabase & { applyChanges(changes: readonly AccountChange[]): void }>(
	state: S,
	edits: Iterable<readonly [address: Address, edit: AccountEdit]>,
): Promise<S> {
	for (const [address, edit] of edits) state.applyChanges([await describeEdit(state, address, edit)]);
	return state;
}

function hashCode(code: Uint8Array): `0x${string}` {
	return code.length === 0 ? emptyCodeHash : bytesToHex(keccak256(code));
}
