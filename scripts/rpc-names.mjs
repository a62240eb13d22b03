// Which RPC methods the incumbents have: Foundry's anvil (August 2026) and Hardhat 3 (its EDR, August 2026), read from their tables.

function names(prefix, list) {
	return list
		.trim()
		.split(/\s+/)
		.map((name) => `${prefix}_${name}`);
}

export const anvil = [
	...names(
		"anvil",
		`addBalance autoImpersonateAccount classifyTransaction dealERC20 dealTIP20 dropAllTransactions dropTransaction dumpState
		getAutomine getBlobByHash getBlobsByTransactionHash getGenesisTime getIntervalMining getLastBlockWallTime impersonateAccount
		impersonateSignature increaseTime loadState metadata mine mine_detailed nodeInfo removeBlockTimestampInterval
		removePoolTransactions reorg reset revert rollback setAutomine setBalance setBlockGasLimit setBlockTimestampInterval setChainId
		setCode setCoinbase setERC20Allowance setERC20Balance setFeeAmmLiquidity setFeeToken setIntervalMining setLoggingEnabled
		setMinGasPrice setNextBlockBaseFeePerGas setNextBlockPrevRandao setNextBlockTimestamp setNonce setRpcUrl setStorageAt
		setTime setValidatorFeeToken snapshot stopImpersonatingAccount`,
	),
	...names(
		"evm",
		`increaseTime mine mine_detailed revert setAccountNonce setAutomine setBlockGasLimit setIntervalMining
		setNextBlockTimestamp setTime snapshot`,
	),
	...names(
		"hardhat",
		`addBalance autoImpersonateAccount dealERC20 dropAllTransactions dropTransaction dumpState getAutomine impersonateAccount
		loadState metadata mine reset setBalance setCode setCoinbase setLoggingEnabled setMinGasPrice setNextBlockBaseFeePerGas setNonce
		setStorageAt stopImpersonatingAccount`,
	),
	...names("tenderly", "addBalance setBalance"),
	...names(
		"debug",
		`accountInfoAt clearTxpool codeByHash dbGet executionWitness freeOSMemory getModifiedAccountsByNumber getRawBlock
		getRawHeader getRawReceipts getRawTransaction getRawTransactions traceBlock traceBlockByHash traceBlockByNumber traceCall
		traceTransaction`,
	),
	...names(
		"trace",
		`block blockOpcodeGas call callMany filter get rawTransaction replayBlockTransactions replayTransaction transaction
		transactionOpcodeGas`,
	),
	...names(
		"eth",
		`accounts baseFee blobBaseFee blockNumber call callBundle callMany chainId coinbase config createAccessList estimateGas
		feeHistory fillTransaction gasPrice getAccount getAccountInfo getBalance getBlockAccessList getBlockAccessListByBlockHash
		getBlockAccessListByBlockNumber getBlockAccessListRaw getBlockByHash getBlockByNumber getBlockReceipts
		getBlockTransactionCountByHash getBlockTransactionCountByNumber getCode getFilterChanges getFilterLogs getHeaderByHash
		getHeaderByNumber getLogs getProof getRawTransactionByBlockHashAndIndex getRawTransactionByBlockNumberAndIndex
		getRawTransactionByHash getStorageAt getStorageValues getTransactionByBlockHashAndIndex getTransactionByBlockNumberAndIndex
		getTransactionByHash getTransactionBySenderAndNonce getTransactionCount getTransactionReceipt getUncleByBlockHashAndIndex
		getUncleByBlockNumberAndIndex getUncleCountByBlockHash getUncleCountByBlockNumber getWork hashrate maxPriorityFeePerGas
		networkId newBlockFilter newFilter newPendingTransactionFilter pendingTransactions protocolVersion requestAccounts resend
		sendRawTransaction sendRawTransactionConditional sendRawTransactionSync sendTransaction sendTransactionSync
		sendUnsignedTransaction sign signRawTransaction signTransaction signTypedData signTypedData_v3 signTypedData_v4 simulateV1
		submitHashrate submitWork subscribe syncing uninstallFilter unsubscribe`,
	),
	...names(
		"ots",
		`getApiLevel getBlockDetails getBlockDetailsByHash getBlockTransactions getContractCreator getInternalOperations
		getTransactionBySenderAndNonce getTransactionError hasCode searchTransactionsAfter searchTransactionsBefore traceTransaction`,
	),
	...names("txpool", "content contentFrom inspect status"),
	...names("web3", "clientVersion sha3"),
	...names("net", "version listening"),
	"personal_sign",
	"erigon_getHeaderByNumber",
];

export const hardhat = [
	...names("debug", "traceCall traceTransaction"),
	...names(
		"eth",
		`accounts blobBaseFee blockNumber call chainId coinbase estimateGas feeHistory gasPrice getBalance getBlockByHash
		getBlockByNumber getBlockTransactionCountByHash getBlockTransactionCountByNumber getCode getFilterChanges getFilterLogs getLogs
		getProof getStorageAt getTransactionByBlockHashAndIndex getTransactionByBlockNumberAndIndex getTransactionByHash
		getTransactionCount getTransactionReceipt maxPriorityFeePerGas newBlockFilter newFilter newPendingTransactionFilter
		pendingTransactions sendRawTransaction sendTransaction sign signTypedData_v4 subscribe syncing uninstallFilter unsubscribe`,
	),
	...names(
		"evm",
		"increaseTime mine revert setAutomine setBlockGasLimit setIntervalMining setNextBlockTimestamp snapshot",
	),
	...names(
		"hardhat",
		`dropTransaction getAutomine impersonateAccount metadata mine setBalance setCode setCoinbase setLoggingEnabled
		setMinGasPrice setNextBlockBaseFeePerGas setNonce setPrevRandao setStorageAt stopImpersonatingAccount`,
	),
	"net_version",
	"personal_sign",
	...names("web3", "clientVersion sha3"),
];
