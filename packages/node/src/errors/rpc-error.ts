import { BaseError } from "@evmore/evm";

/**
 * Every code an answer may carry, by name: those of JSON-RPC 2.0, EIP-1474, EIP-1193, EIP-7966 and of execution-apis for simulations.
 */
export const errorCodes = {
	/** The bytes are no JSON. */
	parseError: -32700,
	/** JSON, but no request. */
	invalidRequest: -32600,
	methodNotFound: -32601,
	invalidParameters: -32602,
	internalError: -32603,
	/** What has no code of its own, as go-ethereum answers it. */
	serverError: -32000,
	resourceNotFound: -32001,
	timeout: -32002,
	/** A transaction that is refused (EIP-1474). */
	transactionRejected: -32003,
	limitExceeded: -32005,
	/** A simulated call halted. */
	vmError: -32015,
	/** A transaction was sent, and not included while its sender waited (EIP-7966). */
	receiptTimeout: 4,
	/** The call reverted; `data` holds what it returned. */
	executionReverted: 3,
	/** The account is not one that this node signs for (EIP-1193). */
	unauthorized: 4100,
	nonceTooLow: -38010,
	nonceTooHigh: -38011,
	feeBelowBaseFee: -38012,
	intrinsicGasTooLow: -38013,
	insufficientFunds: -38014,
	blockGasLimitReached: -38015,
	blockNumbersOutOfOrder: -38020,
	timestampsOutOfOrder: -38021,
	movedPrecompileToItself: -38022,
	movedPrecompileTwice: -38023,
	senderNotEoa: -38024,
	initcodeTooLarge: -38025,
	tooManyBlocks: -38026,
} as const;

export type ErrorName = keyof typeof errorCodes;

/** What an RPC answer says instead of a result. */
export class RpcError extends BaseError {
	readonly code: number;
	readonly data: unknown;

	constructor(name: ErrorName, message: string, data?: unknown) {
		super(message);
		this.code = errorCodes[name];
		this.data = data;
	}
}

/** Parameters that are not what their places ask for. */
export function invalidParameters(message: string): RpcError {
	return new RpcError("invalidParameters", message);
}
