// CREATE and CREATE2.
import { FrameKind, Halt } from "../../src/engine/abi";
import { Parameter } from "../../src/spec/parameters";
import { Rule } from "../../src/spec/rules";
import { Account, balanceCovers, ensureLoaded, findAccount, setNonce, warmAccount } from "../accounts";
import { fail, suspend } from "../fault";
import { Frame, MAX_DEPTH } from "../frame";
import { keccak256 } from "../keccak";
import { UNPAYABLE, expandMemory, expansionCost, rangeEnd } from "../memory";
import { enterCreate } from "../message";
import { parameter, rule } from "../tables";
import { loadAddressBigEndian, storeAddressBigEndian, storeBigEndian } from "../words/convert";

const BUFFER: usize = memory.data(96, 16);
const ADDRESS: usize = memory.data(32, 16);

/** Operands from the top: value, offset, size[, salt]. As `call` in call.ts. */
export function create(frame: Frame, sp: usize, gas: i64, kind: FrameKind): i64 {
	if (frame.isStatic) return fail(Halt.staticWrite);

	// GAS
	const end = rangeEnd(sp - 32, sp - 64);
	let cost = expansionCost(frame, end);
	if (cost == UNPAYABLE) return fail(Halt.gasOverflow);
	const size = load<u32>(sp - 64);
	const words = <i64>((<u64>size + 31) >> 5);
	if (rule(Rule.limitInitcode)) {
		if (<i64>size > parameter(Parameter.maxInitcodeSizeBytes)) return fail(Halt.initcodeSize);
		cost += words * parameter(Parameter.initcodeWord);
	}
	if (kind == FrameKind.create2) cost += words * parameter(Parameter.keccakWord);
	if (gas < cost) return gas - cost;

	// OPERATION
	const creator = changetype<Account>(frame.self);
	const sizeBefore = frame.memorySize;
	if (!expandMemory(frame, end)) return fail(Halt.memoryLimit);
	const initcode = size == 0 ? frame.memory : frame.memory + load<u32>(sp - 32);
	if (kind == FrameKind.create2) hashSaltedAddress(creator, sp - 96, initcode, size);
	else hashAddress(creator, creator.nonce, ADDRESS);
	const account = findAccount(ADDRESS);
	let refusal = Halt.none;
	if (frame.depth >= MAX_DEPTH) refusal = Halt.callDepth;
	else if (!balanceCovers(creator, sp)) refusal = Halt.insufficientBalance;
	else if (creator.nonce == u64.MAX_VALUE) refusal = Halt.nonceOverflow;
	else if (!ensureLoaded(account)) {
		// The instruction will run again, and pay for the same growth of memory.
		frame.memorySize = sizeBefore;
		return suspend();
	}
	gas -= cost;
	let childGas = gas;
	if (rule(Rule.allButOne64th)) childGas -= gas >> 6;
	frame.gas = gas - childGas;
	frame.sp = kind == FrameKind.create2 ? sp - 128 : sp - 96;
	if (refusal == Halt.none) {
		setNonce(creator, creator.nonce + 1);
		if (rule(Rule.warmAccess)) warmAccount(account);
	}
	enterCreate(frame, kind, childGas, account, sp, initcode, size, refusal);
	return frame.gas;
}

/** The word of the address that `creator` creates at with this nonce: keccak256(rlp([creator, nonce])), last 20 bytes. */
export function hashAddress(creator: Account, nonce: u64, target: usize): void {
	let nonceSize: u32 = 0; // of the encoding, its length byte not counted
	if (nonce >= 0x80) nonceSize = 8 - (<u32>clz<u64>(nonce) >> 3);
	store<u8>(BUFFER, 0xc0 + 22 + nonceSize);
	store<u8>(BUFFER, 0x94, 1);
	storeAddressBigEndian(BUFFER + 2, changetype<usize>(creator));
	if (nonceSize == 0) {
		store<u8>(BUFFER, nonce == 0 ? 0x80 : <u8>nonce, 22);
	} else {
		store<u8>(BUFFER, 0x80 + nonceSize, 22);
		for (let i: u32 = 0; i < nonceSize; i++) {
			store<u8>(BUFFER + 23 + i, <u8>(nonce >> (((nonceSize - 1 - i) as u64) << 3)));
		}
	}
	keccak256(BUFFER, 23 + nonceSize, target);
	loadAddressBigEndian(target, target + 12);
}

/** EIP-1014: keccak256(0xff, creator, salt, keccak256(initcode)), last 20 bytes. */
function hashSaltedAddress(creator: Account, salt: usize, initcode: usize, size: u32): void {
	keccak256(initcode, size, ADDRESS);
	store<u8>(BUFFER, 0xff);
	storeAddressBigEndian(BUFFER + 1, changetype<usize>(creator));
	storeBigEndian(BUFFER + 21, salt);
	v128.store(BUFFER + 53, v128.load(ADDRESS));
	v128.store(BUFFER + 53, v128.load(ADDRESS, 16), 16);
	keccak256(BUFFER, 85, ADDRESS);
	loadAddressBigEndian(ADDRESS, ADDRESS + 12);
}
