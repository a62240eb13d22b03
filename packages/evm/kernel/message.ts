// Entering and leaving frames: what CALL, CREATE and a transaction share (Yellow Paper 7 and 8).
import { AccountFlag, Exit, FrameKind, Halt, HostAnswer, TraceFlag } from "../src/engine/abi";
import { Parameter } from "../src/spec/parameters";
import { Rule } from "../src/spec/rules";
import {
	Account,
	addBalance,
	balanceCovers,
	createAccount,
	isPrecompile,
	setCode,
	subtractBalance,
	touch,
} from "./accounts";
import { Code, buildCode, installCode, releaseCode } from "./code";
import { copyBytes } from "./copy";
import { Frame, MAX_DEPTH, childOf, currentFrame, frameAt, parentOf, setCurrentFrame, valueOf } from "./frame";
import { hostEnter, hostLeave, hostPrecompile } from "./host";
import { journalTop, revertTo } from "./journal";
import { cutLogs, logTop } from "./logs";
import { openMemory } from "./memory";
import { clearReturnData, returnDataAddress, returnDataSize, setReturnData } from "./return-data";
import { openStack } from "./stack";
import { parameter, rule } from "./tables";
import { copyWord, isZeroWord, setU64, setZero } from "./words/convert";

/** Gas to be given back when the transaction ends; may fall below zero for a while (EIP-1283). */
export let refund: i64 = 0;

export function setRefund(value: i64): void {
	refund = value;
}

@inline
export function addRefund(value: i64): void {
	refund += value;
}

/** TraceFlag bits. */
export let tracing: u32 = 0;

/** The account whose calls are told of although frames are not; 0: none. */
let watchedAccount: usize = 0;

export function setTracing(flags: u32, watched: usize): void {
	tracing = flags;
	watchedAccount = watched;
}

/** How the last frame that was left ended. */
export let lastExit: Exit = Exit.success;
export let lastHalt: Halt = Halt.none;
// Where the ending frame's output lies, in its own memory.
let outputAddress: usize = 0;
let outputSize: u32 = 0;

@inline
export function setOutput(address: usize, size: u32): void {
	outputAddress = address;
	outputSize = size;
}

/** Fills in what all kinds of children share. */
function openChild(parent: Frame, kind: FrameKind, gas: i64): Frame {
	const child = childOf(parent);
	child.kind = kind;
	child.gas = gas;
	child.initialGas = gas;
	child.stateGas = 0;
	child.depth = parent.depth + 1;
	child.journalMark = journalTop;
	child.logMark = logTop;
	child.refundMark = refund;
	clearReturnData();
	return child;
}

/**
 * Enters a message call to `target`, which runs the code of `codeAccount`; both are loaded, code included. The caller's
 * gas has been charged, its stack is without the operands. Ends at once, with the result on the caller's stack, when there is
 * nothing to run.
 */
export function enterCall(
	parent: Frame,
	kind: FrameKind,
	gas: i64,
	target: Account,
	codeAccount: Account,
	value: usize,
	input: usize,
	inputSize: u32,
	outputOffset: u32,
	resultSize: u32,
): void {
	const child = openChild(parent, kind, gas);
	child.isStatic = kind == FrameKind.staticCall ? 1 : parent.isStatic;
	child.codeAccount = changetype<usize>(codeAccount);
	child.input = input;
	child.inputSize = inputSize;
	child.outputOffset = outputOffset;
	child.outputSize = resultSize;
	child.self = kind == FrameKind.call || kind == FrameKind.staticCall ? changetype<usize>(target) : parent.self;
	child.caller = kind == FrameKind.delegateCall ? parent.caller : parent.self;
	if (kind == FrameKind.delegateCall) copyWord(valueOf(child), valueOf(parent));
	else if (kind == FrameKind.staticCall) setZero(valueOf(child));
	else copyWord(valueOf(child), value);
	if (tracing & TraceFlag.frames || changetype<usize>(target) == watchedAccount) {
		// Tracers see the address called, not the one whose code runs.
		child.codeAccount = changetype<usize>(target);
		hostEnter(changetype<usize>(child));
		child.codeAccount = changetype<usize>(codeAccount);
	}

	const payer = changetype<Account>(parent.self);
	const transfers = kind <= FrameKind.callCode && !isZeroWord(valueOf(child));
	if (parent.depth >= MAX_DEPTH) return endAtOnce(parent, child, Exit.revert, Halt.callDepth);
	if (transfers && !balanceCovers(payer, valueOf(child))) {
		return endAtOnce(parent, child, Exit.revert, Halt.insufficientBalance);
	}
	if (kind == FrameKind.call) {
		if (transfers) {
			subtractBalance(payer, valueOf(child));
			addBalance(target, valueOf(child));
		} else {
			touch(target);
		}
	} else if (kind == FrameKind.staticCall) {
		touch(target);
	}
	if (isPrecompile(target)) return callPrecompile(parent, child, target);
	const code = changetype<Code>(codeAccount.code);
	if (code.size == 0) return endAtOnce(parent, child, Exit.success, Halt.none);
	startFrame(parent, child, code);
}

