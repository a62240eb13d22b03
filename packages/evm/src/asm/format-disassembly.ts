import { bytesToHex } from "../bytes/hex.js";
import { pushedNumber } from "../code/instructions.js";
import { findJumpDestinations, isJumpDestination } from "../code/jump-destinations.js";
import { type DisassembledLine, type DisassembleOptions, disassemble } from "./disassembler.js";

export interface FormatDisassemblyOptions extends DisassembleOptions {
	/**
	 * `offsets` (the default): one line per instruction, `00000: PUSH1 0x60`, the offset in hexadecimal.
	 * `asm`: source for `assemble` that gives back the same bytes.
	 */
	readonly style?: "offsets" | "asm";
	/**
	 * Which constants the style `asm` replaces by labels. `jumps` (the default): those pushed right before a JUMP or
	 * JUMPI. `all`: every one that equals the offset of a JUMPDEST, return addresses among them, but numbers that mean
	 * something else too. `none`: none.
	 */
	readonly labels?: "jumps" | "all" | "none";
}

/** Disassembles code into text: lines separated by `\n`, none at the end. */
export function formatDisassembly(code: Uint8Array, options: FormatDisassemblyOptions = {}): string {
	const lines = disassemble(code, options);
	if (options.style === "asm") return formatAssembly(code, lines, options.labels ?? "jumps");
	return lines.map(formatWithOffset).join("\n");
}

function formatWithOffset(line: DisassembledLine): string {
	const offset = line.offset.toString(16).padStart(5, "0");
	if (line.mnemonic === undefined) return `${offset}: UNKNOWN ${bytesToHex(Uint8Array.of(line.opcode))}`;
	const immediate = line.immediate.length > 0 ? ` ${bytesToHex(line.immediate)}` : "";
	const remark = line.isTruncated ? " (cut off)" : line.isImmediateExcluded ? " (invalid)" : "";
	return `${offset}: ${line.mnemonic}${immediate}${remark}`;
}

/** Bytes of data on one line. */
const dataBytesPerLine = 32;
const indent = "    ";

function formatAssembly(
	code: Uint8Array,
	lines: readonly DisassembledLine[],
	labels: "jumps" | "all" | "none",
): string {
	const targets = labels === "none" ? new Map<number, number>() : findLabelledPushes(code, lines, labels);
	const labelled = new Set(targets.values());
	const text: string[] = [];
	/** Data that has not been printed yet: from here up to the current line. */
	let dataStart = -1;
	const flushData = (end: number): void => {
		for (let at = dataStart; dataStart >= 0 && at < end; at += dataBytesPerLine) {
			text.push(`${indent}.bytes ${bytesToHex(code.subarray(at, Math.min(end, at + dataBytesPerLine)))}`);
		}
		dataStart = -1;
	};
	for (const line of lines) {
		if (line.mnemonic === undefined || line.isTruncated || line.isImmediateExcluded) {
			if (dataStart < 0) dataStart = line.offset;
			continue;
		}
		flushData(line.offset);
		if (labelled.has(line.offset)) text.push(`${labelName(line.offset)}:`);
		const target = targets.get(line.offset);
		const operand = target === undefined ? bytesToHex(line.immediate) : `@${labelName(target)}`;
		text.push(line.immediate.length > 0 ? `${indent}${line.mnemonic} ${operand}` : indent + line.mnemonic);
	}
	flushData(code.length);
	return text.join("\n");
}

function labelName(offset: number): string {
	return `at_${offset.toString(16).padStart(4, "0")}`;
}

/** Offsets of the PUSH instructions that print a label, with the offset that it names. */
function findLabelledPushes(
	code: Uint8Array,
	lines: readonly DisassembledLine[],
	which: "jumps" | "all",
): Map<number, number> {
	const jumpDestinations = findJumpDestinations(code);
	const targets = new Map<number, number>();
	lines.forEach((line, i) => {
		const target = pushedNumber(line);
		if (target === undefined || line.immediate.length === 0 || line.isTruncated) return;
		const next = lines[i + 1]?.mnemonic;
		if (which === "jumps" && next !== "JUMP" && next !== "JUMPI") return;
		if (isJumpDestination(jumpDestinations, target)) targets.set(line.offset, target);
	});
	return targets;
}
