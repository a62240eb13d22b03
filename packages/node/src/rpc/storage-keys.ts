import { type Codec, codec, list, mapOf, storageKey, text, word } from "./codec.js";
import { toQuantity, toWord } from "./transaction-codec.js";

/** A slot, and how answers name it. */
export interface ProofKey {
	readonly slot: bigint;
	/** As 32 bytes if that is how it was asked for, else as a number. */
	readonly name: string;
}

/** The key of a slot that is to be proven. */
export const proofKey: Codec<ProofKey> = codec((value, place) => {
	const slot = storageKey.decode(value, place);
	return { slot, name: typeof value === "string" && value.length === 66 ? toWord(slot) : toQuantity(slot) };
});

/**
 * Parameters in which all keys of slots have 32 bytes: not every node takes shorter ones.
 *
 * @throws {RpcError} a key is none
 */
export function withWholeKeys(method: string, params: readonly unknown[]): readonly unknown[] {
	const [first, second, ...others] = params;
	switch (method) {
		case "eth_getStorageAt":
			return [first, toWord(storageKey.decode(second, "argument 1")), ...others];
		case "eth_getProof":
			return [first, readProofKeys(params).map(({ slot }) => toWord(slot)), ...others];
		case "eth_getStorageValues": {
			const wanted = [...mapOf(text, list(word)).decode(first, "argument 0")];
			return [Object.fromEntries(wanted.map(([of, keys]) => [of, keys.map(toWord)])), ...params.slice(1)];
		}
		default:
			return params;
	}
}

/** An answer to eth_getProof with the keys named as in its parameters. */
export function nameProofKeys(answer: unknown, params: readonly unknown[]): unknown {
	const { storageProof } = (answer ?? {}) as { readonly storageProof?: unknown };
	const keys = readProofKeys(params);
	if (!Array.isArray(storageProof) || storageProof.length !== keys.length) return answer;
	const named = storageProof.map((proof: object, index) => ({ ...proof, key: keys[index]!.name }));
	return { ...(answer as object), storageProof: named };
}

function readProofKeys(params: readonly unknown[]): readonly ProofKey[] {
	return list(proofKey).decode(params[1], "argument 1");
}