function startFrame(parent: Frame, child: Frame, code: Code): void {
	if (!openStack(parent, child)) return endAtOnce(parent, child, Exit.halt, Halt.memoryLimit);
	openMemory(parent, child);
	child.code = changetype<usize>(code);
	child.codeStart = code.start;
	child.codeSize = code.size;
	child.jumpDestinations = code.jumpDestinations;
	child.pc = code.start;
	setCurrentFrame(child);
}

function callPrecompile(parent: Frame, child: Frame, target: Account): void {
	const answer = hostPrecompile(
		target.precompile,
		child.input,
		child.inputSize,
		changetype<usize>(child) + offsetof<Frame>("gas"),
	);
	if (answer == HostAnswer.done) endAtOnce(parent, child, Exit.success, Halt.none);
	else endAtOnce(parent, child, Exit.halt, Halt.precompile);
}

/** Ends a child that never became the current frame; its output, if any, is in the return data buffer. */
function endAtOnce(parent: Frame, child: Frame, exit: Exit, reason: Halt): void {
	if (exit == Exit.halt) child.gas = 0;
	if (exit != Exit.success) {
		rollBack(child);
		clearReturnData();
	}
	leave(parent, child, exit, reason);
	push(parent, exit == Exit.success);
}

@inline
function rollBack(frame: Frame): void {
	revertTo(frame.journalMark);
	cutLogs(frame.logMark);
	refund = frame.refundMark;
}

/** Tells tracers, returns gas and output. */
function leave(parent: Frame, frame: Frame, exit: Exit, reason: Halt): void {
	if (tracing & TraceFlag.frames) hostLeave(changetype<usize>(frame), exit, reason);
	lastExit = exit;
	lastHalt = reason;
	parent.gas += frame.gas;
	const size = min(frame.outputSize, returnDataSize);
	if (size == 0) return;
	if (size == 32) copyWord(parent.memory + frame.outputOffset, returnDataAddress());
	else copyBytes(parent.memory + frame.outputOffset, returnDataAddress(), size);
}

@inline
function push(parent: Frame, success: bool): void {
	const sp = parent.sp + 32;
	setU64(sp, success ? 1 : 0);
	parent.sp = sp;
}

/**
 * Enters a creation at `account`, which is loaded, and whose creator's nonce has been raised. The initcode is copied.
 */
