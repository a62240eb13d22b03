// The interpreter: one loop. It runs the current frame until the frame ends, enters another, or has to wait.
//
// Program counter, stack pointer and gas live in local variables. The checks of stack height and static gas are the same for all
// opcodes and come from one table (tables.ts). Then there are two switches: the first has the instructions that are done in
// place, the second all that call functions; these find the variables written back to the frame (`sync`).
//
// The order is for V8, which hands out registers in the order of the code: from the first call on variables would live on the
// native stack, and an instruction would cost half as much again. For the same reason the way to `refused` leads out of the loop.
import { EnvironmentWord, Exit, FrameKind, Halt, TraceFlag } from "../src/engine/abi";
import { Code, isJumpDestination } from "./code";
import { fail, takeHalt } from "./fault";
import { Frame, currentFrame, valueOf } from "./frame";
import { hostStep } from "./host";
import { call } from "./instructions/call";
import { create } from "./instructions/create";
import * as environment from "./instructions/environment";
import { hash } from "./instructions/hash";
import { log } from "./instructions/log";
import * as mem from "./instructions/memory";
import * as storage from "./instructions/storage";
import { push } from "./instructions/push";
import { output, selfdestruct } from "./instructions/system";
import { setOutput, tracing } from "./message";
import { Op } from "./opcode";
import { returnDataSize } from "./return-data";
import { ENVIRONMENT, OPCODES, parameter } from "./tables";
import { Parameter } from "../src/spec/parameters";
import { add, sub } from "./words/add";
import { and, byte, countLeadingZeros, not, or, sar, shl, shr, xor } from "./words/bitwise";
import { eq, gt, iszero, lt, sgt, slt } from "./words/compare";
import { copyWord, isZeroWord, loadBigEndian, setU64, setZero, storeBigEndian, swapWords } from "./words/convert";
import { areLimbs, div, divLimbs, mod, modLimbs } from "./words/div";
import { byteLength, exp } from "./words/exp";
import { addmod, mulmod } from "./words/modular";
import { mul } from "./words/mul";
import { sdiv, signextend, smod } from "./words/signed";

/** Why the frame that just ended with Exit.halt did so. */
export let exitHalt: Halt = Halt.none;

/** Set while an instruction is run again after waiting: tracers have seen it already. */
let stepSeen: bool = false;

/**
 * Jumps after which the loop is left and entered again. V8 replaces the code of a running function only between calls,
 * so a loop that never leaves would stay in the slow first tier.
 */
const JUMPS_PER_SLICE: i32 = 20000;

/** The same in code that is compiled, where the interpreter does only what compiled blocks leave to it. */
const JUMPS_BETWEEN_BLOCKS: i32 = 4;

/** Copies a word of the environment to the stack. */
@inline
function pushEnvironment(sp: usize, word: EnvironmentWord): void {
	copyWord(sp, ENVIRONMENT + ((<usize>word) << 5));
}

@inline
function sync(frame: Frame, pc: usize, sp: usize, gas: i64): void {
	frame.pc = pc;
	frame.sp = sp;
	frame.gas = gas;
}

/** The frame goes on later. */
@inline
function slice(frame: Frame, pc: usize, sp: usize, gas: i64): Exit {
	sync(frame, pc, sp, gas);
	return Exit.slice;
}

/** All that a JUMPDEST does is cost this: jumps take it along. */
@inline
function jumpdestGas(): i64 {
	return <i64>load<u16>(OPCODES + (Op.JUMPDEST << 3));
}

/** The address of the instruction at the jump destination in the word at `word`; 0 when it is none. */
@inline
function jumpTarget(frame: Frame, word: usize): usize {
	const target = load<u64>(word);
	const isDestination =
		(load<u64>(word, 8) | load<u64>(word, 16) | load<u64>(word, 24)) == 0 &&
		target < <u64>frame.codeSize &&
		isJumpDestination(frame.jumpDestinations, <u32>target);
	return isDestination ? frame.codeStart + <usize>target : 0;
}

