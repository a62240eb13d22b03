/**
 * A word in the intermediate representation: defined once, by a constant, by what lies on the stack when the block
 * begins, or by an instruction.
 */
export interface Value {
	readonly kind: "constant" | "input" | "result";
	/** Of a constant. */
	readonly constant: bigint;
	/** Of an input: its place on the stack; 0 is the top when the block begins, -1 the word below. */
	readonly position: number;
	/** At most this many bits are set: limbs above are zero and take no part. */
	readonly bits: number;
	/** 0 or 1, held as a 32-bit number. */
	readonly isBoolean: boolean;
	/** How often instructions use it, and final stack places hold it. */
	uses: number;
	/** Somebody reads it where the kernel left it, in the stack's memory. */
	isRead: boolean;
	/** For printing. */
	readonly id: number;
}

/** A place of the stack and the value it has to hold. */
export interface StackEntry {
	readonly position: number;
	readonly value: Value;
}

/** How an instruction is carried out. */
export type Form =
	/** In WebAssembly, from values to a value. */
	| "inline"
	/** By the kernel, on operands in the stack's memory. */
	| "kernel"
	/** It may have to wait for the host, or look at the stack: everything lies in memory before. */
	| "synced"
	/** A JUMPI of which one way leaves the function, and the other goes on in it. */
	| "exit"
	/** Ends the block. */
	| "terminal";

/** The way out at an instruction of form "exit". */
export interface Exit {
	/** Offset of the block that is left for. */
	readonly target: number;
	/** Is it left for when the condition holds, or when it does not? */
	readonly whenTrue: boolean;
	/** Static gas of the instructions up to the next exit or the end, charged when control stays. */
	gasAhead: number;
}

export interface IrInstruction {
	readonly opcode: number;
	readonly offset: number;
	readonly form: Form;
	/** Operands, top first. */
	readonly operands: readonly Value[];
	readonly result: Value | undefined;
	/** Place of the top of the stack before the instruction. */
	readonly top: number;
	/** Static gas of the instructions behind it in the block, which has been charged already. */
	gasBehind: number;
	/** What has to be written to the stack's memory before; of an exit: by whoever leaves. */
	readonly stores: readonly StackEntry[];
	/** Of form "exit". */
	readonly exit: Exit | undefined;
}

export interface IrBlock {
	readonly start: number;
	readonly end: number;
	/** Static gas of the instructions up to the first exit or the end, charged at the beginning. */
	readonly gas: number;
	/** Words that have to be on the stack when it begins. */
	readonly needs: number;
	/** Words the stack grows by at most within. */
	readonly grows: number;
	readonly instructions: readonly IrInstruction[];
	/** What has to be written to the stack's memory at the end, when it does not end in a terminal instruction. */
	readonly stores: readonly StackEntry[];
	/** Place of the top of the stack at the end. */
	readonly top: number;
	/** Block that control runs on into; undefined: none. */
	readonly next: number | undefined;
	/** Does the function go back to its beginning at its end? */
	readonly loops: boolean;
	/**
	 * Of a loop: places of the stack whose words are held in locals from round to round, and not in memory, with what
	 * they hold in the next round. Each is an input of the block.
	 */
	readonly carried: readonly StackEntry[];
}
