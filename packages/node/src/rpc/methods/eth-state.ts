import type { Address, Hash } from "@evmore/evm";
import { bytesToHex } from "@evmore/evm";
import { emptyCodeHash, emptyRootHash } from "@evmore/evm/crypto";
import { createAccountProof, StateTrie } from "@evmore/evm/state";
import { invalidParameters, RpcError } from "../../errors/rpc-error.js";
import type { BlockAndState, BlockName, DevNode } from "../../node/dev-node.js";
import { blockName } from "../block-name.js";
import { address, list, mapOf, optional, storageKey, word } from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { proofKey } from "../storage-keys.js";
import { toQuantity, toWord } from "../transaction-codec.js";

/** Slots that one request may ask for (go-ethereum's limit). */
const maxSlots = 1024;

const latestByDefault = optional(blockName, "latest" as const);

/** A block that is there. @throws {RpcError} it is not */
export async function requireBlock(node: DevNode, name: BlockName): Promise<BlockAndState> {
	const block = await node.resolveBlock(name);
	if (block === undefined) throw new RpcError("serverError", "header not found");
	return block;
}

async function accountAt(
	node: DevNode,
	of: Address,
	name: BlockName,
): Promise<{ readonly nonce: bigint; readonly balance: bigint; readonly code: Uint8Array; readonly codeHash: Hash }> {
	const { state } = await requireBlock(node, name);
	const account = await state.getAccount(of);
	const code =
		account === undefined || account.codeHash === emptyCodeHash
			? new Uint8Array(0)
			: await state.getCode(account.codeHash, of);
	return {
		nonce: account?.nonce ?? 0n,
		balance: account?.balance ?? 0n,
		code,
		codeHash: account?.codeHash ?? emptyCodeHash,
	};
}

/** @throws {RpcError} the chain is forked: most of its state is in tries that only the other node has */
export function refuseFork({ remote }: DevNode, what: string): void {
	if (remote === undefined) return;
	throw new RpcError(
		"serverError",
		`there are no ${what} of blocks after ${remote.number}, where the chain was forked`,
	);
}

/** The root of a block's state whose nodes are in the database. */
function rootOf(node: DevNode, { stored, isPending }: BlockAndState): Hash {
	refuseFork(node, "proofs");
	if (isPending) throw new RpcError("serverError", "there are no proofs of the pending state");
	return stored.stateRoot;
}

export const stateMethods: readonly RpcMethod[] = [
	method("eth_getBalance", [address, latestByDefault], async ({ node }, of, name) =>
		toQuantity((await accountAt(node, of, name)).balance),
	),
	method("eth_getTransactionCount", [address, latestByDefault], async ({ node }, of, name) => {
		if (name === "pending") return toQuantity(node.pool.nextNonce(of, await node.miner.nonceOf(of)));
		return toQuantity((await accountAt(node, of, name)).nonce);
	}),
	method("eth_getCode", [address, latestByDefault], async ({ node }, of, name) =>
		bytesToHex((await accountAt(node, of, name)).code),
	),
	method("eth_getAccount", [address, latestByDefault], async ({ node }, of, name) => {
		const block = await requireBlock(node, name);
		const leaf = new StateTrie(node.chain.database, rootOf(node, block)).getAccount(of);
		return {
			balance: toQuantity(leaf?.balance ?? 0n),
			nonce: toQuantity(leaf?.nonce ?? 0n),
			codeHash: leaf?.codeHash ?? emptyCodeHash,
			storageRoot: leaf?.storageRoot ?? emptyRootHash,
		};
	}),
	method("eth_getAccountInfo", [address, latestByDefault], async ({ node }, of, name) => {
		const { balance, nonce, code } = await accountAt(node, of, name);
		return { balance: toQuantity(balance), nonce: toQuantity(nonce), code: bytesToHex(code) };
	}),
	method("eth_getStorageAt", [address, storageKey, latestByDefault], async ({ node }, of, key, name) => {
		const { state } = await requireBlock(node, name);
		return toWord(await state.getStorage(of, key));
	}),
	method("eth_getStorageValues", [mapOf(address, list(word)), latestByDefault], async ({ node }, wanted, name) => {
		const count = [...wanted.values()].reduce((sum, keys) => sum + keys.length, 0);
		if (count === 0) throw invalidParameters("empty request");
		if (count > maxSlots) throw invalidParameters(`too many slots (max ${maxSlots})`);
		const { state } = await requireBlock(node, name);
		const found: Record<string, string[]> = {};
		for (const [of, keys] of wanted) {
			found[of] = [];
			for (const key of keys) found[of].push(toWord(await state.getStorage(of, key)));
		}
		return found;
	}),
	method("eth_getProof", [address, list(proofKey), latestByDefault], async ({ node }, of, keys, name) => {
		if (keys.length > maxSlots) throw invalidParameters(`too many keys (max ${maxSlots})`);
		const block = await requireBlock(node, name);
		const slots = keys.map(({ slot }) => slot);
		const proof = createAccountProof(node.chain.database, rootOf(node, block), of, slots);
		return {
			address: proof.address,
			accountProof: proof.accountProof,
			balance: toQuantity(proof.balance),
			codeHash: proof.codeHash,
			nonce: toQuantity(proof.nonce),
			storageHash: proof.storageHash,
			storageProof: proof.storageProof.map((slot, index) => ({
				key: keys[index]!.name,
				value: toQuantity(slot.value),
				proof: slot.proof,
			})),
		};
	}),
];
