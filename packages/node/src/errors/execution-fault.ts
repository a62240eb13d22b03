import type { TransactionResult } from "@evmore/evm";
import { bytesToHex } from "@evmore/evm/bytes";
import { describeRevertReason, type ErrorAbi } from "./revert-reason.js";
import { RpcError } from "./rpc-error.js";

type FailedResult = Exclude<TransactionResult, { readonly status: "success" }>;
type HaltReason = Extract<FailedResult, { readonly status: "halt" }>["reason"];

/** go-ethereum's words for why an execution halted, which clients know. */
const haltTexts: Readonly<Record<HaltReason, string>> = {
	none: "",
	outOfGas: "out of gas",
	invalidOpcode: "invalid opcode",
	stackUnderflow: "stack underflow",
	stackOverflow: "stack limit reached",
	invalidJump: "invalid jump destination",
	staticWrite: "write protection",
	returnDataOutOfBounds: "return data out of bounds",
	gasOverflow: "gas uint64 overflow",
	sstoreSentry: "out of gas",
	initcodeSize: "max initcode size exceeded",
	codeSize: "max code size exceeded",
	codeDeposit: "contract creation code storage out of gas",
	efCode: "invalid code: must not begin with 0xef",
	collision: "contract address collision",
	callDepth: "max call depth exceeded",
	insufficientBalance: "insufficient balance for transfer",
	nonceOverflow: "nonce uint64 overflow",
	precompile: "precompiled contract failed",
	memoryLimit: "out of gas",
	suspended: "",
};

/** Why an execution halted. */
export function describeHalt(reason: HaltReason): string {
	return haltTexts[reason];
}

const gasReasons: ReadonlySet<HaltReason> = new Set(["outOfGas", "sstoreSentry", "codeDeposit"]);

/** Whether more gas might have helped. */
export function isOutOfGas(result: TransactionResult): boolean {
	return result.status === "halt" && gasReasons.has(result.reason);
}

/** "execution reverted", and why as far as it can be read. */
export function describeRevert(output: Uint8Array, abi?: ErrorAbi): string {
	const reason = describeRevertReason(output, abi);
	return reason === undefined ? "execution reverted" : `execution reverted: ${reason}`;
}

/** The error for an execution that failed. */
export function failedExecution(result: FailedResult, abi?: ErrorAbi): RpcError {
	if (result.status === "halt") return new RpcError("serverError", describeHalt(result.reason));
	return new RpcError("executionReverted", describeRevert(result.output, abi), bytesToHex(result.output));
}
