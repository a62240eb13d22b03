export { type BaseFeeParent, computeBaseFee } from "./base-fee.js";
export { type BlobGasParent, computeBlobBaseFee, computeExcessBlobGas } from "./blob-gas.js";
export {
	type Block,
	computeTransactionsRoot,
	decodeBlock,
	encodeBlock,
	hashOmmers,
	type SizedBlock,
	sizeBlock,
} from "./block.js";
export {
	type BlockException,
	type BlockExceptionName,
	type BlockRefusal,
	InvalidBlockError,
	matchesBlockException,
} from "./block-exception.js";
export {
	BlockExecution,
	type BlockOutcome,
	type BlockWatch,
	blockEnvironmentOf,
	type ExecutionContext,
	type ExecutionHeader,
	type RewardedOmmer,
} from "./block-execution.js";
export { bloomContains, computeLogsBloom } from "./bloom.js";
export { computeDifficulty } from "./difficulty.js";
export { emptyOmmersHash, emptyRequestsHash } from "./empty-hashes.js";
export { computeEthash, type EthashProof, sealHash, verifyEthash } from "./ethash.js";
export { type BlockContext, type ExecutedBlock, executeBlock, validateBlock } from "./execute-block.js";
export {
	executeTransaction,
	type HaltReason,
	type TransactionContext,
	type TransactionRefusal,
	type TransactionResult,
} from "./execute-transaction.js";
export {
	createGenesisHeader,
	encodeGenesisBlock,
	type Genesis,
	type GenesisAccount,
	parseAlloc,
	parseGenesis,
} from "./genesis.js";
export { InvalidGenesisError, JsonFields } from "./genesis-json.js";
export { type BlockHeader, decodeHeader, encodeHeader, hashHeader, InvalidHeaderError } from "./header.js";
export { type HeaderFields, readHeaderFields } from "./header-fields.js";
export {
	computeReceiptsRoot,
	decodeReceipt,
	encodeReceipt,
	InvalidReceiptError,
	logToRlp,
	type Receipt,
} from "./receipt.js";
export { collectDeposits, hashRequests } from "./requests.js";
export { splitBlocks } from "./split-blocks.js";
export { AsynchronousBlockStateError, type BlockState, StateJournal } from "./state-journal.js";
export { validateHeader } from "./validate-header.js";
export { type Ancestor, validateOmmers } from "./validate-ommers.js";
export { computeWithdrawalsRoot, type Withdrawal } from "./withdrawal.js";
