// MLOAD, MSTORE, MSTORE8, MCOPY and the instructions that copy into memory.
import { Halt } from "../../src/engine/abi";
import { Parameter } from "../../src/spec/parameters";
import { Account, ensureCode, ensureLoaded, findAccount, isWarm, warmAccount } from "../accounts";
import { Code } from "../code";
import { copyBytes } from "../copy";
import { fail, suspend } from "../fault";
import { Frame } from "../frame";
import { UNPAYABLE, appendWord, expandMemory, expansionCost, rangeEnd } from "../memory";
import { returnDataAddress, returnDataSize } from "../return-data";
import { parameter, rule } from "../tables";
import { Rule } from "../../src/spec/rules";
import { fitsU64, loadBigEndian, setZero, storeBigEndian, toU64Saturating } from "../words/convert";

/** Grows memory to hold `size` bytes at the offset in the word at `offset`; returns the gas left, negative on failure. */
export function reach(frame: Frame, gas: i64, offset: usize, size: u64): i64 {
	if (!fitsU64(offset) || load<u64>(offset) > 0xffffffffff) return fail(Halt.gasOverflow);
	return reachEnd(frame, gas, load<u64>(offset) + size);
}

/** Grows memory to hold `end` bytes; returns the gas left, negative on failure. */
export function reachEnd(frame: Frame, gas: i64, end: u64): i64 {
	const cost = expansionCost(frame, end);
	if (cost == 0) return gas;
	if (cost == UNPAYABLE) return fail(Halt.gasOverflow);
	gas -= cost;
	if (gas < 0) return gas;
	return expandMemory(frame, end) ? gas : fail(Halt.memoryLimit);
}

/**
 * Gas left when the word of memory at the offset in the word at `offset` is there, or is the next one, by which programs mostly grow
 * their memory; a negative number, with nothing done, in any other case.
 */
@inline
export function reachWord(frame: Frame, gas: i64, offset: usize): i64 {
	const at = load<u64>(offset);
	const size = <u64>frame.memorySize;
	if ((load<u64>(offset, 8) | load<u64>(offset, 16) | load<u64>(offset, 24)) != 0 || at > size) return -1;
	return at + 32 > size ? appendWord(frame, gas) : gas;
}

/** [sp] = offset, becomes the word there. */
export function mload(frame: Frame, sp: usize, gas: i64): i64 {
	gas = reach(frame, gas, sp, 32);
	if (gas >= 0) loadBigEndian(sp, frame.memory + load<u32>(sp));
	return gas;
}

/** [sp] = offset, [sp - 32] = value. */
export function mstore(frame: Frame, sp: usize, gas: i64): i64 {
	gas = reach(frame, gas, sp, 32);
	if (gas >= 0) storeBigEndian(frame.memory + load<u32>(sp), sp - 32);
	return gas;
}

/** [sp] = offset, [sp - 32] = value. */
export function mstore8(frame: Frame, sp: usize, gas: i64): i64 {
	gas = reach(frame, gas, sp, 1);
	if (gas >= 0) store<u8>(frame.memory + load<u32>(sp), load<u8>(sp - 32));
	return gas;
}

/** Gas per word copied, for the size in the word at `size`, which is below 2^40. */
@inline
function copyCost(size: usize): i64 {
	return <i64>((load<u64>(size) + 31) >> 5) * parameter(Parameter.copyWord);
}

/** [sp] = destination, [sp - 32] = source, [sp - 64] = size (EIP-5656). */
export function mcopy(frame: Frame, sp: usize, gas: i64): i64 {
	const end = max(rangeEnd(sp, sp - 64), rangeEnd(sp - 32, sp - 64));
	if (end == u64.MAX_VALUE) return fail(Halt.gasOverflow);
	gas = reachEnd(frame, gas - copyCost(sp - 64), end);
	if (gas >= 0 && end != 0) {
		copyBytes(frame.memory + load<u32>(sp), frame.memory + load<u32>(sp - 32), load<u32>(sp - 64));
	}
	return gas;
}

/** [sp] = memory offset, [sp - 32] = source offset, [sp - 64] = size; bytes beyond the source are zero. */
function copyPadded(frame: Frame, sp: usize, gas: i64, source: usize, sourceSize: u32): i64 {
	const end = rangeEnd(sp, sp - 64);
	if (end == u64.MAX_VALUE) return fail(Halt.gasOverflow);
	gas = reachEnd(frame, gas - copyCost(sp - 64), end);
	if (gas < 0 || end == 0) return gas;
	const target = frame.memory + load<u32>(sp);
	const size = load<u32>(sp - 64);
	const offset = toU64Saturating(sp - 32);
	const available: u32 = offset >= <u64>sourceSize ? 0 : min(size, sourceSize - <u32>offset);
	if (available != 0) copyBytes(target, source + <usize>offset, available);
	if (available != size) memory.fill(target + available, 0, size - available);
	return gas;
}

export function callDataCopy(frame: Frame, sp: usize, gas: i64): i64 {
	return copyPadded(frame, sp, gas, frame.input, frame.inputSize);
}

export function codeCopy(frame: Frame, sp: usize, gas: i64): i64 {
	return copyPadded(frame, sp, gas, frame.codeStart, frame.codeSize);
}

/** As the others, but reading beyond the data fails (EIP-211). */
export function returnDataCopy(frame: Frame, sp: usize, gas: i64): i64 {
	const end = rangeEnd(sp, sp - 64);
	if (end == u64.MAX_VALUE) return fail(Halt.gasOverflow);
	const offset = toU64Saturating(sp - 32);
	const size = load<u64>(sp - 64);
	if (offset > <u64>returnDataSize || size > <u64>returnDataSize - offset) {
		// The price of memory comes first: running out of gas is the other reason this can fail for.
		const paid = gas - copyCost(sp - 64) - expansionCost(frame, end);
		return paid < 0 ? paid : fail(Halt.returnDataOutOfBounds);
	}
	return copyPadded(frame, sp, gas, returnDataAddress(), returnDataSize);
}

/** [sp] = address, then as the others. */
export function extCodeCopy(frame: Frame, sp: usize, gas: i64): i64 {
	const account = findAccount(sp);
	const end = rangeEnd(sp - 32, sp - 96);
	if (end == u64.MAX_VALUE) return fail(Halt.gasOverflow);
	if (rule(Rule.warmAccess) && !isWarm(account)) {
		gas -= parameter(Parameter.coldAccountAccess) - parameter(Parameter.warmAccess);
	}
	const paid = gas - copyCost(sp - 96) - expansionCost(frame, end);
	if (paid < 0) return paid;
	if (!ensureLoaded(account) || !ensureCode(account)) return suspend();
	if (rule(Rule.warmAccess)) warmAccount(account);
	const code = changetype<Code>(account.code);
	return copyPadded(frame, sp - 32, gas, code.start, code.size);
}

/** [sp] = offset, becomes the word of input there. */
export function callDataLoad(frame: Frame, sp: usize): void {
	const offset = toU64Saturating(sp);
	const size = <u64>frame.inputSize;
	if (offset >= size) return setZero(sp);
	const source = frame.input + <usize>offset;
	if (offset + 32 <= size) return loadBigEndian(sp, source);
	setZero(PADDED);
	memory.copy(PADDED, source, <usize>(size - offset));
	loadBigEndian(sp, PADDED);
}

const PADDED: usize = memory.data(32, 16);
