// RETURN, REVERT, SELFDESTRUCT.
import { Exit, FrameKind, Halt, TraceFlag } from "../../src/engine/abi";
import { Parameter } from "../../src/spec/parameters";
import { Rule } from "../../src/spec/rules";
import {
	Account,
	addBalance,
	ensureLoaded,
	epoch,
	findAccount,
	isWarm,
	markDestructed,
	subtractBalance,
	warmAccount,
} from "../accounts";
import { fail, suspend } from "../fault";
import { Frame, childOf, valueOf } from "../frame";
import { hostEnter, hostLeave } from "../host";
import { rangeEnd } from "../memory";
import { addRefund, setOutput, tracing } from "../message";
import { parameter, rule } from "../tables";
import { copyWord, isZeroWord } from "../words/convert";
import { reachEnd } from "./memory";

/** [sp] = offset, [sp - 32] = size: the frame's output, for RETURN and REVERT. */
export function output(frame: Frame, sp: usize, gas: i64): i64 {
	const end = rangeEnd(sp, sp - 32);
	if (end == u64.MAX_VALUE) return fail(Halt.gasOverflow);
	gas = reachEnd(frame, gas, end);
	if (gas < 0) return gas;
	setOutput(frame.memory + (end == 0 ? 0 : load<u32>(sp)), load<u32>(sp - 32));
	return gas;
}

/** [sp] = beneficiary. The frame ends; the account is deleted when the transaction does, if the rules say so. */
export function selfdestruct(frame: Frame, sp: usize, gas: i64): i64 {
	if (frame.isStatic) return fail(Halt.staticWrite);

	// GAS
	const account = changetype<Account>(frame.self);
	const beneficiary = findAccount(sp);
	let cost: i64 = 0;
	if (rule(Rule.warmAccess) && !isWarm(beneficiary)) cost = parameter(Parameter.coldAccountAccess);
	if (gas < cost) return gas - cost;
	if (!ensureLoaded(beneficiary)) return suspend();
	if (rule(Rule.selfdestructChargesNewAccount)) {
		const bringsIntoBeing = rule(Rule.stateClearing)
			? beneficiary.isEmpty && !isZeroWord(account.balancePointer)
			: !beneficiary.exists;
		if (bringsIntoBeing) cost += parameter(Parameter.newAccount);
	}
	gas -= cost;
	if (gas < 0) return gas;

	// OPERATION
	if (rule(Rule.warmAccess)) warmAccount(beneficiary);
	copyWord(BALANCE, account.balancePointer);
	const deletes = !rule(Rule.selfdestructOnlyNew) || account.created == epoch;
	if (changetype<usize>(beneficiary) != changetype<usize>(account)) {
		addBalance(beneficiary, BALANCE);
		subtractBalance(account, BALANCE);
	} else if (deletes) {
		// What it sends to itself is gone.
		subtractBalance(account, BALANCE);
	}
	if (deletes && markDestructed(account)) addRefund(parameter(Parameter.selfdestructRefund));
	if (tracing & TraceFlag.frames) {
		frame.gas = gas;
		tellTracers(frame, beneficiary);
	}
	setOutput(frame.memory, 0);
	return gas;
}

const BALANCE: usize = memory.data(32, 16);

function tellTracers(frame: Frame, beneficiary: Account): void {
	const child = childOf(frame);
	child.kind = FrameKind.selfdestruct;
	child.depth = frame.depth + 1;
	child.gas = 0;
	child.initialGas = 0;
	child.caller = frame.self;
	child.self = frame.self;
	child.codeAccount = changetype<usize>(beneficiary);
	child.inputSize = 0;
	copyWord(valueOf(child), BALANCE);
	hostEnter(changetype<usize>(child));
	hostLeave(changetype<usize>(child), Exit.success, Halt.none);
}
