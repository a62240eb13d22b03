// SLOAD, SSTORE, TLOAD, TSTORE. What SSTORE costs is in spec/storage-gas.ts; this reads the same parameters.
import { Halt } from "../../src/engine/abi";
import { Parameter } from "../../src/spec/parameters";
import { Rule } from "../../src/spec/rules";
import { Account, epoch } from "../accounts";
import { fail, suspend } from "../fault";
import { Frame } from "../frame";
import { addRefund } from "../message";
import { captureOriginal, ensureSlot, findSlot, findTransient, warmSlot, writeSlot, writeTransient } from "../storage";
import { parameter, rule } from "../tables";
import { isEqual } from "../words/compare";
import { copyWord, isZeroWord } from "../words/convert";

/** [sp] = key, becomes the value. */
export function sload(frame: Frame, sp: usize, gas: i64): i64 {
	const slot = findSlot(changetype<Account>(frame.self), sp);
	if (slot.warm != epoch && rule(Rule.warmAccess)) {
		gas -= parameter(Parameter.coldSlotAccess) - parameter(Parameter.warmAccess);
		if (gas < 0) return gas;
		if (!ensureSlot(slot)) return suspend();
		warmSlot(slot);
	} else if (!ensureSlot(slot)) {
		return suspend();
	}
	copyWord(sp, slot.currentPointer);
	return gas;
}

/** [sp] = key, [sp - 32] = value. */
export function sstore(frame: Frame, sp: usize, gas: i64): i64 {
	if (frame.isStatic) return fail(Halt.staticWrite);
	if (gas <= parameter(Parameter.sstoreSentry)) {
		// Without a sentry (0) a frame with no gas left fails below in any case.
		if (parameter(Parameter.sstoreSentry) != 0) return fail(Halt.sstoreSentry);
	}
	const slot = findSlot(changetype<Account>(frame.self), sp);
	let cost: i64 = 0;
	const cold = slot.warm != epoch && rule(Rule.warmAccess);
	if (cold) {
		cost = parameter(Parameter.coldSlotAccess);
		if (gas < cost) return gas - cost;
	}
	if (!ensureSlot(slot)) return suspend();
	const value = sp - 32;
	let refunded: i64 = 0;
	if (rule(Rule.netStorageMetering)) {
		captureOriginal(slot);
		if (isEqual(slot.currentPointer, value)) {
			cost += parameter(Parameter.sstoreNoop);
		} else if (isEqual(slot.originalPointer, slot.currentPointer)) {
			if (slot.originalIsZero) {
				cost += parameter(Parameter.sstoreSet);
			} else {
				cost += parameter(Parameter.sstoreReset);
				if (isZeroWord(value)) refunded = parameter(Parameter.sstoreClearRefund);
			}
		} else {
			cost += parameter(Parameter.sstoreNoop);
			if (!slot.originalIsZero) {
				if (slot.currentIsZero) refunded = -parameter(Parameter.sstoreClearRefund);
				else if (isZeroWord(value)) refunded = parameter(Parameter.sstoreClearRefund);
			}
			if (isEqual(slot.originalPointer, value)) {
				const first = slot.originalIsZero ? parameter(Parameter.sstoreSet) : parameter(Parameter.sstoreReset);
				refunded += first - parameter(Parameter.sstoreNoop);
			}
		}
	} else if (isZeroWord(value)) {
		cost = parameter(Parameter.sstoreReset);
		if (!slot.currentIsZero) refunded = parameter(Parameter.sstoreClearRefund);
	} else {
		cost = slot.currentIsZero ? parameter(Parameter.sstoreSet) : parameter(Parameter.sstoreReset);
	}
	gas -= cost;
	if (gas < 0) return gas;
	if (cold) warmSlot(slot);
	addRefund(refunded);
	if (!isEqual(slot.currentPointer, value)) writeSlot(slot, value);
	return gas;
}

/** [sp] = key, becomes the value (EIP-1153). */
export function tload(frame: Frame, sp: usize): void {
	copyWord(sp, findTransient(changetype<Account>(frame.self), sp).currentPointer);
}

/** [sp] = key, [sp - 32] = value. */
export function tstore(frame: Frame, sp: usize, gas: i64): i64 {
	if (frame.isStatic) return fail(Halt.staticWrite);
	writeTransient(findTransient(changetype<Account>(frame.self), sp), sp - 32);
	return gas;
}
