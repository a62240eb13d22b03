// The frame around a message: what a transaction, a simulated call or a system call does before and after it.
import { AccountFlag, Exit, FrameKind, Halt, HostAnswer } from "../src/engine/abi";
import { Rule } from "../src/spec/rules";
import {
	Account,
	clearAccounts,
	ensureCode,
	ensureLoaded,
	findAccount,
	isPrecompile,
	nextEpoch,
	sweepAccounts,
	warmAccount,
} from "./accounts";
import { Code } from "./code";
import { frameAt, setCurrentFrame } from "./frame";
import { allocate, blockSize, release } from "./heap";
import { hostPrecompileReady } from "./host";
import { resetInterpreter } from "./interpreter";
import { clearJournal, journalTop, revertTo } from "./journal";
import { clearLogs, cutLogs, logCount, logTop } from "./logs";
import { enterCall, enterCreate, setRefund } from "./message";
import { clearStorage, clearTransientStorage } from "./storage";
import { rule } from "./tables";

/**
 * The message to start: value (a word), gas (i64), kind (FrameKind), static (0 or 1), input size, and the records of
 * caller and callee. The input itself goes to the buffer that `reserveInput` returns.
 */
export const MESSAGE: usize = memory.data(64, 16);
/** Four words for the host to pass addresses, keys and amounts in. */
export const SCRATCH: usize = memory.data(128, 16);

let input: usize = 0;
let inputCapacity: usize = 0;
let code: usize = 0;
let codeCapacity: usize = 0;

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
	clearJournal();
	clearLogs();
	clearTransientStorage();
	setRefund(0);
}

/** Ends it: what was destructed or is touched and empty is deleted. Logs stay readable. */
export function endTransaction(): void {
	sweepAccounts();
	clearJournal();
}

/** Takes back everything since the journal had this size, outside any frame. */
export function rollBackTo(journal: usize, logs: usize, logsCount: u32, refunded: i64): void {
	revertTo(journal);
	cutLogs(logs, logsCount);
	setRefund(refunded);
}

/** Forgets all accounts, slots and transient values: the next read asks the database. */
export function resetState(): void {
	sweepAccounts();
	clearAccounts();
	clearStorage();
	clearJournal();
	clearLogs();
}

/**
 * Enters the message in MESSAGE. Exit.pending: the host has to answer first, then call again. Otherwise `run` goes on.
 */
export function startMessage(): Exit {
	const kind = <FrameKind>load<u32>(MESSAGE, 40);
	const caller = changetype<Account>(<usize>load<u32>(MESSAGE, 52));
	const target = changetype<Account>(<usize>load<u32>(MESSAGE, 56));
	if (!ensureLoaded(caller) || !ensureLoaded(target)) return Exit.pending;
	const root = frameAt(0);
	root.gas = 0;
	root.sp = root.stackBase;
	root.depth = 0;
	root.memorySize = 0;
	root.isStatic = load<u32>(MESSAGE, 44);
	root.self = changetype<usize>(caller);
	root.caller = changetype<usize>(caller);
	resetInterpreter();
	const gas = load<i64>(MESSAGE, 32);
	const size = load<u32>(MESSAGE, 48);
	const value = MESSAGE;
	if (kind >= FrameKind.create) {
		setCurrentFrame(root);
		enterCreate(root, kind, gas, target, value, input, size, Halt.none);
		return Exit.success;
	}
	if (!ensureCode(target)) return Exit.pending;
	let codeAccount = target;
	if (changetype<Code>(target.code).isDelegation && rule(Rule.delegations)) {
		codeAccount = findAccount(changetype<Code>(target.code).delegatePointer);
		if (!ensureLoaded(codeAccount) || !ensureCode(codeAccount)) return Exit.pending;
		if (rule(Rule.warmAccess)) warmAccount(codeAccount);
	}
	if (isPrecompile(target) && hostPrecompileReady(<u32>target.address0) != HostAnswer.done) return Exit.pending;
	setCurrentFrame(root);
	enterCall(root, kind, gas, target, codeAccount, value, input, size, 0, 0);
	return Exit.success;
}
