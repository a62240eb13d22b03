import type { Address, TransactionResult } from "@evmore/evm";
import { emptyCodeHash } from "@evmore/evm/crypto";
import type { Machine, Task } from "@evmore/evm/evm";
import { unlimited } from "@evmore/evm/spec";
import { maxGasPrice, type Transaction } from "@evmore/evm/tx";
import { failedExecution, isOutOfGas } from "../errors/execution-fault.js";
import type { ErrorAbi } from "../errors/revert-reason.js";
import { RpcError } from "../errors/rpc-error.js";
import { refusedTransaction } from "../errors/transaction-fault.js";
import { type ExecutionPlace, executeInPlace } from "./execution-place.js";

const callStipend = 2300n;

/**
 * The least gas limit with which a transaction succeeds: go-ethereum's binary search, to the last unit.
 *
 * @param transaction - its gas limit is the most that may be answered
 * @param abi - whose custom errors are decoded when it fails
 */
export function* estimateGas(
	machine: Machine,
	place: ExecutionPlace,
	transaction: Transaction,
	sender: Address,
	abi?: ErrorAbi,
): Task<bigint> {
	let high = transaction.gasLimit;
	const { maxTransactionGas, transactionBase } = place.spec.parameters;
	if (maxTransactionGas !== unlimited && high > BigInt(maxTransactionGas)) high = BigInt(maxTransactionGas);
	high = yield* limitByFunds(place, transaction, sender, high);
	// A plain transfer costs what every transaction does.
	if (transaction.data.length === 0 && transaction.to !== undefined && high >= BigInt(transactionBase)) {
		const target = yield* wait(place.state.getAccount(transaction.to));
		if (target === undefined || target.codeHash === emptyCodeHash) {
			const result = yield* attempt(machine, place, transaction, sender, BigInt(transactionBase));
			if (result !== undefined && result.status === "success") return BigInt(transactionBase);
		}
	}
	const first = yield* attempt(machine, place, transaction, sender, high);
	if (first === undefined || isOutOfGas(first)) {
		throw new RpcError("serverError", `gas required exceeds allowance (${high})`);
	}
	if (first.status !== "success") throw failedExecution(first, abi);
	let low = first.gasUsed - 1n;
	// Most transactions need little more than what they used before refunds: the 64th that calls keep back, a stipend.
	const likely = ((first.gasUsed + first.gasRefunded + callStipend) * 64n) / 63n;
	if (likely < high) {
		if (yield* succeeds(machine, place, transaction, sender, likely)) high = likely;
		else low = likely;
	}
	while (low + 1n < high) {
		let middle = (high + low) / 2n;
		// Few need much more than they use: the lower half is the likelier one.
		if (middle > low * 2n) middle = low * 2n;
		if (yield* succeeds(machine, place, transaction, sender, middle)) high = middle;
		else low = middle;
	}
	return high;
}

function* succeeds(
	machine: Machine,
	place: ExecutionPlace,
	transaction: Transaction,
	sender: Address,
	gasLimit: bigint,
): Task<boolean> {
	const result = yield* attempt(machine, place, transaction, sender, gasLimit);
	return result !== undefined && result.status === "success";
}

/** Undefined: the gas does not even pay for the transaction itself. */
function* attempt(
	machine: Machine,
	place: ExecutionPlace,
	transaction: Transaction,
	sender: Address,
	gasLimit: bigint,
): Task<TransactionResult | undefined> {
	const result = yield* executeInPlace(machine, place, { ...transaction, gasLimit }, sender);
	if (result.status !== "refused") return result;
	if (/INTRINSIC_GAS/.test(result.exception)) return undefined;
	throw refusedTransaction(result.exception);
}

/** The most gas that the sender can pay for. */
function* limitByFunds(place: ExecutionPlace, transaction: Transaction, sender: Address, high: bigint): Task<bigint> {
	const price = maxGasPrice(transaction);
	if (price === 0n) return high;
	const account = yield* wait(place.state.getAccount(sender));
	const available = (account?.balance ?? 0n) - transaction.value;
	if (available < 0n) throw refusedTransaction("TransactionException.INSUFFICIENT_ACCOUNT_FUNDS");
	const affordable = available / price;
	return affordable < high ? affordable : high;
}

function* wait<T>(answer: T | Promise<T>): Task<T> {
	if (!(answer instanceof Promise)) return answer;
	let value: T | undefined;
	yield answer.then((found) => {
		value = found;
	});
	return value as T;
}
