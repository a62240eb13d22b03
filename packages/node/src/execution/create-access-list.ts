import type { Address, TransactionResult } from "@evmore/evm";
import type { Machine, Task } from "@evmore/evm/evm";
import { findOpcodeByName } from "@evmore/evm/spec";
import type { Step, Tracer } from "@evmore/evm/trace";
import type { AccessListEntry, Transaction } from "@evmore/evm/tx";
import { refusedTransaction } from "../errors/transaction-fault.js";
import { type ExecutionPlace, executeInPlace } from "./execution-place.js";

/** What a transaction accesses, and how it went with that list. */
export interface CreatedAccessList {
	readonly accessList: readonly AccessListEntry[];
	readonly result: TransactionResult;
}

/** Rounds after which the list is taken as it is: a contract can make what it reads depend on gas. */
const maxRounds = 16;

const code = (name: string): number => findOpcodeByName(name)!.code;
const slotOpcodes = new Set(["SLOAD", "SSTORE"].map(code));
const accountOpcodes = new Set(["BALANCE", "EXTCODESIZE", "EXTCODEHASH", "EXTCODECOPY", "SELFDESTRUCT"].map(code));
const callOpcodes = new Set(["CALL", "CALLCODE", "DELEGATECALL", "STATICCALL"].map(code));

/**
 * The accounts and slots that a transaction accesses, besides those that are warm anyway. A list changes what the transaction
 * costs, and so perhaps what it does: it is repeated until the list stays the same.
 *
 * @param transaction - with the access list to begin with
 */
export function* createAccessList(
	machine: Machine,
	place: ExecutionPlace,
	transaction: Exclude<Transaction, { readonly type: 0 }>,
	sender: Address,
): Task<CreatedAccessList> {
	let { accessList } = transaction;
	for (let round = 1; ; round++) {
		const collector = new AccessCollector(accessList);
		const options = { tracer: collector };
		const result = yield* executeInPlace(machine, place, { ...transaction, accessList }, sender, options);
		if (result.status === "refused") throw refusedTransaction(result.exception);
		const warm = new Set<Address>([
			sender,
			transaction.to ?? result.createdAddress!,
			...[...place.spec.precompiles.keys()].map((address): Address => `0x${address.toString(16).padStart(40, "0")}`),
		]);
		if (place.spec.rules.warmCoinbase) warm.add(place.environment.coinbase);
		const found = collector.list(warm);
		if (round === maxRounds || countEntries(found) === countEntries(accessList)) return { accessList: found, result };
		accessList = found;
	}
}

function countEntries(list: readonly AccessListEntry[]): number {
	return list.reduce((sum, { storageKeys }) => sum + 1 + storageKeys.length, 0);
}

class AccessCollector implements Tracer {
	readonly #slots = new Map<Address, Set<bigint>>();

	constructor(list: readonly AccessListEntry[]) {
		for (const { address, storageKeys } of list) {
			const slots = this.#slotsOf(address);
			for (const key of storageKeys) slots.add(key);
		}
	}

	step(step: Step): void {
		const { opcode, stackHeight } = step;
		if (slotOpcodes.has(opcode) && stackHeight >= 1) this.#slotsOf(step.address).add(step.peek(0));
		else if (accountOpcodes.has(opcode) && stackHeight >= 1) this.#slotsOf(toAddress(step.peek(0)));
		else if (callOpcodes.has(opcode) && stackHeight >= 5) this.#slotsOf(toAddress(step.peek(1)));
	}

	/** Accounts that are warm anyway are listed for their slots only. */
	list(warm: ReadonlySet<Address>): AccessListEntry[] {
		return [...this.#slots]
			.filter(([address, slots]) => slots.size > 0 || !warm.has(address))
			.map(([address, slots]) => ({
				address,
				storageKeys: [...slots].sort((a, b) => (a < b ? -1 : 1)),
			}))
			.sort((a, b) => (a.address < b.address ? -1 : 1));
	}

	#slotsOf(address: Address): Set<bigint> {
		let slots = this.#slots.get(address);
		if (slots === undefined) {
			slots = new Set();
			this.#slots.set(address, slots);
		}
		return slots;
	}
}

function toAddress(word: bigint): Address {
	return `0x${BigInt.asUintN(160, word).toString(16).padStart(40, "0")}`;
}