export function enterCreate(
	parent: Frame,
	kind: FrameKind,
	gas: i64,
	account: Account,
	value: usize,
	initcode: usize,
	initcodeSize: u32,
	refusal: Halt,
): void {
	const child = openChild(parent, kind, gas);
	child.isStatic = 0;
	child.codeAccount = changetype<usize>(account);
	child.self = changetype<usize>(account);
	child.caller = parent.self;
	child.input = initcode;
	child.inputSize = initcodeSize;
	child.outputOffset = 0;
	child.outputSize = 0;
	copyWord(valueOf(child), value);
	if (tracing & TraceFlag.frames) hostEnter(changetype<usize>(child));
	if (refusal != Halt.none) {
		endAtOnce(parent, child, Exit.revert, refusal);
		return;
	}
	// EIP-684 and EIP-7610: nothing is created where a nonce, code or storage is.
	if (account.nonce != 0 || !account.hasEmptyCode || (account.flags & AccountFlag.hasStorage) != 0) {
		endAtOnce(parent, child, Exit.halt, Halt.collision);
		return;
	}
	createAccount(account);
	const payer = changetype<Account>(parent.self);
	if (!isZeroWord(valueOf(child))) {
		subtractBalance(payer, valueOf(child));
		addBalance(account, valueOf(child));
	}
	const code = buildCode(initcode, initcodeSize);
	if (changetype<usize>(code) == 0) return endAtOnce(parent, child, Exit.halt, Halt.memoryLimit);
	child.input = 0;
	child.inputSize = 0;
	startFrame(parent, child, code);
}

/** Forgets the frames of a message that is not gone on with. */
export function abandonFrames(): void {
	const root = frameAt(0);
	for (let frame = currentFrame; changetype<usize>(frame) > changetype<usize>(root); frame = parentOf(frame)) {
		if (frame.kind >= FrameKind.create) releaseCode(changetype<Code>(frame.code));
	}
	setCurrentFrame(root);
}

/** Leaves the current frame, which ended with `exit`; its caller becomes the current frame. */
export function leaveFrame(frame: Frame, exit: Exit, reason: Halt): void {
	const parent = parentOf(frame);
	const creates = frame.kind >= FrameKind.create;
	let refused = false;
	if (creates) {
		if (exit == Exit.success) {
			reason = depositCode(frame);
			refused = reason != Halt.none;
			if (refused) exit = Exit.halt;
		}
		releaseCode(changetype<Code>(frame.code));
	}
	if (exit == Exit.halt) {
		frame.gas = 0;
		// Tracers are shown the code that is refused.
		const shown = refused && (tracing & TraceFlag.frames) != 0;
		if (!shown || !setReturnData(outputAddress, outputSize)) clearReturnData();
	} else if (!setReturnData(outputAddress, outputSize)) {
		exit = Exit.halt;
		reason = Halt.memoryLimit;
		frame.gas = 0;
		clearReturnData();
	}
	if (exit != Exit.success) rollBack(frame);
	setCurrentFrame(parent);
	leave(parent, frame, exit, reason);
	if (creates && exit == Exit.success) {
		clearReturnData();
		const sp = parent.sp + 32;
		const created = changetype<Account>(frame.self);
		store<u64>(sp, created.address0);
		store<u64>(sp, created.address1, 8);
		store<u64>(sp, created.address2, 16);
		store<u64>(sp, 0, 24);
		parent.sp = sp;
	} else {
		if (refused) clearReturnData();
		push(parent, exit == Exit.success);
	}
}

/**
 * Puts the output of a creation into the state as its code, if it may and can be paid for (Yellow Paper 7). Of several faults
 * the one is told that the execution specification meets first.
 */
function depositCode(frame: Frame): Halt {
	const size = outputSize;
	if (rule(Rule.rejectEfCode) && size != 0 && load<u8>(outputAddress) == 0xef) return Halt.efCode;
	const cost = <i64>size * parameter(Parameter.codeDepositByte);
	if (frame.gas < cost) {
		// Frontier leaves a contract without code behind, and the gas.
		if (rule(Rule.codeDepositRequired)) return Halt.codeDeposit;
		outputSize = 0;
		return Halt.none;
	}
	if (<i64>size > parameter(Parameter.maxCodeSizeBytes)) return Halt.codeSize;
	frame.gas -= cost;
	const code = installCode(outputAddress, size, 0);
	if (changetype<usize>(code) == 0) return Halt.memoryLimit;
	setCode(changetype<Account>(frame.self), code);
	return Halt.none;
}
