import { Halt } from "../engine/abi.js";
import { memoryEnd } from "../spec/memory-operands.js";
import { findOpcode } from "../spec/opcodes.js";
import type { FrameEnd, Step } from "./tracer.js";

/** The texts by which go-ethereum names faults; other tools compare them. */
const texts: Readonly<Record<Halt, string>> = {
	[Halt.none]: "",
	[Halt.outOfGas]: "out of gas",
	[Halt.invalidOpcode]: "invalid opcode",
	[Halt.stackUnderflow]: "stack underflow",
	[Halt.stackOverflow]: "stack limit reached",
	[Halt.invalidJump]: "invalid jump destination",
	[Halt.staticWrite]: "write protection",
	[Halt.returnDataOutOfBounds]: "return data out of bounds",
	[Halt.gasOverflow]: "gas uint64 overflow",
	[Halt.sstoreSentry]: "out of gas: not enough gas for reentrancy sentry",
	// A fault met while charging gas. go-ethereum 1.17 adds the sizes; the published traces end here.
	[Halt.initcodeSize]: "out of gas",
	[Halt.codeSize]: "max code size exceeded",
	[Halt.codeDeposit]: "contract creation code storage out of gas",
	[Halt.efCode]: "invalid code: must not begin with 0xef",
	[Halt.collision]: "contract address collision",
	[Halt.callDepth]: "max call depth exceeded",
	[Halt.insufficientBalance]: "insufficient balance for transfer",
	[Halt.nonceOverflow]: "nonce uint64 overflow",
	[Halt.precompile]: "precompiled contract failed",
	[Halt.memoryLimit]: "out of gas",
	[Halt.suspended]: "",
};

export const executionReverted = "execution reverted";

/** Words a stack may hold (Yellow Paper 9.1). */
const stackLimit = 1024;

/** Memory beyond which go-ethereum's arithmetic of gas overflows: sizes that do not fit 64 bits, rounded up to words. */
const addressableBytes = (1n << 64n) - 32n;

/** The name of an opcode, also of one that no fork has. */
export function opcodeName(opcode: number): string {
	return names[opcode]!;
}

/** Names that go-ethereum has kept. */
const oldNames: ReadonlyMap<string, string> = new Map([["PREVRANDAO", "DIFFICULTY"]]);

const names: readonly string[] = Array.from({ length: 256 }, (_, code) => {
	const name = findOpcode(code)?.name;
	return name === undefined ? `opcode 0x${code.toString(16)} not defined` : (oldNames.get(name) ?? name);
});

/** Why the instruction failed, in go-ethereum's words. */
export function describeFault(halt: Halt, step: Step): string {
	const { opcode, stackHeight } = step;
	if (halt === Halt.stackUnderflow) return `stack underflow (${stackHeight} <=> ${findOpcode(opcode)?.pops ?? 0})`;
	if (halt === Halt.stackOverflow) {
		const { pops, pushes } = findOpcode(opcode)!;
		return `stack limit reached ${stackHeight} (${stackLimit + pops - pushes})`;
	}
	if (halt === Halt.invalidOpcode) return `invalid opcode: ${opcodeName(opcode)}`;
	if (halt === Halt.staticWrite && !isMetInExecution(halt, opcode)) return `${texts[Halt.outOfGas]}: ${texts[halt]}`;
	if (halt === Halt.gasOverflow) {
		const end = memoryEnd(opcode, (fromTop) => step.peek(fromTop));
		return end > addressableBytes ? texts[halt] : `${texts[Halt.outOfGas]}: ${texts[halt]}`;
	}
	return texts[halt];
}

const exp = 0x0a;
const tstore = 0x5d;
const log0 = 0xa0;
const log4 = 0xa4;
const create = 0xf0;
const call = 0xf1;
const create2 = 0xf5;

// Prices that no fork has changed (Yellow Paper G).
const createPrice = 32_000n;
const logPrice = 375n;
const logBytePrice = 8n;

/**
 * What an instruction that failed cost by go-ethereum's account: in it EXP and LOG have no price of their own but what follows from
 * their operands, which is zero as long as those are not looked at.
 *
 * @param gasCost - by ours
 */
export function costOfFailed(halt: Halt, step: Step, gasCost: bigint): bigint {
	const { opcode } = step;
	const isLog = opcode >= log0 && opcode <= log4;
	if (halt === Halt.staticWrite && !isLog) {
		// Nothing but the price of the opcode has been charged then.
		if (opcode === create || opcode === create2) return createPrice;
		return opcode === call ? gasCost - expansionPrice(step) : gasCost;
	}
	if (!isLog && opcode !== exp) return gasCost;
	if (halt === Halt.stackUnderflow || halt === Halt.stackOverflow || halt === Halt.gasOverflow) return 0n;
	if (!isLog || halt !== Halt.outOfGas) return gasCost;
	return expansionPrice(step) + logPrice * BigInt(1 + opcode - log0) + logBytePrice * step.peek(1);
}

/** What the memory costs that an instruction reaches. */
function expansionPrice(step: Step): bigint {
	const words = (memoryEnd(step.opcode, (fromTop) => step.peek(fromTop)) + 31n) / 32n;
	const before = BigInt(step.memorySize / 32);
	return words > before ? memoryPrice(words) - memoryPrice(before) : 0n;
}

/** Yellow Paper H.1, equation for C_mem. */
function memoryPrice(words: bigint): bigint {
	return 3n * words + (words * words) / 512n;
}

/** Why a frame failed, in go-ethereum's words; undefined when it did not. */
export function describeFrameFault({ status, halt, fault }: FrameEnd): string | undefined {
	if (status === "success") return undefined;
	if (halt === undefined) return executionReverted;
	return fault === undefined ? texts[halt] : describeFault(halt, fault);
}

/** Whether the text of a fault says that gas ran out, or that something else was met while gas was charged. */
export function isOutOfGas(error: string | undefined): boolean {
	return error?.startsWith(texts[Halt.outOfGas]) === true;
}

/**
 * Faults that go-ethereum meets while the instruction is executed, after having logged it; the others it meets while
 * checking the stack and charging gas. There it meets writes without permission too, except those of LOG and TSTORE.
 */
export function isMetInExecution(halt: Halt, opcode: number): boolean {
	if (halt === Halt.staticWrite) return opcode === tstore || (opcode >= log0 && opcode <= log4);
	return halt === Halt.invalidOpcode || halt === Halt.invalidJump || halt === Halt.returnDataOutOfBounds;
}

/** Operands that go-ethereum has taken off the stack when the fault is met in execution. */
export function operandsTaken(name: string, halt: Halt | undefined): number {
	if (halt === Halt.invalidOpcode) return 0;
	switch (name) {
		case "JUMP":
			return 1;
		case "JUMPI":
		case "REVERT":
			return 2;
		case "RETURNDATACOPY":
			return 3;
		default:
			return 0;
	}
}
