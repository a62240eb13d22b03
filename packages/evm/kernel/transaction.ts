// The frame around a message: what a transaction, a simulated call or a system call does before and after it.
import { clearAccountList, clearAccounts, nextEpoch, sweepAccounts } from "./accounts";
import { allocate, blockSize, forgetExhaustion, release } from "./heap";
import { clearJournal, revertTo } from "./journal";
import { clearLogs, cutLogs } from "./logs";
import { abandonFrames, setRefund } from "./message";
import { clearStorage, clearTransientStorage } from "./storage";

/** Four words for the host to pass addresses, keys and amounts in. */
export const SCRATCH: usize = memory.data(128, 16);

let input: usize = 0;
let inputCapacity: usize = 0;
let code: usize = 0;
let codeCapacity: usize = 0;

/** Whether the transaction's message runs already: it may have to wait for the host. */
export let messageRuns: bool = false;

export function setMessageRuns(value: bool): void {
	messageRuns = value;
}

/** Address of the input of the next message. */
export function inputAddress(): usize {
	return input;
}

/** Room for the input of the next message; 0 when memory is exhausted. */
export function reserveInput(size: u32): usize {
	if (<usize>size + 64 > inputCapacity) {
		if (inputCapacity != 0) release(input, inputCapacity);
		inputCapacity = blockSize(<usize>size + 64);
		input = allocate(inputCapacity);
		if (input == 0) inputCapacity = 0;
	}
	return input;
}

/** Room for code that is about to be installed; 0 when memory is exhausted. */
export function reserveCode(size: u32): usize {
	if (<usize>size + 64 > codeCapacity) {
		if (codeCapacity != 0) release(code, codeCapacity);
		codeCapacity = blockSize(<usize>size + 64);
		code = allocate(codeCapacity);
		if (code == 0) codeCapacity = 0;
	}
	return code;
}

/** A new transaction: access marks, refund, logs and transient storage begin anew. */
export function beginTransaction(): void {
	nextEpoch();
	clearAccountList();
	clearJournal();
	clearLogs();
	clearTransientStorage();
	setRefund(0);
	messageRuns = false;
	forgetExhaustion();
}

/** Ends it: what was destructed or is touched and empty is deleted. Logs stay readable. */
export function endTransaction(): void {
	sweepAccounts();
	clearJournal();
}

/** Ends it as if it had never been. Its logs lie where they lay until the next one begins. */
export function takeBackTransaction(): void {
	revertTo(0);
	cutLogs(0);
	setRefund(0);
	clearAccountList();
}

/** Forgets all accounts, slots and transient values: the next read asks the database. */
export function resetState(): void {
	abandonFrames();
	clearAccountList();
	clearAccounts();
	clearStorage();
	clearJournal();
	clearLogs();
}
