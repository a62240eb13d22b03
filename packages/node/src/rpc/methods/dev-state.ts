import type { Address } from "@evmore/evm";
import type { DevNode } from "../../node/dev-node.js";
import type { AccountEdit } from "../../state/edit-account.js";
import { address, boolean, bytes, type Codec, codec, invalid, looseInteger, storageKey, word } from "../codec.js";
import { method, type RpcMethod } from "../method.js";

/** The number of a slot; anvil takes JSON numbers, too. */
const slotNumber: Codec<bigint> = codec((value, place) =>
	typeof value === "number" ? looseInteger.decode(value, place) : storageKey.decode(value, place),
);

/** The code of an account; anvil takes it without 0x, too: that is how compilers write it. */
const accountCode: Codec<Uint8Array> = codec((value, place) => {
	const lacksPrefix = typeof value === "string" && /^[0-9a-f]+$/i.test(value);
	return bytes.decode(lacksPrefix ? `0x${value}` : value, place);
});

/** More would not fit where a state keeps it. */
const accountNonce: Codec<bigint> = codec((value, place) => {
	const nonce = looseInteger.decode(value, place);
	return nonce >> 64n === 0n ? nonce : invalid(place, "nonce > 64 bits");
});

/** A chain keeps it as a JavaScript number: a larger one would be another. */
const chainNumber: Codec<number> = codec((value, place) => {
	const id = looseInteger.decode(value, place);
	return id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : invalid(place, "chain id above 2^53 - 1");
});

function edit(node: DevNode, of: Address, change: AccountEdit): Promise<void> {
	return node.editAccounts([[of, change]]);
}

export const stateSetters: readonly RpcMethod[] = [
	method(
		["anvil_setBalance", "hardhat_setBalance", "tenderly_setBalance"],
		[address, looseInteger],
		async ({ node }, of, balance) => {
			await edit(node, of, { balance });
			return null;
		},
	),
	method(
		["anvil_addBalance", "hardhat_addBalance", "tenderly_addBalance"],
		[address, looseInteger],
		async ({ node }, of, amount) => {
			await node.exclusively(() => undefined);
			const account = await node.chain.stateOf(node.chain.head).getAccount(of);
			const balance = account?.balance ?? 0n;
			await edit(node, of, { balance: balance + amount });
			return null;
		},
	),
	method(
		["anvil_setNonce", "hardhat_setNonce", "evm_setAccountNonce"],
		[address, accountNonce],
		async ({ node }, of, nonce) => {
			await edit(node, of, { nonce });
			await node.miner.dropStale();
			return null;
		},
	),
	method(["anvil_setCode", "hardhat_setCode"], [address, accountCode], async ({ node }, of, code) => {
		await edit(node, of, { code });
		return null;
	}),
	method(
		["anvil_setStorageAt", "hardhat_setStorageAt"],
		[address, slotNumber, word],
		async ({ node }, of, slot, value) => {
			await edit(node, of, { storageDiff: new Map([[slot, value]]) });
			return true;
		},
	),
	method(["anvil_setCoinbase", "hardhat_setCoinbase"], [address], ({ node }, coinbase) => {
		node.miner.settings.coinbase = coinbase;
		return null;
	}),
	method("anvil_setChainId", [chainNumber], ({ node }, chainId) => {
		node.chain.setChainId(chainId);
		return null;
	}),
	method(["anvil_impersonateAccount", "hardhat_impersonateAccount"], [address], ({ node }, of) => {
		node.accounts.impersonate(of);
		return null;
	}),
	method(["anvil_stopImpersonatingAccount", "hardhat_stopImpersonatingAccount"], [address], ({ node }, of) => {
		node.accounts.stopImpersonating(of);
		return null;
	}),
	method(["anvil_autoImpersonateAccount", "hardhat_autoImpersonateAccount"], [boolean], ({ node }, enabled) => {
		node.accounts.impersonatesAll = enabled;
		return null;
	}),
];
