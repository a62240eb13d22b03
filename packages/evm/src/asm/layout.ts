import { findDefinedOpcode } from "../code/instructions.js";
import { findOpcodeByName } from "../spec/opcodes.js";
import type { Spec } from "../spec/spec.js";
import { AssemblyError } from "./assembly-error.js";
import type { Expression } from "./expression.js";
import type { SourceText } from "./source-text.js";
import type { DataStatement, InstructionStatement, LabelStatement, PushStatement, Statement } from "./statement.js";
import type { Symbols } from "./symbols.js";

/** The code as a list of pieces with known order and, once laid out, known sizes. */
export interface Layout {
	readonly pieces: readonly Piece[];
	/** Bytes of the whole code. */
	readonly size: number;
}

export type Piece = InstructionStatement | DataStatement | SizedPush;

/** A bare PUSH with the width that was chosen for it, 0 to 32. */
export interface SizedPush {
	readonly kind: "sized-push";
	readonly statement: PushStatement;
	readonly dependsOnLabels: boolean;
	width: number;
}

export interface LayoutOptions {
	readonly labelWidth?: number;
	readonly push0?: boolean;
	readonly spec?: Spec;
}

interface Anchor {
	readonly name: string;
	/** The label stands before the piece of this index. */
	readonly pieceIndex: number;
}

const push0 = findOpcodeByName("PUSH0")!;
const jumpDestination = findOpcodeByName("JUMPDEST")!;

/**
 * Chooses the width of every bare PUSH and with that the offset of every label.
 *
 * All widths start at their least and only grow until each value fits (values that move with the code can push each
 * other further on), so this ends, and for offsets of labels it ends at the smallest code there is.
 */
export function layOutCode(
	source: SourceText,
	statements: readonly Statement[],
	symbols: Symbols,
	options: LayoutOptions,
): Layout {
	const mayUsePush0 = options.push0 === true && findDefinedOpcode(push0.code, options.spec) !== undefined;
	const leastWidth = mayUsePush0 ? 0 : 1;
	const { pieces, anchors } = arrangePieces(source, statements, symbols, leastWidth);
	symbols.refreshConstants(false);

	const moving: { push: SizedPush; expression: Expression }[] = [];
	for (const piece of pieces) {
		if (piece.kind !== "sized-push") continue;
		const { operand } = piece.statement;
		if (operand.kind === "text") piece.width = operand.bytes.length;
		else if (!piece.dependsOnLabels) piece.width = Math.max(leastWidth, byteLength(symbols.evaluate(operand)));
		else if (options.labelWidth !== undefined) piece.width = options.labelWidth;
		else moving.push({ push: piece, expression: operand });
	}

	let size = placeLabels(pieces, anchors, symbols);
	for (let grown = moving.length > 0; grown; ) {
		grown = false;
		for (const { push, expression } of moving) {
			const needed = neededWidth(expression, symbols);
			if (needed <= push.width) continue;
			push.width = needed;
			grown = true;
		}
		if (grown) size = placeLabels(pieces, anchors, symbols);
	}
	return { pieces, size };
}

/** Bytes that a value takes: 0 for zero and, for lack of a better answer, for negative values. */
export function byteLength(value: bigint): number {
	return value <= 0n ? 0 : Math.ceil(value.toString(16).length / 2);
}

function neededWidth(expression: Expression, symbols: Symbols): number {
	try {
		return byteLength(symbols.evaluate(expression));
	} catch (error) {
		// On the way a difference of labels may still be zero, and something be divided by it. What is wrong in the end is
		// reported when the code is emitted.
		if (error instanceof AssemblyError) return 0;
		throw error;
	}
}

/** Sets the offset of every label, recomputes what depends on them, and returns the size of the code. */
function placeLabels(pieces: readonly Piece[], anchors: readonly Anchor[], symbols: Symbols): number {
	let size = 0;
	let nextAnchor = 0;
	for (let i = 0; i <= pieces.length; i++) {
		for (; anchors[nextAnchor]?.pieceIndex === i; nextAnchor++) symbols.setLabel(anchors[nextAnchor]!.name, size);
		if (i < pieces.length) size += pieceSize(pieces[i]!);
	}
	symbols.refreshConstants(true);
	return size;
}

function pieceSize(piece: Piece): number {
	if (piece.kind === "data") return piece.bytes.length;
	return 1 + (piece.kind === "instruction" ? piece.immediateBytes : piece.width);
}

/**
 * Drops what makes no bytes, and gives labels their JUMPDEST: a label in front of an instruction (or of the end) makes
 * one unless the instruction is one; a label in front of data makes none; labels in a row are one place.
 */
function arrangePieces(
	source: SourceText,
	statements: readonly Statement[],
	symbols: Symbols,
	leastWidth: number,
): { pieces: Piece[]; anchors: Anchor[] } {
	const pieces: Piece[] = [];
	const anchors: Anchor[] = [];
	const dataLabels = new Set<string>();
	let waiting: LabelStatement[] = [];

	const settleLabels = (before: Statement | undefined): void => {
		if (waiting.length === 0) return;
		for (const { name } of waiting) {
			anchors.push({ name, pieceIndex: pieces.length });
			if (before?.kind === "data") dataLabels.add(name);
		}
		const isPresent = before?.kind === "instruction" && before.opcode === jumpDestination.code;
		if (!isPresent && before?.kind !== "data") {
			pieces.push({
				kind: "instruction",
				name: jumpDestination.name,
				opcode: jumpDestination.code,
				immediateBytes: 0,
				operand: undefined,
				span: waiting[0]!.span,
			});
		}
		waiting = [];
	};

	for (const statement of statements) {
		if (statement.kind === "constant") continue;
		if (statement.kind === "label") {
			waiting.push(statement);
			continue;
		}
		settleLabels(statement);
		if (statement.kind === "push") {
			const { operand } = statement;
			const dependsOnLabels = operand.kind === "expression" && symbols.dependsOnLabels(operand);
			pieces.push({ kind: "sized-push", statement, dependsOnLabels, width: leastWidth });
		} else {
			pieces.push(statement);
		}
	}
	settleLabels(undefined);

	for (const piece of pieces) {
		if (piece.kind !== "sized-push" || piece.statement.jumpsTo === undefined) continue;
		if (!dataLabels.has(piece.statement.jumpsTo)) continue;
		const hint = "A label in front of data makes no JUMPDEST.";
		throw source.error(`the label "${piece.statement.jumpsTo}" names data`, piece.statement.operand, hint);
	}
	return { pieces, anchors };
}
