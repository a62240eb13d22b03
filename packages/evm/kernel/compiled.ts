// What compiled code calls (src/engine/compiler): the same instructions as the interpreter's, in shapes that fit, and the
// ways to leave a compiled block. Offsets are those of instructions in the code.
import { Exit, FrameKind } from "../src/engine/abi";
import { Code } from "./code";
import { Frame, currentFrame } from "./frame";
import { call } from "./instructions/call";
import { create } from "./instructions/create";
import { output, selfdestruct } from "./instructions/system";
import { faulted } from "./interpreter";
import { setOutput } from "./message";
import { Op } from "./opcode";
import { OPCODES, parameter } from "./tables";
import { Parameter } from "../src/spec/parameters";
import * as bitwise from "./words/bitwise";
import { div as divWords, mod as modWords } from "./words/div";
import { byteLength, exp } from "./words/exp";
import { addmod as addModWords, mulmod as mulModWords } from "./words/modular";
import { mul as mulWords } from "./words/mul";
import * as signed from "./words/signed";

// Instructions on the stack alone: sp is the top.
export function mul(sp: usize): void { mulWords(sp); }
export function div(sp: usize): void { divWords(sp); }
export function sdiv(sp: usize): void { signed.sdiv(sp); }
export function mod(sp: usize): void { modWords(sp); }
export function smod(sp: usize): void { signed.smod(sp); }
export function addmod(sp: usize): void { addModWords(sp); }
export function mulmod(sp: usize): void { mulModWords(sp); }
export function signextend(sp: usize): void { signed.signextend(sp); }
export function byte(sp: usize): void { bitwise.byte(sp); }
export function shl(sp: usize): void { bitwise.shl(sp); }
export function shr(sp: usize): void { bitwise.shr(sp); }
export function sar(sp: usize): void { bitwise.sar(sp); }
export function countLeadingZeros(sp: usize): void { bitwise.countLeadingZeros(sp); }
export function exponentiate(frame: Frame, sp: usize, gas: i64): i64 {
	gas -= <i64>byteLength(sp - 32) * parameter(Parameter.expByte);
	if (gas >= 0) exp(sp);
	return gas;
}

export { hash } from "./instructions/hash";
export { log } from "./instructions/log";
export { balance, blobHash, blockHash, extCodeHash, extCodeSize } from "./instructions/environment";
export { callDataCopy, callDataLoad, codeCopy, extCodeCopy, mcopy, mstore8, reachEnd, returnDataCopy } from "./instructions/memory";
export { sload, sstore, tload, tstore } from "./instructions/storage";

/** STOP, RETURN, REVERT, SELFDESTRUCT: the frame ends. */
export function endAt(frame: Frame, offset: u32, sp: usize, gas: i64, opcode: u32): Exit {
	let exit = Exit.success;
	let left = gas;
	if (opcode == Op.STOP) setOutput(frame.memory, 0);
	else if (opcode == Op.SELFDESTRUCT) left = selfdestruct(frame, sp, gas);
	else left = output(frame, sp, gas);
	if (left < 0) return failAt(frame, offset, sp, gas + staticGas(opcode), left);
	if (opcode == Op.REVERT) exit = Exit.revert;
	frame.pc = frame.codeStart + offset;
	frame.sp = sp;
	frame.gas = left;
	return exit;
}

/** CALL and its kin. Exit.slice: the call is over, and the frame goes on with the stack pointer and gas it holds. */
export function callAt(frame: Frame, offset: u32, sp: usize, gas: i64, opcode: u32): Exit {
	let kind = FrameKind.call;
	if (opcode == Op.CALLCODE) kind = FrameKind.callCode;
	else if (opcode == Op.DELEGATECALL) kind = FrameKind.delegateCall;
	else if (opcode == Op.STATICCALL) kind = FrameKind.staticCall;
	frame.pc = frame.codeStart + offset + 1;
	return entered(frame, offset, sp, gas, opcode, call(frame, sp, gas, kind));
}

/** CREATE and CREATE2, as `callAt`. */
export function createAt(frame: Frame, offset: u32, sp: usize, gas: i64, opcode: u32): Exit {
	frame.pc = frame.codeStart + offset + 1;
	const kind = opcode == Op.CREATE ? FrameKind.create : FrameKind.create2;
	return entered(frame, offset, sp, gas, opcode, create(frame, sp, gas, kind));
}

@inline
function entered(frame: Frame, offset: u32, sp: usize, gas: i64, opcode: u32, left: i64): Exit {
	if (left < 0) return failAt(frame, offset, sp, gas + staticGas(opcode), left);
	return changetype<usize>(currentFrame) == changetype<usize>(frame) ? Exit.slice : Exit.entered;
}

function staticGas(opcode: u32): i64 {
	return <i64>load<u16>(OPCODES + (<usize>opcode << 3));
}

/** An instruction failed or has to wait: as in the interpreter. */
export function failAt(frame: Frame, offset: u32, sp: usize, gasBefore: i64, gas: i64): Exit {
	return faulted(frame, frame.codeStart + offset, sp, gasBefore, gas);
}

/** Leaves the frame to the interpreter, which goes on at an instruction. */
export function interpretAt(frame: Frame, offset: u32, sp: usize, gas: i64): Exit {
	frame.pc = frame.codeStart + offset;
	frame.sp = sp;
	frame.gas = gas;
	return Exit.interpret;
}

/** Does a compiled block begin where the frame goes on? */
export function entersBlock(frame: Frame, code: Code): bool {
	return load<u16>(code.blocks + ((frame.pc - frame.codeStart) << 1)) != 0;
}
