/**
 * Every number of the protocol that some EIP may change, by name.
 *
 * The enum is also compiled into the kernel (AssemblyScript reads this very file), so a parameter is one index into one
 * table on both sides. Values are gas unless the name says otherwise; all are integers from 0 to 2^53 - 1.
 */
export enum Parameter {
	// Code and stack
	/** Longest code an account may hold, bytes (EIP-170). */
	maxCodeSizeBytes,
	/** Longest code a creation may run, bytes (EIP-3860). */
	maxInitcodeSizeBytes,

	// Gas that depends on operands
	/** Per byte of the exponent of EXP. */
	expByte,
	/** Per word hashed by KECCAK256 and CREATE2. */
	keccakWord,
	/** Per word copied by the copying instructions. */
	copyWord,
	/** Per topic of a LOG. */
	logTopic,
	/** Per byte of the data of a LOG. */
	logDataByte,
	/** Per word of memory, linear term. */
	memoryWord,
	/** Divisor of the quadratic term of memory. */
	memoryQuadraticDivisor,
	/** Per word of initcode (EIP-3860). */
	initcodeWord,
	/** Per byte of code put into the state by a creation. */
	codeDepositByte,

	// Calls
	/** A call that carries value. */
	callValue,
	/** Gas the callee of a value call gets for free. */
	callStipend,
	/** A call or SELFDESTRUCT that brings an account into being. */
	newAccount,

	// State access
	/** First access to an account in a transaction (EIP-2929). */
	coldAccountAccess,
	/** First access to a storage slot in a transaction (EIP-2929). */
	coldSlotAccess,
	/** Any later access to an account or slot (EIP-2929). */
	warmAccess,

	// Storage writes, read together in storage-gas.ts
	/** SSTORE that changes nothing, or changes an already changed slot. */
	sstoreNoop,
	/** SSTORE from zero to non-zero. */
	sstoreSet,
	/** SSTORE from non-zero to another value. */
	sstoreReset,
	/** Refund for clearing a slot. */
	sstoreClearRefund,
	/** SSTORE fails with this much gas left, or less (EIP-2200). */
	sstoreSentry,

	// SELFDESTRUCT and refunds
	/** Refund of the first SELFDESTRUCT of an account. */
	selfdestructRefund,
	/** At most 1/n of the gas used is refunded. */
	maxRefundQuotient,

	// Transactions
	/** Every transaction. */
	transactionBase,
	/** Added for a transaction that creates a contract. */
	transactionCreate,
	/** Per zero byte of the data of a transaction. */
	transactionDataZeroByte,
	/** Per other byte of the data of a transaction. */
	transactionDataNonZeroByte,
	/** Per account of an access list (EIP-2930). */
	accessListAddress,
	/** Per storage slot of an access list (EIP-2930). */
	accessListSlot,
	/** Per token of calldata in the floor price (EIP-7623); 0: no floor. */
	floorDataToken,
	/** Charged per authorization (EIP-7702). */
	authorization,
	/** The part of an authorization's price that stays charged when the account existed already (EIP-7702). */
	authorizationBase,
	/** Largest gas limit of one transaction (EIP-7825). */
	maxTransactionGas,

	// Blobs
	/** Gas of one blob. */
	gasPerBlob,
	/** Blobs per block the price aims at. */
	targetBlobs,
	/** Most blobs of one block. */
	maxBlobs,
	/** Most blobs of one transaction (EIP-7594). */
	maxBlobsPerTransaction,
	/** The price of blob gas never falls below this, wei. */
	minBlobBaseFee,
	/** How slowly the price of blob gas follows the excess of blobs (EIP-4844). */
	blobBaseFeeUpdateFraction,
	/** Execution gas a blob is worth at least (EIP-7918); 0: no reserve price. */
	blobReserveGas,

	// Blocks
	/** Reward of a block before Paris, gwei. */
	blockRewardGwei,
	/** The difficulty bomb is delayed by this many blocks. */
	difficultyBombDelayBlocks,
	/** A block's gas limit differs from its parent's by less than 1/n of it. */
	gasLimitBoundDivisor,
	/** Least gas limit of a block. */
	minGasLimit,
	/** Longest extra data of a header, bytes. */
	maxExtraDataBytes,
	/** The base fee aims at 1/n of a block's gas limit (EIP-1559). */
	baseFeeElasticity,
	/** The base fee changes by at most 1/n per block (EIP-1559). */
	baseFeeMaxChangeDenominator,
	/** Base fee of the first block that has one, wei per gas (EIP-1559). */
	initialBaseFee,
	/** Longest block, RLP, bytes (EIP-7934). */
	maxBlockSizeBytes,
}

/** How many parameters there are. */
export const parameterCount = 50;
