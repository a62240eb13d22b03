import { findOpcode } from "../../../spec/opcodes.js";
import type { Exit, IrBlock, IrInstruction, StackEntry, Value } from "../ir/value.js";

/**
 * The intermediate representation of a block as text. `in[0]` is the top of the stack when the block begins, `in[-1]` the
 * word below; `%4:64` is a result of at most 64 bits, `:bool` one that is held as 0 or 1; `[1] ← %4` writes the stack's
 * memory, place 1 being the first above the top.
 */
export function printIr(block: IrBlock): string {
	const { start, end, gas, needs, grows, next, top } = block;
	const lines = [
		`block ${formatOffset(start)}..${formatOffset(end)}  gas ${gas}, needs ${needs}, grows ${grows}, moves the top by ${top}`,
	];
	for (const instruction of block.instructions) lines.push(...printInstruction(instruction));
	for (const store of block.stores) lines.push(`        ${printStore(store)}`);
	if (block.loops) {
		const carried = block.carried.map(({ position, value }) => `in[${position}] ← ${printValue(value)}`);
		lines.push(`        goes back to the beginning${carried.length > 0 ? " with " : ""}${carried.join(", ")}`);
	}
	if (next !== undefined) lines.push(`        goes on at ${formatOffset(next)}`);
	return lines.join("\n");
}

function printInstruction({
	opcode,
	offset,
	form,
	operands,
	result,
	top,
	gasBehind,
	stores,
	exit,
}: IrInstruction): string[] {
	const lines = exit === undefined ? stores.map((store) => `        ${printStore(store)}`) : [];
	const name = findOpcode(opcode)?.name ?? `0x${opcode.toString(16).padStart(2, "0")}`;
	const target = result === undefined ? "" : `${printDefinition(result)} = `;
	const notes: string[] = [];
	if (form === "kernel" || form === "synced") notes.push(`kernel, top at ${top}`);
	if (form === "synced") notes.push("may wait");
	if (exit !== undefined) notes.push(describeExit(exit, stores));
	if (gasBehind > 0 && form !== "terminal") notes.push(`${gasBehind} gas behind`);
	const text = `${formatOffset(offset)}  ${target}${[name, ...operands.map(printValue)].join(" ")}`;
	lines.push(notes.length === 0 ? text : `${text.padEnd(40)}  ; ${notes.join(", ")}`);
	return lines;
}

function describeExit({ target, whenTrue, gasAhead }: Exit, stores: readonly StackEntry[]): string {
	const leaving = [...stores.map(printStore), `leaves for ${formatOffset(target)}`].join(", ");
	return `${whenTrue ? "if true" : "if false"}: ${leaving}; else pays ${gasAhead}`;
}

function printStore({ position, value }: StackEntry): string {
	return `[${position}] ← ${printValue(value)}`;
}

function printValue(value: Value): string {
	if (value.kind === "constant") return value.constant < 10n ? `${value.constant}` : `0x${value.constant.toString(16)}`;
	return value.kind === "input" ? `in[${value.position}]` : `%${value.id}`;
}

function printDefinition(value: Value): string {
	const width = value.isBoolean ? ":bool" : value.bits < 256 ? `:${value.bits}` : "";
	return `%${value.id}${width}`;
}

/** An offset of code: four digits or more. */
export function formatOffset(offset: number): string {
	return `0x${offset.toString(16).padStart(4, "0")}`;
}
