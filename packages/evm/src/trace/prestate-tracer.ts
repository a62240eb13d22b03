import type { Address } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import { emptyCodeHash } from "../crypto/keccak256.js";
import { ConfigFields } from "./config-fields.js";
import { formatQuantity } from "./geth-tracer.js";
import { formatWord, type JsonValue, jsonObject } from "./json-value.js";
import type { ResultTracer, TracerSetting } from "./result-tracer.js";
import { type AccessedAccount, StateAccesses } from "./state-accesses.js";
import type { AccountView } from "./tracer.js";
import { InvalidTraceConfigError } from "./tracer-error.js";

const zeroHash = `0x${"00".repeat(32)}`;

/**
 * go-ethereum's `prestateTracer`: the accounts and slots that a transaction looks at, as they were before it; with `diffMode` only
 * those it changes, before and after. Other options: `disableCode`, `disableStorage`, `includeEmpty`.
 */
export class PrestateTracer extends StateAccesses implements ResultTracer {
	readonly #diffMode: boolean;
	readonly #disableCode: boolean;
	readonly #disableStorage: boolean;
	readonly #includeEmpty: boolean;

	constructor(config: unknown, { startsFresh = false }: TracerSetting) {
		super(startsFresh);
		const names = ["diffMode", "disableCode", "disableStorage", "includeEmpty"];
		const fields = new ConfigFields(config, "prestateTracer", names);
		this.#diffMode = fields.flag("diffMode");
		this.#disableCode = fields.flag("disableCode");
		this.#disableStorage = fields.flag("disableStorage");
		this.#includeEmpty = fields.flag("includeEmpty");
		if (this.#diffMode && this.#includeEmpty) {
			throw new InvalidTraceConfigError("prestateTracer takes diffMode or includeEmpty, not both");
		}
	}

	result(): JsonValue {
		const before = [...this.accessed].sort(([a], [b]) => (a < b ? -1 : 1));
		if (this.#diffMode) return this.#diff(before);
		const pre: Record<string, JsonValue> = {};
		for (const [address, account] of before) {
			if (this.#includeEmpty || !isEmpty(account)) pre[address] = this.#formatBefore(account, account.storage);
		}
		return pre;
	}

	#formatBefore(account: AccessedAccount, storage: ReadonlyMap<bigint, bigint>): JsonValue {
		const { balance, nonce, code, codeHash } = account;
		const hasCode = codeHash !== emptyCodeHash;
		return jsonObject({
			balance: formatQuantity(balance),
			code: hasCode && !this.#disableCode ? bytesToHex(code!) : undefined,
			codeHash: hasCode ? codeHash : undefined,
			nonce: nonce === 0n ? undefined : Number(nonce),
			storage: this.#formatStorage(storage),
		});
	}

	#formatStorage(storage: ReadonlyMap<bigint, bigint>): JsonValue | undefined {
		if (this.#disableStorage || storage.size === 0) return undefined;
		const slots = [...storage].sort(([a], [b]) => (a < b ? -1 : 1));
		return Object.fromEntries(slots.map(([slot, value]) => [formatWord(slot), formatWord(value)]));
	}

	#diff(before: readonly (readonly [Address, AccessedAccount])[]): JsonValue {
		const pre: Record<string, JsonValue> = {};
		const post: Record<string, JsonValue> = {};
		for (const [address, account] of before) {
			if (this.deleted.has(address)) {
				// Gone: there is nothing after it.
				if (!isEmpty(account)) pre[address] = this.#formatBefore(account, account.storage);
				continue;
			}
			const { slotsBefore, slotsAfter } = this.#diffStorage(address, account);
			const after = this.#formatAfter(address, account, slotsAfter);
			if (after === undefined && slotsBefore.size === 0) continue;
			if (!isEmpty(account)) pre[address] = this.#formatBefore(account, slotsBefore);
			post[address] = after ?? {};
		}
		return { post, pre };
	}

	/** Slots that changed: those that were not zero before, and those that are not zero after. */
	#diffStorage(
		address: Address,
		{ storage }: AccessedAccount,
	): { slotsBefore: Map<bigint, bigint>; slotsAfter: Map<bigint, bigint> } {
		const slotsBefore = new Map<bigint, bigint>();
		const slotsAfter = new Map<bigint, bigint>();
		if (this.#disableStorage) return { slotsBefore, slotsAfter };
		for (const [slot, value] of storage) {
			const now = this.storageAfter(address, slot) ?? value;
			if (now === value) continue;
			if (value !== 0n) slotsBefore.set(slot, value);
			if (now !== 0n) slotsAfter.set(slot, now);
		}
		return { slotsBefore, slotsAfter };
	}

	/** What is different now; undefined: nothing. */
	#formatAfter(address: Address, before: AccessedAccount, slots: ReadonlyMap<bigint, bigint>): JsonValue | undefined {
		const now = this.accountAfter(address) ?? before;
		const codeChanged = now.codeHash !== before.codeHash;
		const after = jsonObject({
			balance: now.balance === before.balance ? undefined : formatQuantity(now.balance),
			code: codeChanged && !this.#disableCode ? bytesToHex(now.code!) : undefined,
			// What is empty does not exist, and has no hash.
			codeHash: codeChanged ? (isEmpty(now) ? zeroHash : now.codeHash) : undefined,
			nonce: now.nonce === before.nonce ? undefined : now.nonce === 0n ? undefined : Number(now.nonce),
			storage: this.#formatStorage(slots),
		});
		const changed = codeChanged || now.balance !== before.balance || now.nonce !== before.nonce || slots.size > 0;
		return changed ? after : undefined;
	}
}

function isEmpty({ balance, nonce, codeHash }: AccountView): boolean {
	return balance === 0n && nonce === 0n && codeHash === emptyCodeHash;
}
