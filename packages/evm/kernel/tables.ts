// The rules of the fork in force, as tables that TypeScript fills (engine/kernel.ts): the kernel asks parameter(…) and
// rule(…), never which fork it is.
import { Parameter } from "../src/spec/parameters";
import { Rule } from "../src/spec/rules";

/** i64 per parameter. */
export const PARAMETERS: usize = memory.data(64 * 8, 16);
/** One byte per rule. */
export const RULES: usize = memory.data(64, 16);
/**
 * Eight bytes per opcode: static gas (u16), least stack height in bytes (u16), how much higher it may be, in bytes
 * (u32). An opcode that is not defined asks for a height no stack can have.
 */
export const OPCODES: usize = memory.data(256 * 8, 16);
/** One 32-byte word per EnvironmentWord. */
export const ENVIRONMENT: usize = memory.data(16 * 32, 16);
/** One byte per address below 512: is it a precompiled contract? */
export const PRECOMPILES: usize = memory.data(512, 16);
/** Blob hashes of the transaction: words, at most BLOB_LIMIT. */
export const BLOB_HASHES: usize = memory.data(128 * 32, 16);
export const BLOB_LIMIT: u32 = 128;
let blobCount: u32 = 0;

export function setBlobCount(count: u32): void {
	blobCount = count;
}

@inline
export function getBlobCount(): u32 {
	return blobCount;
}

@inline
export function parameter(id: Parameter): i64 {
	return load<i64>(PARAMETERS + ((<usize>id) << 3));
}

@inline
export function rule(id: Rule): bool {
	return load<u8>(RULES + <usize>id) != 0;
}
