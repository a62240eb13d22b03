export { authorizationHash, recoverAuthority, signAuthorization } from "./authorization.js";
export { type DecodedTransaction, type DecodeOptions, decodeTransaction, tryDecodeTransaction } from "./decode.js";
export { encodeTransaction, hashTransaction, signingHash } from "./encode.js";
export { blobGas, effectiveGasPrice, maxCost, maxGasPrice } from "./fees.js";
export { type IntrinsicGas, intrinsicGas } from "./intrinsic-gas.js";
export {
	checkChainId,
	checkSignature,
	recoverSender,
	type SignedHash,
	signatureParity,
	signedHash,
} from "./sender.js";
export { signTransaction } from "./sign.js";
export type {
	AccessListEntry,
	AccessListTransaction,
	Authorization,
	BlobTransaction,
	FeeMarketTransaction,
	LegacyTransaction,
	SetCodeTransaction,
	Transaction,
	TransactionSignature,
	TransactionType,
} from "./transaction.js";
export {
	InvalidTransactionError,
	matchesException,
	type TransactionException,
	type TransactionExceptionName,
} from "./transaction-exception.js";
export { UnsignedTransactionError } from "./unsigned-transaction-error.js";
export {
	checkType,
	type SenderAccount,
	type TransactionContext,
	type TransactionLeniency,
	validateSender,
	validateTransaction,
} from "./validate.js";
