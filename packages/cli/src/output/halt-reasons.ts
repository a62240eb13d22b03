import type { HaltReason } from "@evmore/evm";

/** Why an execution halted, in words. */
export const haltReasons: Readonly<Record<HaltReason, string>> = {
	none: "no reason",
	outOfGas: "out of gas",
	invalidOpcode: "invalid opcode",
	stackUnderflow: "stack underflow",
	stackOverflow: "stack overflow (more than 1024 words)",
	invalidJump: "jump to a place that is no JUMPDEST",
	staticWrite: "change of state in a static call",
	returnDataOutOfBounds: "return data read past its end",
	gasOverflow: "out of gas: a size or offset that no gas can pay for",
	sstoreSentry: "out of gas: SSTORE with no more gas than a call stipend",
	initcodeSize: "initcode too large",
	codeSize: "the new contract's code is too large",
	codeDeposit: "out of gas: not enough to store the new contract's code",
	efCode: "the new contract's code begins with the byte 0xef",
	collision: "there is a contract at the new contract's address",
	callDepth: "calls nested too deeply",
	insufficientBalance: "the sender's balance is less than the value sent",
	nonceOverflow: "the sender's nonce is at its maximum",
	precompile: "the precompiled contract refused its input",
	memoryLimit: "the machine has no more memory to give",
	suspended: "suspended",
};
