import { bytesToHex } from "../bytes/hex.js";
import { emptyCodeHash } from "../crypto/keccak256.js";
import { formatQuantity } from "./geth-tracer.js";
import { formatWord, type JsonValue } from "./json-value.js";
import type { ResultTracer } from "./result-tracer.js";
import { type AccessedAccount, StateAccesses } from "./state-accesses.js";
import type { AccountView } from "./tracer.js";

/** How a value changed, as Parity writes it. */
function change(from: JsonValue, to: JsonValue, cameToBe: boolean, isGone: boolean): JsonValue {
	if (cameToBe) return { "+": to };
	if (isGone) return { "-": from };
	return from === to ? "=" : { "*": { from, to } };
}

/** Parity's `stateDiff`: what a transaction changed in each account. */
export class StateDiffTracer extends StateAccesses implements ResultTracer {
	result(): JsonValue {
		const accounts: Record<string, JsonValue> = {};
		for (const [address, before] of [...this.accessed].sort(([a], [b]) => (a < b ? -1 : 1))) {
			const after = this.accountAfter(address) ?? before;
			const slots = [...before.storage]
				.map(([slot, value]) => [slot, value, this.storageAfter(address, slot) ?? value] as const)
				.filter(([, value, now]) => value !== now)
				.sort(([a], [b]) => (a < b ? -1 : 1));
			if (slots.length > 0 || differs(before, after)) accounts[address] = formatAccount(before, after, slots);
		}
		return accounts;
	}
}

function formatAccount(
	before: AccessedAccount,
	after: AccountView,
	slots: readonly (readonly [slot: bigint, before: bigint, after: bigint])[],
): JsonValue {
	const cameToBe = isEmpty(before);
	const isGone = !cameToBe && isEmpty(after);
	const formatted = ({ balance, nonce, code }: AccountView): readonly [string, string, string] => [
		formatQuantity(balance),
		formatQuantity(nonce),
		bytesToHex(code ?? new Uint8Array(0)),
	];
	const [balance, nonce, code] = formatted(before);
	const [balanceAfter, nonceAfter, codeAfter] = formatted(after);
	return {
		balance: change(balance, balanceAfter, cameToBe, isGone),
		code: change(code, codeAfter, cameToBe, isGone),
		nonce: change(nonce, nonceAfter, cameToBe, isGone),
		storage: Object.fromEntries(
			slots.map(([slot, from, to]) => [formatWord(slot), change(formatWord(from), formatWord(to), cameToBe, isGone)]),
		),
	};
}

function differs(before: AccountView, after: AccountView): boolean {
	return before.balance !== after.balance || before.nonce !== after.nonce || before.codeHash !== after.codeHash;
}

function isEmpty({ balance, nonce, codeHash }: AccountView): boolean {
	return balance === 0n && nonce === 0n && codeHash === emptyCodeHash;
}
