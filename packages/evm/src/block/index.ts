export { type BaseFeeParent, computeBaseFee } from "./base-fee.js";
export { type BlobGasParent, computeBlobBaseFee, computeExcessBlobGas } from "./blob-gas.js";
export { computeDifficulty } from "./difficulty.js";
export {
	executeTransaction,
	type HaltReason,
	type TransactionContext,
	type TransactionRefusal,
	type TransactionResult,
} from "./execute-transaction.js";
export { type Genesis, type GenesisAccount, parseGenesis } from "./genesis.js";
export { InvalidGenesisError } from "./genesis-json.js";