/** Whether `count` bytes at the offset in the word at `offset` are among so many bytes. */
@inline
function hasBytes(offset: usize, count: u32, size: u32): bool {
	return (
		(load<u64>(offset, 8) | load<u64>(offset, 16) | load<u64>(offset, 24)) == 0 &&
		size >= count &&
		load<u64>(offset) <= <u64>(size - count)
	);
}

/** Runs the frame until it ends, enters another, has to wait or has jumped often enough. */
export function interpret(frame: Frame): Exit {
	if (!(tracing & TraceFlag.steps)) return execute(frame, frame.stackBase);
	let exit: Exit;
	do {
		if (!stepSeen) hostStep(changetype<usize>(frame));
		stepSeen = false;
		exit = execute(frame, 0);
	} while (exit == Exit.interpret);
	return exit;
}

/**
 * As `interpret`. After the first instruction the height of the stack is measured from `base`, where the stack begins. When it is 0,
 * below all stacks, the check of the second instruction fails, and the result is Exit.interpret.
 */
function execute(frame: Frame, base: usize): Exit {
	let pc = frame.pc;
	let sp = frame.sp;
	let gas = frame.gas;
	let jumps = changetype<Code>(frame.code).entry != 0 ? JUMPS_BETWEEN_BLOCKS : JUMPS_PER_SLICE;
	let floor = frame.stackBase;

	while (true) {
		const op = <u32>load<u8>(pc);
		const entry = OPCODES + (<usize>op << 3);
		gas -= <i64>load<u16>(entry);
		if (gas < 0) return refused(frame, pc, sp, gas, floor);
		if (<u32>(sp - floor) - <u32>load<u16>(entry, 2) > load<u32>(entry, 4)) return refused(frame, pc, sp, gas, floor);
		floor = base;
		pc++;
		switch (op) {
			case Op.ADD: add(sp); sp -= 32; continue;
			case Op.MUL: mul(sp); sp -= 32; continue;
			case Op.SUB: sub(sp); sp -= 32; continue;
			case Op.DIV:
				if (!areLimbs(sp, sp - 32)) break;
				divLimbs(sp);
				sp -= 32;
				continue;
			case Op.MOD:
				if (!areLimbs(sp, sp - 32)) break;
				modLimbs(sp);
				sp -= 32;
				continue;
			case Op.SIGNEXTEND: signextend(sp); sp -= 32; continue;
			case Op.LT: lt(sp); sp -= 32; continue;
			case Op.GT: gt(sp); sp -= 32; continue;
			case Op.SLT: slt(sp); sp -= 32; continue;
			case Op.SGT: sgt(sp); sp -= 32; continue;
			case Op.EQ: eq(sp); sp -= 32; continue;
			case Op.ISZERO: iszero(sp); continue;
			case Op.AND: and(sp); sp -= 32; continue;
			case Op.OR: or(sp); sp -= 32; continue;
			case Op.XOR: xor(sp); sp -= 32; continue;
			case Op.NOT: not(sp); continue;
			case Op.BYTE: byte(sp); sp -= 32; continue;
			case Op.SHL: shl(sp); sp -= 32; continue;
			case Op.SHR: shr(sp); sp -= 32; continue;
			case Op.SAR: sar(sp); sp -= 32; continue;
			case Op.CLZ: countLeadingZeros(sp); continue;

			case Op.ADDRESS: sp += 32; copyWord(sp, frame.self); continue;
			case Op.ORIGIN: sp += 32; pushEnvironment(sp, EnvironmentWord.origin); continue;
			case Op.CALLER: sp += 32; copyWord(sp, frame.caller); continue;
			case Op.CALLVALUE: sp += 32; copyWord(sp, valueOf(frame)); continue;
			case Op.CALLDATALOAD:
				if (!hasBytes(sp, 32, frame.inputSize)) break;
				loadBigEndian(sp, frame.input + load<u32>(sp));
				continue;
			case Op.CALLDATASIZE: sp += 32; setU64(sp, frame.inputSize); continue;
			case Op.CODESIZE: sp += 32; setU64(sp, frame.codeSize); continue;
			case Op.GASPRICE: sp += 32; pushEnvironment(sp, EnvironmentWord.gasPrice); continue;
			case Op.RETURNDATASIZE: sp += 32; setU64(sp, returnDataSize); continue;
			case Op.COINBASE: sp += 32; pushEnvironment(sp, EnvironmentWord.coinbase); continue;
			case Op.TIMESTAMP: sp += 32; pushEnvironment(sp, EnvironmentWord.timestamp); continue;
			case Op.NUMBER: sp += 32; pushEnvironment(sp, EnvironmentWord.number); continue;
			case Op.PREVRANDAO: sp += 32; pushEnvironment(sp, EnvironmentWord.prevRandao); continue;
			case Op.GASLIMIT: sp += 32; pushEnvironment(sp, EnvironmentWord.gasLimit); continue;
			case Op.CHAINID: sp += 32; pushEnvironment(sp, EnvironmentWord.chainId); continue;
			case Op.BASEFEE: sp += 32; pushEnvironment(sp, EnvironmentWord.baseFee); continue;
			case Op.BLOBBASEFEE: sp += 32; pushEnvironment(sp, EnvironmentWord.blobBaseFee); continue;

			case Op.POP: sp -= 32; continue;
			case Op.JUMP: {
				const target = jumpTarget(frame, sp);
				if (target == 0) break;
				sp -= 32;
				pc = target;
				if (--jumps == 0) return slice(frame, pc, sp, gas);
				if (base != 0 && gas >= jumpdestGas()) {
					gas -= jumpdestGas();
					pc++;
				}
				continue;
			}
			case Op.JUMPI: {
				if (isZeroWord(sp - 32)) {
					sp -= 64;
					continue;
				}
				const target = jumpTarget(frame, sp);
				if (target == 0) break;
				sp -= 64;
				pc = target;
				if (--jumps == 0) return slice(frame, pc, sp, gas);
				if (base != 0 && gas >= jumpdestGas()) {
					gas -= jumpdestGas();
					pc++;
				}
				continue;
			}
			case Op.PC: sp += 32; setU64(sp, pc - 1 - frame.codeStart); continue;
			case Op.MSIZE: sp += 32; setU64(sp, frame.memorySize); continue;
			case Op.GAS: sp += 32; setU64(sp, gas); continue;
			case Op.JUMPDEST: continue;
			case Op.PUSH0: sp += 32; setZero(sp); continue;
			case Op.PUSH1: sp += 32; setU64(sp, load<u8>(pc)); pc += 1; continue;
			case Op.PUSH2: sp += 32; setU64(sp, (<u64>load<u8>(pc) << 8) | <u64>load<u8>(pc, 1)); pc += 2; continue;
			case Op.PUSH3: case Op.PUSH4: case Op.PUSH5: case Op.PUSH6: case Op.PUSH7: case Op.PUSH8:
			case Op.PUSH9: case Op.PUSH10: case Op.PUSH11: case Op.PUSH12: case Op.PUSH13: case Op.PUSH14:
			case Op.PUSH15: case Op.PUSH16: case Op.PUSH17: case Op.PUSH18: case Op.PUSH19: case Op.PUSH20:
			case Op.PUSH21: case Op.PUSH22: case Op.PUSH23: case Op.PUSH24: case Op.PUSH25: case Op.PUSH26:
			case Op.PUSH27: case Op.PUSH28: case Op.PUSH29: case Op.PUSH30: case Op.PUSH31: case Op.PUSH32: {
				const n = <usize>op - 0x5f;
				sp += 32;
				pc += n;
				push(sp, pc, n);
				continue;
			}
			case Op.DUP1: case Op.DUP2: case Op.DUP3: case Op.DUP4: case Op.DUP5: case Op.DUP6:
			case Op.DUP7: case Op.DUP8: case Op.DUP9: case Op.DUP10: case Op.DUP11: case Op.DUP12:
			case Op.DUP13: case Op.DUP14: case Op.DUP15: case Op.DUP16: {
				const source = sp - ((<usize>op - 0x80) << 5);
				sp += 32;
				copyWord(sp, source);
				continue;
			}
			case Op.SWAP1: case Op.SWAP2: case Op.SWAP3: case Op.SWAP4: case Op.SWAP5: case Op.SWAP6:
			case Op.SWAP7: case Op.SWAP8: case Op.SWAP9: case Op.SWAP10: case Op.SWAP11: case Op.SWAP12:
			case Op.SWAP13: case Op.SWAP14: case Op.SWAP15: case Op.SWAP16:
				swapWords(sp, sp - ((<usize>op - 0x8f) << 5));
				continue;
			case Op.MLOAD: {
				const left = mem.reachWord(frame, gas, sp);
				if (left < 0) break;
				gas = left;
				loadBigEndian(sp, frame.memory + load<u32>(sp));
				continue;
			}
			case Op.MSTORE: {
				const left = mem.reachWord(frame, gas, sp);
				if (left < 0) break;
				gas = left;
				storeBigEndian(frame.memory + load<u32>(sp), sp - 32);
				sp -= 64;
				continue;
			}
			case Op.MSTORE8:
				if (!hasBytes(sp, 1, frame.memorySize)) break;
				store<u8>(frame.memory + load<u32>(sp), load<u8>(sp - 32));
				sp -= 64;
				continue;
		}

		// Nothing but the frame outlives the calls.
		sync(frame, pc, sp, gas);
		/** Gas left, negative when the instruction failed or has to wait, and what it takes from the stack. */
		let left: i64;
		let pops: usize = 0;
		switch (op) {
			case Op.DIV: div(sp); pops = 32; left = frame.gas; break;
			case Op.SDIV: sdiv(sp); pops = 32; left = frame.gas; break;
			case Op.MOD: mod(sp); pops = 32; left = frame.gas; break;
			case Op.SMOD: smod(sp); pops = 32; left = frame.gas; break;
			case Op.ADDMOD: addmod(sp); pops = 64; left = frame.gas; break;
			case Op.MULMOD: mulmod(sp); pops = 64; left = frame.gas; break;
			case Op.EXP: left = exponentiate(sp, gas); pops = 32; break;
			case Op.KECCAK256: left = hash(frame, sp, gas); pops = 32; break;

			case Op.BALANCE: left = environment.balance(sp, gas); break;
			case Op.CALLDATALOAD: mem.callDataLoad(frame, sp); left = frame.gas; break;
			case Op.CALLDATACOPY: left = mem.callDataCopy(frame, sp, gas); pops = 96; break;
			case Op.CODECOPY: left = mem.codeCopy(frame, sp, gas); pops = 96; break;
			case Op.EXTCODESIZE: left = environment.extCodeSize(sp, gas); break;
			case Op.EXTCODECOPY: left = mem.extCodeCopy(frame, sp, gas); pops = 128; break;
			case Op.RETURNDATACOPY: left = mem.returnDataCopy(frame, sp, gas); pops = 96; break;
			case Op.EXTCODEHASH: left = environment.extCodeHash(sp, gas); break;
			case Op.BLOCKHASH: left = environment.blockHash(sp, gas); break;
			case Op.SELFBALANCE: environment.selfBalance(frame, sp + 32); pops = -32; left = frame.gas; break;
			case Op.BLOBHASH: environment.blobHash(sp); left = frame.gas; break;

			case Op.MLOAD: left = mem.mload(frame, sp, gas); break;
			case Op.MSTORE: left = mem.mstore(frame, sp, gas); pops = 64; break;
			case Op.MSTORE8: left = mem.mstore8(frame, sp, gas); pops = 64; break;
			case Op.SLOAD: left = storage.sload(frame, sp, gas); break;
			case Op.SSTORE: left = storage.sstore(frame, sp, gas); pops = 64; break;
			case Op.JUMP: case Op.JUMPI: left = fail(Halt.invalidJump); break;
			case Op.TLOAD: storage.tload(frame, sp); left = frame.gas; break;
			case Op.TSTORE: left = storage.tstore(frame, sp, gas); pops = 64; break;
			case Op.MCOPY: left = mem.mcopy(frame, sp, gas); pops = 96; break;

			case Op.LOG0: case Op.LOG1: case Op.LOG2: case Op.LOG3: case Op.LOG4:
				left = log(frame, sp, gas, op - 0xa0);
				pops = 64 + ((<usize>load<u8>(frame.pc - 1) - 0xa0) << 5);
				break;
			case Op.CREATE:
			case Op.CREATE2:
				left = create(frame, sp, gas, op == Op.CREATE ? FrameKind.create : FrameKind.create2);
				if (left >= 0 && changetype<usize>(currentFrame) != changetype<usize>(frame)) return Exit.entered;
				break;
			case Op.CALL:
			case Op.CALLCODE:
			case Op.DELEGATECALL:
			case Op.STATICCALL: {
				let kind = FrameKind.call;
				if (op == Op.CALLCODE) kind = FrameKind.callCode;
				else if (op == Op.DELEGATECALL) kind = FrameKind.delegateCall;
				else if (op == Op.STATICCALL) kind = FrameKind.staticCall;
				left = call(frame, sp, gas, kind);
				if (left >= 0 && changetype<usize>(currentFrame) != changetype<usize>(frame)) return Exit.entered;
				break;
			}
			case Op.STOP:
				frame.pc--;
				setOutput(frame.memory, 0);
				return Exit.success;
			case Op.RETURN:
			case Op.REVERT:
				left = output(frame, sp, gas);
				if (left < 0) break;
				frame.gas = left;
				return load<u8>(--frame.pc) == Op.RETURN ? Exit.success : Exit.revert;
			case Op.SELFDESTRUCT:
				left = selfdestruct(frame, sp, gas);
				if (left < 0) break;
				frame.gas = left;
				frame.pc--;
				return Exit.success;
			default: left = fail(Halt.invalidOpcode);
		}
		if (left < 0) return failed(frame, left);
		gas = left;
		pc = frame.pc;
		sp = frame.sp - pops;
	}
}

