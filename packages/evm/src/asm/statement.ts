import type { Expression } from "./expression.js";
import type { Span } from "./source-text.js";

/** A quoted text as an operand: its bytes. */
export interface TextOperand extends Span {
	readonly kind: "text";
	readonly bytes: Uint8Array;
}

export type Operand = Expression | TextOperand;

/** `name:` */
export interface LabelStatement {
	readonly kind: "label";
	readonly name: string;
	readonly span: Span;
}

/** An instruction whose size is known: `ADD`, `PUSH2 0x1234`. */
export interface InstructionStatement {
	readonly kind: "instruction";
	readonly name: string;
	readonly opcode: number;
	/** Bytes of immediate data; there is an operand if and only if this is not 0. */
	readonly immediateBytes: number;
	readonly operand: Operand | undefined;
	readonly span: Span;
}

/** A `PUSH` that picks its width; `JUMP @label` is one followed by the jump. */
export interface PushStatement {
	readonly kind: "push";
	readonly operand: Operand;
	/** The label of `JUMP @label`, which has to be a jump destination. */
	readonly jumpsTo: string | undefined;
	readonly span: Span;
}

/** `.bytes` and `.ascii` */
export interface DataStatement {
	readonly kind: "data";
	readonly bytes: Uint8Array;
	readonly span: Span;
}

/** `NAME = …`, `.const NAME …`, `#define NAME …` */
export interface ConstantStatement {
	readonly kind: "constant";
	readonly name: string;
	readonly expression: Expression;
	readonly span: Span;
}

export type Statement = LabelStatement | InstructionStatement | PushStatement | DataStatement | ConstantStatement;
