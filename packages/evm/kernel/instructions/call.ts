// CALL, CALLCODE, DELEGATECALL, STATICCALL.
import { FrameKind, Halt, HostAnswer } from "../../src/engine/abi";
import { Parameter } from "../../src/spec/parameters";
import { Rule } from "../../src/spec/rules";
import { Account, ensureCode, ensureLoaded, findAccount, isPrecompile, isWarm, warmAccount } from "../accounts";
import { Code } from "../code";
import { fail, suspend } from "../fault";
import { Frame } from "../frame";
import { hostPrecompileReady } from "../host";
import { UNPAYABLE, expandMemory, expansionCost, rangeEnd } from "../memory";
import { enterCall } from "../message";
import { parameter, rule } from "../tables";
import { isZeroWord, toU64Saturating } from "../words/convert";

/**
 * Operands from the top: gas, address, [value,] input offset and size, output offset and size. The static gas has been
 * charged. Returns the gas left; the stack pointer and the current frame are in the frame and in `currentFrame`.
 */
export function call(frame: Frame, sp: usize, gas: i64, kind: FrameKind): i64 {
	const takesValue = kind <= FrameKind.callCode;
	const value = sp - 64;
	const ranges = takesValue ? sp - 96 : sp - 64;
	const carriesValue = takesValue && !isZeroWord(value);
	if (kind == FrameKind.call && carriesValue && frame.isStatic) return fail(Halt.staticWrite);

	// GAS. Everything is computed before anything changes: the instruction may have to wait for the host and run again.
	const end = max(rangeEnd(ranges, ranges - 32), rangeEnd(ranges - 64, ranges - 96));
	let cost = expansionCost(frame, end);
	if (cost == UNPAYABLE) return fail(Halt.gasOverflow);
	const target = findAccount(sp - 32);
	const coldSurcharge = parameter(Parameter.coldAccountAccess) - parameter(Parameter.warmAccess);
	if (rule(Rule.warmAccess) && !isWarm(target)) cost += coldSurcharge;
	if (carriesValue) cost += parameter(Parameter.callValue);
	if (gas < cost) return gas - cost;
	if (!ensureLoaded(target)) return suspend();
	if (kind == FrameKind.call) {
		const bringsIntoBeing = rule(Rule.stateClearing) ? carriesValue && target.isEmpty : !target.exists;
		if (bringsIntoBeing) cost += parameter(Parameter.newAccount);
	}
	if (gas < cost) return gas - cost;
	if (!ensureCode(target)) return suspend();
	let codeAccount = target;
	if (changetype<Code>(target.code).isDelegation && rule(Rule.delegations)) {
		codeAccount = findAccount(changetype<Code>(target.code).delegatePointer);
		// The target itself becomes warm by this very instruction.
		const warm = isWarm(codeAccount) || changetype<usize>(codeAccount) == changetype<usize>(target);
		cost += warm ? parameter(Parameter.warmAccess) : parameter(Parameter.coldAccountAccess);
		if (gas < cost) return gas - cost;
		if (!ensureLoaded(codeAccount) || !ensureCode(codeAccount)) return suspend();
	}
	if (isPrecompile(target) && hostPrecompileReady(target.precompile) != HostAnswer.done) return suspend();
	gas -= cost;
	const requested = toU64Saturating(sp);
	let callGas: i64;
	if (rule(Rule.allButOne64th)) {
		const most = gas - (gas >> 6);
		callGas = requested > <u64>most ? most : <i64>requested;
	} else {
		if (requested > <u64>gas) return gas - <i64>min(requested, <u64>i64.MAX_VALUE);
		callGas = <i64>requested;
	}

	// OPERATION
	if (!expandMemory(frame, end)) return fail(Halt.memoryLimit);
	if (rule(Rule.warmAccess)) {
		warmAccount(target);
		warmAccount(codeAccount);
	}
	frame.gas = gas - callGas;
	frame.sp = ranges - 128;
	if (carriesValue) callGas += parameter(Parameter.callStipend);
	enterCall(
		frame,
		kind,
		callGas,
		target,
		codeAccount,
		value,
		frame.memory + load<u32>(ranges),
		load<u32>(ranges - 32),
		load<u32>(ranges - 64),
		load<u32>(ranges - 96),
	);
	return frame.gas;
}
