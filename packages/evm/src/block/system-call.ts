import type { Address } from "../bytes/address.js";
import { FrameKind } from "../engine/abi.js";
import type { Machine } from "../evm/machine.js";
import { type MessageResult, runMessage } from "../evm/message.js";
import type { Task } from "../evm/task.js";
import { systemAddress, systemCallGas } from "../spec/system-contracts.js";

/**
 * Calls a system contract as the protocol does (EIP-4788): outside any transaction, paid for by nobody, with its own gas.
 * The changes stay in the machine. Undefined: there is no code at the address.
 */
export function* callSystemContract(
	machine: Machine,
	contract: Address,
	input: Uint8Array,
): Task<MessageResult | undefined> {
	const { functions } = machine.kernel;
	functions.beginTransaction();
	const caller = machine.findAccount(systemAddress);
	const callee = machine.findAccount(contract);
	while (!machine.ensureAccount(caller) || !machine.ensureAccount(callee) || !machine.ensureCode(callee)) {
		yield Promise.all(machine.takeWaiting());
	}
	if (machine.codeSizeOf(callee) === 0) return undefined;
	machine.setOrigin(caller);
	machine.setGasPrice(0n);
	functions.setBlobCount(0);
	const result = yield* runMessage(machine, {
		kind: FrameKind.call,
		caller: systemAddress,
		to: contract,
		value: 0n,
		input,
		gas: BigInt(systemCallGas),
		isStatic: false,
	});
	functions.endTransaction();
	return result;
}
