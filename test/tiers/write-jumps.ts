import { randomWord } from "../differential/operands.js";
import type { Writer } from "../differential/writer.js";
import { writeDataflow } from "./write-dataflow.js";

const add = 0x01;
const and = 0x16;
const dataLoad = 0x35;
const jump = 0x56;
const jumpi = 0x57;
const jumpdest = 0x5b;

/** A choice that depends on the input: a word below a power of two. */
function writeChoice(writer: Writer, bits: number): void {
	writer.push(BigInt(32 * writer.random.below(8)));
	writer.op(dataLoad, 1, 1);
	writer.push((1n << BigInt(bits)) - 1n);
	writer.op(and, 2, 1);
}

/** Pieces that jump to each other and into rows of JUMPDEST, to places that are right, nearly right, and wrong. */
export function writeJumps(writer: Writer): void {
	const { random } = writer;
	const pieces = random.between(2, 7);
	const labels = Array.from({ length: pieces }, () => writer.newLabel());
	for (const label of labels) {
		const height = random.chance(80) ? 0 : writer.height;
		writer.height = height;
		writer.label(label);
		for (let i = random.chance(40) ? random.between(1, 9) : 0; i > 0; i--) writer.op(jumpdest, 0, 0);
		writePiece(writer, labels);
	}
	writeDataflow(writer, random.below(4));
}

function writePiece(writer: Writer, labels: readonly number[]): void {
	const { random } = writer;
	const target = random.pick(labels);
	// Something that can be seen: memory counts how often it came by here.
	writer.push(0n);
	writer.op(0x51, 1, 1);
	writer.push(BigInt(random.between(1, 200)));
	writer.op(add, 2, 1);
	writer.push(0n);
	writer.op(0x52, 2, 0);
	switch (random.below(8)) {
		case 0:
			writer.pushLabel(target);
			writer.op(jump, 1, 0);
			break;
		case 1:
		case 2:
			// Into a row, wherever the input says.
			writer.pushLabel(target);
			writeChoice(writer, random.between(1, 3));
			writer.op(add, 2, 1);
			writer.op(jump, 1, 0);
			break;
		case 3:
			writeChoice(writer, 1);
			writer.pushLabel(target);
			writer.op(jumpi, 2, 0);
			break;
		case 4:
			// A condition of full width, a computed target.
			writer.push(random.chance(40) ? 0n : randomWord(random));
			writer.pushLabel(target);
			writeChoice(writer, random.between(1, 2));
			writer.op(add, 2, 1);
			writer.op(jumpi, 2, 0);
			break;
		case 5:
			// Most often to nowhere; not taken half of the time.
			writer.push(BigInt(random.below(2)));
			writer.push(random.chance(50) ? BigInt(random.below(120)) : randomWord(random));
			writer.op(jumpi, 2, 0);
			break;
		case 6:
			// The target is written some blocks before it is used.
			writer.pushLabel(target);
			writer.label(writer.newLabel());
			writer.push(BigInt(random.below(3)));
			writer.op(add, 2, 1);
			if (random.chance(50)) writer.label(writer.newLabel());
			writer.op(jump, 1, 0);
			break;
		default:
	}
}
