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
	[Halt.sstoreSentry]: "not enough gas for reentrancy sentry",
	// A fault met while charging gas.
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
	if (halt === Halt.gasOverflow) {
		const end = memoryEnd(opcode, (fromTop) => step.peek(fromTop));
		return end > addressableBytes ? texts[halt] : texts[Halt.outOfGas];
	}
	return texts[halt];
}

/** Why a frame failed, in go-ethereum's words; undefined when it did not. */
export function describeFrameFault({ status, halt, fault }: FrameEnd): string | undefined {
	if (status === "success") return undefined;
	if (halt === undefined) return executionReverted;
	return fault === undefined ? texts[halt] : describeFault(halt, fault);
}

/**
 * Faults that go-ethereum meets while the instruction is executed, after having logged it; the others it meets while
 * checking the stack and charging gas.
 */
export function isMetInExecution(halt: Halt): boolean {
	return (
		halt === Halt.invalidOpcode ||
		halt === Halt.invalidJump ||
		halt === Halt.staticWrite ||
		halt === Halt.returnDataOutOfBounds
	);
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
		case "CALL":
			return 7;
		default:
			return 0;
	}
}
