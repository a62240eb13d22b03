/**
 * Every behaviour of the protocol that some EIP switched on, by name. Code asks `rules.warmAccess`, never "which fork?".
 *
 * The enum is also compiled into the kernel (AssemblyScript reads this very file): a rule is one index into one table.
 */
export enum Rule {
	// Message calls and creations
	/** A call gets at most all but one 64th of the gas left, instead of failing when it asks for more (EIP-150). */
	allButOne64th,
	/** Empty accounts that are touched vanish; new contracts start with nonce 1; "new account" means empty (EIP-161). */
	stateClearing,
	/** A creation that cannot pay for its code fails, instead of leaving an empty contract (EIP-2). */
	codeDepositRequired,
	/** Code beginning with 0xEF is refused (EIP-3541). */
	rejectEfCode,
	/** Initcode is limited and metered (EIP-3860). */
	limitInitcode,
	/** SELFDESTRUCT deletes only contracts of the same transaction (EIP-6780). */
	selfdestructOnlyNew,
	/** SELFDESTRUCT charges for the account it brings into being (EIP-150). */
	selfdestructChargesNewAccount,
	/** Accounts may delegate to code elsewhere (EIP-7702). */
	delegations,

	// State access
	/** Accounts and slots are cold or warm (EIP-2929). */
	warmAccess,
	/** The coinbase starts warm (EIP-3651). */
	warmCoinbase,
	/** SSTORE is priced by the net change in the transaction (EIP-1283, EIP-2200). */
	netStorageMetering,

	// Transactions
	/** Signatures with a high s are refused (EIP-2). */
	lowS,
	/** Signatures may be bound to a chain (EIP-155). */
	replayProtection,
	/** Priority fee and base fee (EIP-1559). */
	feeMarket,
	/** Receipts carry a status, not a state root (EIP-658). */
	receiptStatus,

	// Blocks
	/** Difficulty as of Homestead (EIP-2). */
	homesteadDifficulty,
	/** Difficulty counts ommers (EIP-100). */
	ommerDifficulty,
	/** Blocks are chosen by proof of stake (EIP-3675). */
	proofOfStake,
	/** Opcode 0x44 is the beacon chain's randomness (EIP-4399). */
	prevRandao,
	/** Withdrawals of validators in the block (EIP-4895). */
	withdrawals,
	/** Blob gas in the header (EIP-4844). */
	blobs,
	/** The parent beacon block root is stored (EIP-4788). */
	beaconRoots,
	/** Block hashes are stored (EIP-2935). */
	blockHashHistory,
	/** Execution layer requests in the header (EIP-7685). */
	requests,
	/** Deposits, found in the deposit contract's logs, are requests (EIP-6110). */
	depositRequests,
	/** Withdrawals asked for in a system contract are requests (EIP-7002). */
	withdrawalRequests,
	/** Consolidations asked for in a system contract are requests (EIP-7251). */
	consolidationRequests,
}

/** How many rules there are. */
export const ruleCount = 27;
