// Instructions that read accounts, blocks and the message.
import { EnvironmentWord, HostAnswer } from "../../src/engine/abi";
import { Parameter } from "../../src/spec/parameters";
import { Rule } from "../../src/spec/rules";
import { Account, ensureCode, ensureLoaded, findAccount, isWarm, warmAccount } from "../accounts";
import { Code } from "../code";
import { suspend } from "../fault";
import { Frame } from "../frame";
import { hostBlockHash } from "../host";
import { BLOB_HASHES, ENVIRONMENT, getBlobCount, parameter, rule } from "../tables";
import { copyWord, loadBigEndian, setU64, setZero, toU64Saturating } from "../words/convert";

/** Charges the first access in a transaction (EIP-2929); the static gas holds the price of a warm one. */
@inline
function chargeAccess(account: Account, gas: i64): i64 {
	if (!rule(Rule.warmAccess) || isWarm(account)) return gas;
	return gas - (parameter(Parameter.coldAccountAccess) - parameter(Parameter.warmAccess));
}

/** [sp] = address, becomes its balance. */
export function balance(sp: usize, gas: i64): i64 {
	const account = findAccount(sp);
	gas = chargeAccess(account, gas);
	if (gas < 0) return gas;
	if (!ensureLoaded(account)) return suspend();
	if (rule(Rule.warmAccess)) warmAccount(account);
	copyWord(sp, account.balancePointer);
	return gas;
}

/** [sp] = address, becomes the size of its code. */
export function extCodeSize(sp: usize, gas: i64): i64 {
	const account = findAccount(sp);
	gas = chargeAccess(account, gas);
	if (gas < 0) return gas;
	if (!ensureLoaded(account) || !ensureCode(account)) return suspend();
	if (rule(Rule.warmAccess)) warmAccount(account);
	setU64(sp, changetype<Code>(account.code).size);
	return gas;
}

/** [sp] = address, becomes the hash of its code; 0 for an account that is dead (EIP-1052). */
export function extCodeHash(sp: usize, gas: i64): i64 {
	const account = findAccount(sp);
	gas = chargeAccess(account, gas);
	if (gas < 0) return gas;
	if (!ensureLoaded(account)) return suspend();
	if (rule(Rule.warmAccess)) warmAccount(account);
	if (!account.exists || account.isEmpty) setZero(sp);
	else loadBigEndian(sp, changetype<usize>(account) + offsetof<Account>("hash0"));
	return gas;
}

/** Pushes the balance of the running account. */
export function selfBalance(frame: Frame, sp: usize): void {
	copyWord(sp, changetype<Account>(frame.self).balancePointer);
}

/** [sp] = number, becomes the hash of that block when it is one of the last 256. */
export function blockHash(sp: usize, gas: i64): i64 {
	const wanted = toU64Saturating(sp);
	const current = load<u64>(ENVIRONMENT + (<usize>EnvironmentWord.number << 5));
	if (wanted >= current || current - wanted > 256) {
		setZero(sp);
		return gas;
	}
	store<u64>(NUMBER, wanted);
	if (hostBlockHash(NUMBER, HASH) != HostAnswer.done) return suspend();
	loadBigEndian(sp, HASH);
	return gas;
}

const NUMBER: usize = memory.data(8, 16);
const HASH: usize = memory.data(32, 16);

/** [sp] = index, becomes the versioned hash of that blob, or 0 (EIP-4844). */
export function blobHash(sp: usize): void {
	const index = toU64Saturating(sp);
	if (index >= <u64>getBlobCount()) setZero(sp);
	else copyWord(sp, BLOB_HASHES + (<usize>index << 5));
}
