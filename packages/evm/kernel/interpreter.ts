// The interpreter: one loop, one switch. It runs the current frame until the frame ends, enters another, or has to wait.
//
// Program counter, stack pointer and gas live in local variables. Instructions that need more of the frame get it with
// these as arguments; whatever may run other code, or look at the frame from outside, finds them written back (`sync`).
// The checks of stack height and static gas are the same for all opcodes and come from one table (tables.ts).
import { EnvironmentWord, Exit, FrameKind, Halt, TraceFlag } from "../src/engine/abi";
import { isJumpDestination } from "./code";
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
import { ENVIRONMENT, OPCODES, TRAPS, parameter } from "./tables";
import { Parameter } from "../src/spec/parameters";
import { add, sub } from "./words/add";
import { and, byte, countLeadingZeros, not, or, sar, shl, shr, xor } from "./words/bitwise";
import { eq, gt, iszero, lt, sgt, slt } from "./words/compare";
import { copyWord, loadBigEndian, loadLanes, setU64, setZero, storeBigEndian } from "./words/convert";
import { div, mod } from "./words/div";
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

export function interpret(frame: Frame): Exit {
	let pc = frame.pc;
	let sp = frame.sp;
	let gas = frame.gas;
	let jumps = JUMPS_PER_SLICE;
	const stackBase = frame.stackBase;
	const table = tracing & TraceFlag.steps ? TRAPS : OPCODES;

	while (true) {
		const op = <u32>load<u8>(pc);
		let entry = load<u64>(table + (<usize>op << 3));
		if (<u32>(sp - stackBase) - <u32>((entry >> 16) & 0xffff) > <u32>(entry >> 32)) {
			if (tracing & TraceFlag.steps) {
				sync(frame, pc, sp, gas);
				if (stepSeen) stepSeen = false;
				else hostStep(changetype<usize>(frame));
			}
			entry = load<u64>(OPCODES + (<usize>op << 3));
			const least = <u32>((entry >> 16) & 0xffff);
			const height = <u32>(sp - stackBase);
			if (height - least > <u32>(entry >> 32)) {
				const reason =
					least == 0xffff ? Halt.invalidOpcode : height < least ? Halt.stackUnderflow : Halt.stackOverflow;
				return faulted(frame, pc, sp, gas, fail(reason));
			}
		}
		const gasBefore = gas;
		gas -= <i64>(entry & 0xffff);
		if (gas < 0) return faulted(frame, pc, sp, gasBefore, gas);
		pc++;

		switch (op) {
			case Op.STOP:
				frame.sp = sp;
				frame.gas = gas;
				frame.pc = pc - 1;
				setOutput(frame.memory, 0);
				return Exit.success;
			case Op.ADD: add(sp); sp -= 32; continue;
			case Op.MUL: mul(sp); sp -= 32; continue;
			case Op.SUB: sub(sp); sp -= 32; continue;
			case Op.DIV: div(sp); sp -= 32; continue;
			case Op.SDIV: sdiv(sp); sp -= 32; continue;
			case Op.MOD: mod(sp); sp -= 32; continue;
			case Op.SMOD: smod(sp); sp -= 32; continue;
			case Op.ADDMOD: addmod(sp); sp -= 64; continue;
			case Op.MULMOD: mulmod(sp); sp -= 64; continue;
			case Op.EXP:
				gas -= <i64>byteLength(sp - 32) * parameter(Parameter.expByte);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				exp(sp);
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
			case Op.KECCAK256:
				gas = hash(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 32;
				continue;

			case Op.ADDRESS: sp += 32; copyWord(sp, frame.self); continue;
			case Op.BALANCE:
				gas = environment.balance(sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				continue;
			case Op.ORIGIN: sp += 32; pushEnvironment(sp, EnvironmentWord.origin); continue;
			case Op.CALLER: sp += 32; copyWord(sp, frame.caller); continue;
			case Op.CALLVALUE: sp += 32; copyWord(sp, valueOf(frame)); continue;
			case Op.CALLDATALOAD: mem.callDataLoad(frame, sp); continue;
			case Op.CALLDATASIZE: sp += 32; setU64(sp, frame.inputSize); continue;
			case Op.CALLDATACOPY:
				gas = mem.callDataCopy(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 96;
				continue;
			case Op.CODESIZE: sp += 32; setU64(sp, frame.codeSize); continue;
			case Op.CODECOPY:
				gas = mem.codeCopy(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 96;
				continue;
			case Op.GASPRICE: sp += 32; pushEnvironment(sp, EnvironmentWord.gasPrice); continue;
			case Op.EXTCODESIZE:
				gas = environment.extCodeSize(sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				continue;
			case Op.EXTCODECOPY:
				gas = mem.extCodeCopy(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 128;
				continue;
			case Op.RETURNDATASIZE: sp += 32; setU64(sp, returnDataSize); continue;
			case Op.RETURNDATACOPY:
				gas = mem.returnDataCopy(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 96;
				continue;
			case Op.EXTCODEHASH:
				gas = environment.extCodeHash(sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				continue;

			case Op.BLOCKHASH:
				gas = environment.blockHash(sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				continue;
			case Op.COINBASE: sp += 32; pushEnvironment(sp, EnvironmentWord.coinbase); continue;
			case Op.TIMESTAMP: sp += 32; pushEnvironment(sp, EnvironmentWord.timestamp); continue;
			case Op.NUMBER: sp += 32; pushEnvironment(sp, EnvironmentWord.number); continue;
			case Op.PREVRANDAO: sp += 32; pushEnvironment(sp, EnvironmentWord.prevRandao); continue;
			case Op.GASLIMIT: sp += 32; pushEnvironment(sp, EnvironmentWord.gasLimit); continue;
			case Op.CHAINID: sp += 32; pushEnvironment(sp, EnvironmentWord.chainId); continue;
			case Op.SELFBALANCE: sp += 32; environment.selfBalance(frame, sp); continue;
			case Op.BASEFEE: sp += 32; pushEnvironment(sp, EnvironmentWord.baseFee); continue;
			case Op.BLOBHASH: environment.blobHash(sp); continue;
			case Op.BLOBBASEFEE: sp += 32; pushEnvironment(sp, EnvironmentWord.blobBaseFee); continue;

			case Op.POP: sp -= 32; continue;
			case Op.MLOAD: {
				const offset = load<u64>(sp);
				if ((load<u64>(sp, 8) | load<u64>(sp, 16) | load<u64>(sp, 24)) == 0 && offset < <u64>frame.memorySize && offset + 32 <= <u64>frame.memorySize) {
					loadBigEndian(sp, frame.memory + <usize>offset);
					continue;
				}
				gas = mem.mload(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				continue;
			}
			case Op.MSTORE: {
				const offset = load<u64>(sp);
				if ((load<u64>(sp, 8) | load<u64>(sp, 16) | load<u64>(sp, 24)) == 0 && offset < <u64>frame.memorySize && offset + 32 <= <u64>frame.memorySize) {
					storeBigEndian(frame.memory + <usize>offset, sp - 32);
					sp -= 64;
					continue;
				}
				gas = mem.mstore(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 64;
				continue;
			}
			case Op.MSTORE8:
				gas = mem.mstore8(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 64;
				continue;
			case Op.SLOAD:
				gas = storage.sload(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				continue;
			case Op.SSTORE:
				gas = storage.sstore(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 64;
				continue;
			case Op.JUMP: {
				const target = load<u64>(sp);
				if (
					(load<u64>(sp, 8) | load<u64>(sp, 16) | load<u64>(sp, 24)) != 0 ||
					target >= <u64>frame.codeSize ||
					!isJumpDestination(frame.jumpDestinations, <u32>target)
				) {
					return faulted(frame, pc - 1, sp, gasBefore, fail(Halt.invalidJump));
				}
				sp -= 32;
				pc = frame.codeStart + <usize>target;
				if (--jumps == 0) {
					sync(frame, pc, sp, gas);
					return Exit.slice;
				}
				continue;
			}
			case Op.JUMPI: {
				if ((load<u64>(sp - 32) | load<u64>(sp - 32, 8) | load<u64>(sp - 32, 16) | load<u64>(sp - 32, 24)) == 0) {
					sp -= 64;
					continue;
				}
				const target = load<u64>(sp);
				if (
					(load<u64>(sp, 8) | load<u64>(sp, 16) | load<u64>(sp, 24)) != 0 ||
					target >= <u64>frame.codeSize ||
					!isJumpDestination(frame.jumpDestinations, <u32>target)
				) {
					return faulted(frame, pc - 1, sp, gasBefore, fail(Halt.invalidJump));
				}
				sp -= 64;
				pc = frame.codeStart + <usize>target;
				if (--jumps == 0) {
					sync(frame, pc, sp, gas);
					return Exit.slice;
				}
				continue;
			}
			case Op.PC: sp += 32; setU64(sp, pc - 1 - frame.codeStart); continue;
			case Op.MSIZE: sp += 32; setU64(sp, frame.memorySize); continue;
			case Op.GAS: sp += 32; setU64(sp, gas); continue;
			case Op.JUMPDEST: continue;
			case Op.TLOAD: storage.tload(frame, sp); continue;
			case Op.TSTORE:
				gas = storage.tstore(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 64;
				continue;
			case Op.MCOPY:
				gas = mem.mcopy(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 96;
				continue;
			case Op.PUSH0: sp += 32; setZero(sp); continue;
			case Op.PUSH1: sp += 32; setU64(sp, load<u8>(pc)); pc += 1; continue;
			case Op.PUSH2: sp += 32; setU64(sp, (<u64>load<u8>(pc) << 8) | <u64>load<u8>(pc, 1)); pc += 2; continue;
			case Op.PUSH3: case Op.PUSH4: case Op.PUSH5: case Op.PUSH6: case Op.PUSH7: case Op.PUSH8:
			case Op.PUSH9: case Op.PUSH10: case Op.PUSH11: case Op.PUSH12: case Op.PUSH13: case Op.PUSH14:
			case Op.PUSH15: case Op.PUSH16: case Op.PUSH17: case Op.PUSH18: case Op.PUSH19: case Op.PUSH20:
			case Op.PUSH21: case Op.PUSH22: case Op.PUSH23: case Op.PUSH24: case Op.PUSH25: case Op.PUSH26:
			case Op.PUSH27: case Op.PUSH28: case Op.PUSH29: case Op.PUSH30: case Op.PUSH31: case Op.PUSH32:
				{
					const n = <usize>op - 0x5f;
					sp += 32;
					push(sp, pc, n);
					pc += n;
					continue;
				}
			case Op.DUP1: case Op.DUP2: case Op.DUP3: case Op.DUP4: case Op.DUP5: case Op.DUP6:
			case Op.DUP7: case Op.DUP8: case Op.DUP9: case Op.DUP10: case Op.DUP11: case Op.DUP12:
			case Op.DUP13: case Op.DUP14: case Op.DUP15: case Op.DUP16:
				{
					const source = sp - ((<usize>op - 0x80) << 5);
					sp += 32;
					copyWord(sp, source);
					continue;
				}
			case Op.SWAP1: case Op.SWAP2: case Op.SWAP3: case Op.SWAP4: case Op.SWAP5: case Op.SWAP6:
			case Op.SWAP7: case Op.SWAP8: case Op.SWAP9: case Op.SWAP10: case Op.SWAP11: case Op.SWAP12:
			case Op.SWAP13: case Op.SWAP14: case Op.SWAP15: case Op.SWAP16:
				{
					const other = sp - ((<usize>op - 0x8f) << 5);
					const low = loadLanes(sp);
					const high = loadLanes(sp + 16);
					copyWord(sp, other);
					v128.store(other, low);
					v128.store(other, high, 16);
					continue;
				}
			case Op.LOG0:
			case Op.LOG1:
			case Op.LOG2:
			case Op.LOG3:
			case Op.LOG4:
				gas = log(frame, sp, gas, op - 0xa0);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sp -= 64 + ((<usize>op - 0xa0) << 5);
				continue;

			case Op.CREATE:
			case Op.CREATE2:
				frame.pc = pc;
				gas = create(frame, sp, gas, op == Op.CREATE ? FrameKind.create : FrameKind.create2);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				if (changetype<usize>(currentFrame) != changetype<usize>(frame)) return Exit.entered;
				sp = frame.sp;
				continue;
			case Op.CALL:
			case Op.CALLCODE:
			case Op.DELEGATECALL:
			case Op.STATICCALL: {
				frame.pc = pc;
				let kind = FrameKind.call;
				if (op == Op.CALLCODE) kind = FrameKind.callCode;
				else if (op == Op.DELEGATECALL) kind = FrameKind.delegateCall;
				else if (op == Op.STATICCALL) kind = FrameKind.staticCall;
				gas = call(frame, sp, gas, kind);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				if (changetype<usize>(currentFrame) != changetype<usize>(frame)) return Exit.entered;
				sp = frame.sp;
				continue;
			}
			case Op.RETURN:
				gas = output(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sync(frame, pc - 1, sp, gas);
				return Exit.success;
			case Op.REVERT:
				gas = output(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sync(frame, pc - 1, sp, gas);
				return Exit.revert;
			case Op.SELFDESTRUCT:
				gas = selfdestruct(frame, sp, gas);
				if (gas < 0) return faulted(frame, pc - 1, sp, gasBefore, gas);
				sync(frame, pc - 1, sp, gas);
				return Exit.success;
			default:
				return faulted(frame, pc - 1, sp, gasBefore, fail(Halt.invalidOpcode));
		}
	}
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
