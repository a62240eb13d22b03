// The message that no frame sent: how a transaction's message, or a call without a transaction, starts and ends. What it is
// lies in one record, what came of it in another, so that a call from TypeScript crosses the border once.
import { EnvironmentWord, Exit, FrameKind, Halt, HostAnswer } from "../src/engine/abi";
import { Rule } from "../src/spec/rules";
import { Account, ensureCode, ensureLoaded, epoch, findAccount, isPrecompile, warmAccount } from "./accounts";
import { Code } from "./code";
import { frameAt, setCurrentFrame } from "./frame";
import { hostPrecompileReady } from "./host";
import { resetInterpreter } from "./interpreter";
import { logTop, logsAddress } from "./logs";
import { enterCall, enterCreate, lastExit, lastHalt, refund } from "./message";
import { returnDataAddress, returnDataSize } from "./return-data";
import { run } from "./run";
import { ENVIRONMENT, rule, setBlobCount } from "./tables";
import {
	beginTransaction,
	endTransaction,
	inputAddress,
	messageRuns,
	setMessageRuns,
	takeBackTransaction,
} from "./transaction";
import { copyWord } from "./words/convert";

/**
 * The message to start: value (a word), gas (i64), kind (FrameKind), static (0 or 1), input size, and the records of
 * caller and callee. Only of calls without a transaction: the record of the account that starts warm as the coinbase, or 0,
 * and whether changes are kept (0 or 1). The input itself goes to the buffer that `reserveInput` returns.
 */
export const MESSAGE: usize = memory.data(80, 16);

/**
 * What came of it: how it ended (Exit), why it halted or did not start (Halt), gas left, gas used, the refund counter
 * (i64 each), address and size of the output, address and size of the logs.
 */
export const RESULT: usize = memory.data(48, 16);

/** Begins and ends a transaction that consists of the call in MESSAGE. Exit.pending: go on with `continueCall`. */
export function executeCall(): Exit {
	beginTransaction();
	return continueCall();
}

/** The same in a transaction that has begun, or goes on after the host had to wait. */
export function continueCall(): Exit {
	if (!messageRuns) openCall();
	if (runMessage() == Exit.pending) return Exit.pending;
	if (<FrameKind>load<u32>(MESSAGE, 40) >= FrameKind.create && lastExit == Exit.success) showCreatedCode();
	if (load<u32>(MESSAGE, 64) != 0) endTransaction();
	else takeBackTransaction();
	return Exit.success;
}

/** What a transaction around the call would have done: nobody pays, but accounts are warm (EIP-2929, EIP-3651). */
function openCall(): void {
	setBlobCount(0);
	const caller = <usize>load<u32>(MESSAGE, 52);
	copyWord(ENVIRONMENT + (<usize>EnvironmentWord.origin << 5), caller);
	if (!rule(Rule.warmAccess)) return;
	startWarm(caller);
	startWarm(<usize>load<u32>(MESSAGE, 56));
	const coinbase = <usize>load<u32>(MESSAGE, 60);
	if (coinbase != 0) startWarm(coinbase);
}

/** No failing frame takes this mark back: it needs no record in the journal. */
@inline
function startWarm(record: usize): void {
	const account = changetype<Account>(record);
	if (account.warm < epoch) account.warm = epoch;
}

/**
 * Runs the message in MESSAGE within the transaction that has begun. Exit.pending: the host has to answer first, then call
 * again. Otherwise it has ended, and RESULT says how.
 */
export function runMessage(): Exit {
	if (!messageRuns) {
		if (startMessage() == Exit.pending) return Exit.pending;
		setMessageRuns(true);
	}
	if (run() == Exit.pending) return Exit.pending;
	setMessageRuns(false);
	writeResult();
	return Exit.success;
}

function startMessage(): Exit {
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
		enterCreate(root, kind, gas, target, value, inputAddress(), size, Halt.none);
		return Exit.success;
	}
	if (!ensureCode(target)) return Exit.pending;
	let codeAccount = target;
	if (changetype<Code>(target.code).isDelegation && rule(Rule.delegations)) {
		codeAccount = findAccount(changetype<Code>(target.code).delegatePointer);
		if (!ensureLoaded(codeAccount) || !ensureCode(codeAccount)) return Exit.pending;
		if (rule(Rule.warmAccess)) warmAccount(codeAccount);
	}
	if (isPrecompile(target) && hostPrecompileReady(target.precompile) != HostAnswer.done) return Exit.pending;
	setCurrentFrame(root);
	enterCall(root, kind, gas, target, codeAccount, value, inputAddress(), size, 0, 0);
	return Exit.success;
}

function writeResult(): void {
	const gasLeft = frameAt(0).gas;
	store<u32>(RESULT, lastExit);
	store<u32>(RESULT, lastHalt, 4);
	store<i64>(RESULT, gasLeft, 8);
	store<i64>(RESULT, load<i64>(MESSAGE, 32) - gasLeft, 16);
	store<i64>(RESULT, refund, 24);
	store<u32>(RESULT, <u32>returnDataAddress(), 32);
	store<u32>(RESULT, returnDataSize, 36);
	store<u32>(RESULT, <u32>logsAddress(), 40);
	store<u32>(RESULT, <u32>logTop, 44);
}

/** The output of a creation: the new contract's code. */
function showCreatedCode(): void {
	const code = changetype<Code>(changetype<Account>(<usize>load<u32>(MESSAGE, 56)).code);
	store<u32>(RESULT, <u32>code.start, 32);
	store<u32>(RESULT, code.size, 36);
}
