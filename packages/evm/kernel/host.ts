// What the kernel asks of TypeScript. Each call answers at once or says that it cannot (HostAnswer.pending): then the
// instruction that needed it leaves everything as it was, and is run again after the host has put the answer in place.

/** Fills the account's record from the database. */
@external("host", "loadAccount")
export declare function hostLoadAccount(account: usize): i32;

/** Fills the slot's record from the database. */
@external("host", "loadSlot")
export declare function hostLoadSlot(slot: usize): i32;

/** Gives the account's record the code that belongs to its code hash. */
@external("host", "loadCode")
export declare function hostLoadCode(account: usize): i32;

/** Writes the hash of the block whose number is the u64 at `number` to `target`, 32 bytes in order. */
@external("host", "blockHash")
export declare function hostBlockHash(number: usize, target: usize): i32;

/**
 * Runs the precompiled contract of this number, which is its address unless it was moved. The i64 at `gas` holds the gas
 * it may use and receives what is left; the output goes to the return data buffer.
 */
@external("host", "precompile")
export declare function hostPrecompile(number: u32, input: usize, inputSize: u32, gas: usize): i32;

/** Before each instruction, while stepping. */
@external("host", "step")
export declare function hostStep(frame: usize): void;

/** After a frame was entered, while tracing frames, or by a call of the watched account. */
@external("host", "enter")
export declare function hostEnter(frame: usize): void;

/**
 * Before a frame is left, while tracing frames: its Exit and Halt, the gas it leaves, and the size of its output, which
 * lies in the return data buffer.
 */
@external("host", "leave")
export declare function hostLeave(frame: usize, exit: i32, halt: i32): void;

/** Is the library of this precompiled contract there? */
@external("host", "precompileReady")
export declare function hostPrecompileReady(number: u32): i32;

/** Compiles hot code: gives its record an entry, or makes it never hot again. */
@external("host", "compile")
export declare function hostCompile(code: usize): void;
