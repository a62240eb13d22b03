import type { Address, Hash, StateDatabase } from "@evmore/evm";
import { MemoryState, type StateChanges } from "@evmore/evm/state";
import { InputError } from "../errors.js";
import type { JsonFields } from "./json-fields.js";

/** A state that execution reads and changes, and that knows its root. */
export interface ReplayState extends StateDatabase {
	applyChanges(changes: StateChanges): void;
	stateRoot(): Hash;
}

/**
 * The accounts that a file lists, which are part of a larger state. What is not listed does not exist; code that is listed by
 * its hash alone cannot be read.
 */
export class PartialState extends MemoryState {
	/** Addresses of accounts without their code, by its hash. */
	readonly #missing = new Map<Hash, Address>();
	readonly #name: string;

	/**
	 * @param name - the file, for messages
	 * @param accounts - address → account, or nothing for one that does not exist
	 */
	constructor(name: string, accounts: JsonFields) {
		super();
		this.#name = name;
		for (const [key, account] of accounts.entries()) {
			if (account === undefined) continue;
			const digits = key.replace(/^0x/i, "").toLowerCase();
			if (!/^[0-9a-f]{40}$/.test(digits)) throw new InputError(`${name}: pre has "${key.slice(0, 48)}", no address`);
			this.#add(`0x${digits}`, account);
		}
	}

	#add(address: Address, json: JsonFields): void {
		const storage = json.has("storage") ? json.object("storage") : undefined;
		const nonce = json.has("nonce") ? json.number("nonce") : 0n;
		const balance = json.has("balance") ? json.number("balance") : 0n;
		this.setAccount(address, {
			nonce,
			balance,
			code: json.has("code") ? json.bytes("code") : new Uint8Array(0),
			storage: storage?.names().map((slot) => [this.#readSlot(address, slot), storage.number(slot)] as const) ?? [],
		});
		if (json.has("code") || !json.has("codeHash")) return;
		const codeHash = json.hash("codeHash");
		this.#missing.set(codeHash, address);
		const change = { address, account: { nonce, balance, codeHash }, code: undefined };
		this.applyChanges([{ ...change, storageCleared: false, storage: new Map() }]);
	}

	override getCode(codeHash: Hash): Uint8Array {
		const code = super.getCode(codeHash);
		const address = code.length > 0 ? undefined : this.#missing.get(codeHash);
		if (address === undefined) return code;
		throw new InputError(`${this.#name}: the block reads the code of ${address}, of which the file has only the hash`);
	}

	#readSlot(address: Address, slot: string): bigint {
		if (/^(0x)?[0-9a-f]{1,64}$/i.test(slot)) return BigInt(slot.startsWith("0x") ? slot : `0x${slot}`);
		throw new InputError(`${this.#name}: pre.${address}.storage has "${slot.slice(0, 80)}", no slot`);
	}
}
