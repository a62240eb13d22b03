// What TypeScript calls: see src/engine/kernel.ts, the only file that does.
import { Account, addBalance, balanceCovers, createAccount, epoch, findAccount, initializeAccounts, lastAccount, setCode, setNonce, subtractBalance, touch, warmAccount } from "./accounts";
import { Code, clearCode, emptyCode, findCode, initializeCode, installCode } from "./code";
import { Frame, currentFrame, initializeFrames } from "./frame";
import { heapSize, isHeapExhausted } from "./heap";
import { hashAddress } from "./instructions/create";
import { initializePush } from "./instructions/push";
import { failedCost } from "./interpreter";
import { initializeJournal, journalAddress, journalTop } from "./journal";
import { initializeLogs, logTop, logsAddress } from "./logs";
import { initializeMemory } from "./memory";
import { refund } from "./message";
import { returnDataAddress, returnDataSize } from "./return-data";
import { initializeStack } from "./stack";
import { Slot, findSlot, initializeStorage, lastSlot, warmSlot } from "./storage";

export { BLOB_HASHES, BLOB_LIMIT, ENVIRONMENT, OPCODES, PARAMETERS, PRECOMPILES, RULES, setBlobCount } from "./tables";
export { setHashSeed } from "./hash-table";
export { setMemoryPrice } from "./memory";
export { setRefund, setTracing } from "./message";
export { reserveReturnData, clearReturnData } from "./return-data";
export { setCompileThreshold } from "./run";
export { CODE_CACHE_SIZE, forgetCompiledCode, reserveBlocks } from "./code";
export * from "./compiled";
export { SCRATCH, beginTransaction, endTransaction, reserveCode, reserveInput, resetState, takeBackTransaction } from "./transaction";
export { MESSAGE, RESULT, continueCall, executeCall, runMessage } from "./top-message";
export { keccak256 } from "./keccak";
export { heapSize, isHeapExhausted, installCode, findCode, clearCode, findAccount, findSlot, warmAccount, warmSlot, setNonce, setCode, addBalance, subtractBalance, balanceCovers, touch, createAccount };

/** To be called once, before anything else. */
export function initialize(): void {
	initializeFrames();
	initializeStack();
	initializeMemory();
	initializeJournal();
	initializeLogs();
	initializeCode();
	initializeAccounts();
	initializeStorage();
	initializePush();
}

// Numbers that change, read through functions.
export function getCurrentFrame(): usize { return changetype<usize>(currentFrame); }
export function getEpoch(): u32 { return epoch; }
export function getJournalTop(): usize { return journalTop; }
export function getJournal(): usize { return journalAddress(); }
export function getLogTop(): usize { return logTop; }
export function getLogs(): usize { return logsAddress(); }
export function getLastAccount(): usize { return lastAccount; }
export function getLastSlot(): usize { return lastSlot; }
export function getRefund(): i64 { return refund; }
export function getFailedCost(): i64 { return failedCost; }
export function getReturnData(): usize { return returnDataAddress(); }
export function getReturnDataSize(): u32 { return returnDataSize; }
export function getEmptyCode(): usize { return changetype<usize>(emptyCode); }

// Where the fields of records lie, so that TypeScript reads and writes them in place.
export const FRAME_PC: usize = offsetof<Frame>("pc");
export const FRAME_SP: usize = offsetof<Frame>("sp");
export const FRAME_GAS: usize = offsetof<Frame>("gas");
export const FRAME_CODE: usize = offsetof<Frame>("code");
export const FRAME_CODE_START: usize = offsetof<Frame>("codeStart");
export const FRAME_CODE_SIZE: usize = offsetof<Frame>("codeSize");
export const FRAME_STACK_BASE: usize = offsetof<Frame>("stackBase");
export const FRAME_MEMORY: usize = offsetof<Frame>("memory");
export const FRAME_MEMORY_SIZE: usize = offsetof<Frame>("memorySize");
export const FRAME_INPUT: usize = offsetof<Frame>("input");
export const FRAME_INPUT_SIZE: usize = offsetof<Frame>("inputSize");
export const FRAME_KIND: usize = offsetof<Frame>("kind");
export const FRAME_IS_STATIC: usize = offsetof<Frame>("isStatic");
export const FRAME_DEPTH: usize = offsetof<Frame>("depth");
export const FRAME_SELF: usize = offsetof<Frame>("self");
export const FRAME_CALLER: usize = offsetof<Frame>("caller");
export const FRAME_CODE_ACCOUNT: usize = offsetof<Frame>("codeAccount");
export const FRAME_VALUE: usize = offsetof<Frame>("value0");
export const FRAME_INITIAL_GAS: usize = offsetof<Frame>("initialGas");

export const ACCOUNT_ADDRESS: usize = offsetof<Account>("address0");
export const ACCOUNT_BALANCE: usize = offsetof<Account>("balance0");
export const ACCOUNT_HASH: usize = offsetof<Account>("hash0");
export const ACCOUNT_NONCE: usize = offsetof<Account>("nonce");
export const ACCOUNT_CODE: usize = offsetof<Account>("code");
export const ACCOUNT_FLAGS: usize = offsetof<Account>("flags");
export const ACCOUNT_STORAGE: usize = offsetof<Account>("storage");
export const ACCOUNT_WARM: usize = offsetof<Account>("warm");
export const ACCOUNT_CREATED: usize = offsetof<Account>("created");
export const ACCOUNT_PREVIOUS: usize = offsetof<Account>("previous");
export const ACCOUNT_PRECOMPILE: usize = offsetof<Account>("precompile");

export const SLOT_KEY: usize = offsetof<Slot>("key0");
export const SLOT_ORIGINAL: usize = offsetof<Slot>("original0");
export const SLOT_CURRENT: usize = offsetof<Slot>("current0");
export const SLOT_ACCOUNT: usize = offsetof<Slot>("account");
export const SLOT_STORAGE: usize = offsetof<Slot>("storage");
export const SLOT_FLAGS: usize = offsetof<Slot>("flags");
export const SLOT_WARM: usize = offsetof<Slot>("warm");
export const SLOT_PREVIOUS: usize = offsetof<Slot>("previous");

export const CODE_START: usize = offsetof<Code>("start");
export const CODE_SIZE: usize = offsetof<Code>("size");
export const CODE_IS_DELEGATION: usize = offsetof<Code>("isDelegation");
export const CODE_DELEGATE: usize = offsetof<Code>("delegate0");
export const CODE_BLOCKS: usize = offsetof<Code>("blocks");
export const CODE_ENTRY: usize = offsetof<Code>("entry");
export const CODE_HEAT: usize = offsetof<Code>("heat");

/** Writes the address of the contract that the account makes with this nonce to the word at `target`. */
export function creationAddress(account: Account, nonce: u64, target: usize): void {
	hashAddress(account, nonce, target);
}
