/**
 * What the kernel and TypeScript say to each other, as numbers. The kernel (AssemblyScript) compiles this very file, so
 * both sides share one truth. Plain enums only: AssemblyScript knows no other kind.
 */

/** How a run of the current frame ended. */
export enum Exit {
	/** The frame goes on: a slice of work is over. */
	slice,
	/** A child frame was entered and is now the current one. */
	entered,
	/** The host could not answer at once: resume the same instruction later. */
	pending,
	/** STOP, RETURN or SELFDESTRUCT. */
	success,
	revert,
	/** Exceptional halt: all gas is gone; the reason is a Halt. */
	halt,
	/** Compiled code leaves the frame to the interpreter. */
	interpret,
}

/** Why a frame halted, or why a call or creation did not start. */
export enum Halt {
	none,
	outOfGas,
	invalidOpcode,
	stackUnderflow,
	stackOverflow,
	invalidJump,
	staticWrite,
	returnDataOutOfBounds,
	/** A size or offset that no amount of gas can pay for. */
	gasOverflow,
	/** SSTORE with no more gas than the stipend. */
	sstoreSentry,
	initcodeSize,
	// Ends of creations
	codeSize,
	codeDeposit,
	efCode,
	collision,
	// Calls and creations that do not start
	callDepth,
	insufficientBalance,
	nonceOverflow,
	// Others
	precompile,
	/** The machine has no more memory to give. */
	memoryLimit,
	/** Not a halt: the host has to answer first, then the instruction runs again (Exit.pending). */
	suspended,
}

/** How a frame came to be; the first six are in the order of their opcodes in the call family. */
export enum FrameKind {
	call,
	callCode,
	delegateCall,
	staticCall,
	create,
	create2,
	/** Not a frame: how a SELFDESTRUCT is told to tracers. */
	selfdestruct,
}

/** What an undo record restores. */
export enum JournalKind {
	balance,
	nonce,
	code,
	slot,
	transient,
	warmAccount,
	warmSlot,
	/** Flags, storage id and creation mark of an account. */
	account,
	destructed,
	touched,
}

/** Bits of an account's flags. */
export enum AccountFlag {
	/** The fields below come from the database or are newer. */
	loaded = 1,
	/** The account is part of the state. */
	exists = 2,
	/** The database holds storage for it. */
	hasStorage = 4,
	/** Its storage was wiped: what the database holds does not count. */
	storageCleared = 8,
	/** Differs, or may differ, from the database. */
	dirty = 16,
}

/** Bits of a slot's flags. */
export enum SlotFlag {
	loaded = 1,
	dirty = 2,
}

/** Words of the block and transaction environment, in the order they lie in the kernel's memory. */
export enum EnvironmentWord {
	origin,
	gasPrice,
	coinbase,
	timestamp,
	number,
	/** DIFFICULTY before Paris, PREVRANDAO after. */
	prevRandao,
	gasLimit,
	chainId,
	baseFee,
	blobBaseFee,
}

/** What the host is told about while it traces; bits. */
export enum TraceFlag {
	steps = 1,
	frames = 2,
}

/** The host's answers. */
export enum HostAnswer {
	pending,
	done,
	failed,
}
