import { bytesToHex, type Hash, type Hex } from "@evmore/evm";
import { bigIntToBytes, bytesToBigInt } from "@evmore/evm/bytes";
import { emptyCodeHash } from "@evmore/evm/crypto";
import { hashSlot } from "@evmore/evm/state";
import { RpcError } from "../../errors/rpc-error.js";
import { stateWithinBlock } from "../../execution/state-within-block.js";
import { blockName } from "../block-name.js";
import { address, bytes, hash, looseInteger } from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity, toWord } from "../transaction-codec.js";
import { refuseFork, requireBlock } from "./eth-state.js";

/** Slots of one answer. */
const maxSlots = 10_000n;

interface StorageRange {
	/** By the hashes of the slots, in their order. */
	readonly storage: Record<Hash, { readonly key: Hex; readonly value: Hex }>;
	/** Where the next range begins; null: there is none. */
	readonly nextKey: Hash | null;
}

export const debugStateMethods: readonly RpcMethod[] = [
	// After the transaction with this index.
	method("debug_accountInfoAt", [blockName, looseInteger, address], async ({ node }, name, index, of) => {
		const { stored } = await requireBlock(node, name);
		const state = await stateWithinBlock(node.chain, stored, index + 1n, node.machines);
		const account = await state.getAccount(of);
		const codeHash = account?.codeHash ?? emptyCodeHash;
		return {
			balance: toQuantity(account?.balance ?? 0n),
			nonce: toQuantity(account?.nonce ?? 0n),
			code: codeHash === emptyCodeHash ? "0x" : bytesToHex(await state.getCode(codeHash, of)),
		};
	}),
	// Before the transaction with this index, as go-ethereum's.
	method(
		"debug_storageRangeAt",
		[blockName, looseInteger, address, bytes, looseInteger],
		async ({ node }, name, index, of, start, most): Promise<StorageRange> => {
			refuseFork(node, "ranges of storage");
			const { stored } = await requireBlock(node, name);
			const state = await stateWithinBlock(node.chain, stored, index, node.machines);
			const first = bytesToHex(bigIntToBytes(start.length === 0 ? 0n : bytesToBigInt(start.subarray(0, 32)), 32));
			const limit = most > maxSlots ? maxSlots : most;
			const storage: StorageRange["storage"] = {};
			let count = 0n;
			for (const [slot, value] of state.storageOf(of)) {
				const key = bytesToHex(hashSlot(slot));
				if (key < first) continue;
				if (count++ === limit) return { storage, nextKey: key };
				storage[key] = { key: toWord(slot), value: toWord(value) };
			}
			return { storage, nextKey: null };
		},
	),
	method("debug_preimage", [hash], ({ node }, of) => {
		const found = node.chain.database.getPreimage(of);
		if (found === undefined) throw new RpcError("serverError", "unknown preimage");
		return found;
	}),
];
