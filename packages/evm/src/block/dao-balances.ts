import { AccountFlag } from "../engine/abi.js";
import type { Machine } from "../evm/machine.js";
import type { Task } from "../evm/task.js";
import { daoAccounts, daoRefundContract } from "../spec/chains/dao-fork.js";

/** Moves the balances of The DAO and its children to the contract that pays them back (EIP-779). */
export function* moveDaoBalances(machine: Machine): Task<void> {
	const { kernel, scratch } = machine;
	const { functions } = kernel;
	functions.beginTransaction();
	const refund = machine.findAccount(daoRefundContract);
	const records = daoAccounts.map((address) => machine.findAccount(address));
	for (const record of [refund, ...records]) {
		while (!machine.ensureAccount(record)) yield Promise.all(machine.takeWaiting());
	}
	for (const record of records) {
		if ((machine.flagsOf(record) & AccountFlag.exists) === 0) continue;
		kernel.writeWord(scratch, machine.balanceOf(record));
		functions.subtractBalance(record, scratch);
		functions.addBalance(refund, scratch);
	}
	functions.endTransaction();
}