/** The instruction at `pc` does not run: tracers see it first, or the stack is too low or too high for it, or gas is missing. */
function refused(frame: Frame, pc: usize, sp: usize, gasAfter: i64, floor: usize): Exit {
	const entry = OPCODES + (<usize>load<u8>(pc) << 3);
	const gas = gasAfter + <i64>load<u16>(entry);
	if (floor == 0) {
		sync(frame, pc, sp, gas);
		return Exit.interpret;
	}
	const least = <u32>load<u16>(entry, 2);
	const height = <u32>(sp - frame.stackBase);
	if (least == 0xffff) return faulted(frame, pc, sp, gas, fail(Halt.invalidOpcode));
	if (height < least) return faulted(frame, pc, sp, gas, fail(Halt.stackUnderflow));
	if (height - least > load<u32>(entry, 4)) return faulted(frame, pc, sp, gas, fail(Halt.stackOverflow));
	return faulted(frame, pc, sp, gas, gasAfter);
}

/** The instruction before the frame's program counter failed or has to wait: `left` is what it returned. */
function failed(frame: Frame, left: i64): Exit {
	const pc = frame.pc - 1;
	return faulted(frame, pc, frame.sp, frame.gas + <i64>load<u16>(OPCODES + (<usize>load<u8>(pc) << 3)), left);
}

function exponentiate(sp: usize, gas: i64): i64 {
	gas -= <i64>byteLength(sp - 32) * parameter(Parameter.expByte);
	if (gas >= 0) exp(sp);
	return gas;
}

/**
 * An instruction failed or has to wait. The frame is left as it was before the instruction; `gas` is what the
 * instruction returned.
 */
export function faulted(frame: Frame, pc: usize, sp: usize, gasBefore: i64, gas: i64): Exit {
	const reason = takeHalt();
	sync(frame, pc, sp, gasBefore);
	if (reason == Halt.suspended) {
		stepSeen = true;
		return Exit.pending;
	}
	exitHalt = reason;
	failedCost = reason == Halt.outOfGas ? gasBefore - gas : -1;
	return Exit.halt;
}

/** What the instruction that ran out of gas would have cost; -1 when it failed for another reason. */
export let failedCost: i64 = 0;

/** Forgets what was seen: a new run begins. */
export function resetInterpreter(): void {
	stepSeen = false;
}
