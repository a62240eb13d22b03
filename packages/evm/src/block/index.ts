export { computeBaseFee, type BaseFeeParent } from "./base-fee.js";
export { type BlobGasParent, computeBlobBaseFee, computeExcessBlobGas } from "./blob-gas.js";
export { computeDifficulty } from "./difficulty.js";
export {
	executeTransaction,
	type HaltReason,
	type TransactionContext,
	type TransactionRefusal,
	type TransactionResult,
} from "./execute-transaction.js";
