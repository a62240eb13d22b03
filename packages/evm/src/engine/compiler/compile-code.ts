import type { Spec } from "../../spec/spec.js";
import type { KernelLayout } from "../kernel-layout.js";
import { findEntryConstants } from "./analysis/entry-constants.js";
import { splitBlocks } from "./analysis/split-blocks.js";
import { BlockBuilder } from "./ir/build-block.js";
import { ChainPolicy } from "./ir/chain-policy.js";
import type { IrBlock } from "./ir/value.js";
import { BlockLowering } from "./lower/lower-block.js";
import { blockType, functionTypes, importedFunctions, importIndex } from "./module-imports.js";
import { ByteWriter } from "./wasm/byte-writer.js";
import { FunctionWriter, frameLocal, gasLocal, stackLocal } from "./wasm/function-writer.js";
import { wasm, wasmType } from "./wasm/instructions.js";

/** A contract as a WebAssembly module. */
export interface CompiledCode {
	readonly bytes: Uint8Array;
	/** Offsets of the blocks; that of the block with number n is at n - 1. */
	readonly blockStarts: Uint32Array;
}

/** More than this is not compiled: the interpreter runs it. */
export interface CompileBudget {
	readonly maxCodeBytes: number;
	readonly maxModuleBytes: number;
	/** Of a module so large that this counts, for each place where its code can be entered. */
	readonly maxBytesPerEntry: number;
	/** Of compilation proper, at a time; what the runtime does with the module is a tenth of it. */
	readonly maxTimeMs: number;
}

/**
 * Straight code is run from end to end: what is compiled of a lot of it does not fit the processor's second-level cache, and is
 * read from further away each time. The interpreter, which fits, is faster then. Machine code is three times the module: this
 * one's is 500 KB. Ordinary contracts have 0.5 to 6 KB per entry.
 */
const cachedModuleBytes = 170 << 10;
const maxBytesPerEntry = 64 << 10;

export const defaultBudget: CompileBudget = {
	maxCodeBytes: 65536,
	maxModuleBytes: 8 << 20,
	maxBytesPerEntry,
	maxTimeMs: 80,
};

/** Blocks between two looks at the clock. */
const blocksPerLook = 16;

const sections = { type: 1, import: 2, function: 3, table: 4, export: 7, element: 9, code: 10 } as const;

/** Gets each block's intermediate representation and the function made of it. */
type Observer = (block: IrBlock, writer: FunctionWriter) => void;

/**
 * Compiles EVM code to a module of one function per block, linked by tail calls; known targets are called directly, others
 * through a table by the block's number.
 *
 * @returns "large" or "late" when the budget does not suffice: too many bytes, or too much time
 */
export function compileCode(
	code: Uint8Array,
	spec: Spec,
	layout: KernelLayout,
	budget: CompileBudget = defaultBudget,
	observe?: Observer,
): CompiledCode | "large" | "late" {
	return new Compilation(code, spec, layout, budget, observe).advance();
}

/** A compilation that is left when its time is over, and can be gone on with later. */
export class Compilation {
	readonly #steps: Generator<undefined, CompiledCode | "large">;
	readonly #maxTimeMs: number;

	constructor(
		code: Uint8Array,
		spec: Spec,
		layout: KernelLayout,
		budget: CompileBudget = defaultBudget,
		observe?: Observer,
	) {
		this.#maxTimeMs = budget.maxTimeMs;
		this.#steps = compileSteps(code, spec, layout, budget, observe);
	}

	/** Goes on, for as long as the budget allows. @returns "late" when that was not enough */
	advance(): CompiledCode | "large" | "late" {
		const deadlineMs = performance.now() + this.#maxTimeMs;
		for (;;) {
			const { done, value } = this.#steps.next();
			if (done === true) return value;
			if (performance.now() >= deadlineMs) return "late";
		}
	}
}

/** Yields whenever it is time to look at the clock. */
function* compileSteps(
	code: Uint8Array,
	spec: Spec,
	layout: KernelLayout,
	budget: CompileBudget,
	observe: Observer | undefined,
): Generator<undefined, CompiledCode | "large"> {
	if (code.length > budget.maxCodeBytes) return "large";
	const ranges = splitBlocks(code, spec);
	if (ranges.length === 0 || ranges.length > 65534) return "large";
	// Function 0 of the module's own is the entry; block n is the function behind.
	const firstBlock = importedFunctions.length + 1;
	const numbers = new Map(ranges.map((range, index) => [range.start, index]));
	// Blocks that somebody may enter from outside get functions first; others when a function turns out to call them.
	const pending = ranges.flatMap((range, index) => (range.isEntry ? [index] : []));
	const isPlanned = ranges.map((range) => range.isEntry);
	const targets = {
		has: (offset: number): boolean => numbers.has(offset),
		functionAt: (offset: number): number => {
			const index = numbers.get(offset)!;
			if (!isPlanned[index]) {
				isPlanned[index] = true;
				pending.push(index);
			}
			return firstBlock + index;
		},
	};
	const profitableBytes = Math.max(cachedModuleBytes, pending.length * budget.maxBytesPerEntry);
	const maxBytes = Math.min(budget.maxModuleBytes, profitableBytes);
	const written = new ByteWriter();
	const places: [start: number, end: number][] = [];
	const writer = new FunctionWriter();
	const entryConstants = yield* findEntryConstants(code, ranges);
	const builder = new BlockBuilder(code, spec, targets.has, new ChainPolicy(ranges), entryConstants);
	for (let done = 0; done < pending.length; done++) {
		if (done % blocksPerLook === 0) yield;
		const index = pending[done]!;
		const block = builder.build(ranges[index]!);
		writer.reset();
		new BlockLowering(writer, layout, targets, spec.staticGas, code.length).lower(block, builder.inputs());
		observe?.(block, writer);
		const start = written.length;
		writer.writeTo(written);
		places[index] = [start, written.length];
		if (written.length > maxBytes) return "large";
	}
	const bodies = new ByteWriter();
	writeEntry(bodies, layout);
	for (const [index, range] of ranges.entries()) {
		const place = places[index];
		if (place !== undefined) bodies.bytes(written.view().subarray(...place));
		else writeDetour(bodies, range.start);
	}
	const blockStarts = Uint32Array.from(ranges, (range) => range.start);
	return { bytes: assembleModule(ranges.length, bodies), blockStarts };
}

/** The function of a block that only follows others in theirs: the interpreter runs it, should anybody ever come here. */
function writeDetour(bodies: ByteWriter, offset: number): void {
	const writer = new FunctionWriter();
	writer.get(frameLocal);
	writer.i32(offset);
	writer.get(stackLocal);
	writer.get(gasLocal);
	writer.returnCall(importIndex("interpretAt"));
	writer.writeTo(bodies);
}

/** The entry: looks up the number of the block at the frame's program counter and calls it. */
function writeEntry(bodies: ByteWriter, layout: KernelLayout): void {
	const writer = new FunctionWriter();
	writer.get(frameLocal);
	writer.get(stackLocal);
	writer.get(gasLocal);
	// map + 2 · (pc - codeStart)
	writer.get(frameLocal);
	writer.memory(wasm.i32Load, layout.FRAME_PC);
	writer.get(frameLocal);
	writer.memory(wasm.i32Load, layout.FRAME_CODE_START);
	writer.op(wasm.i32Sub);
	writer.i32(1);
	writer.op(wasm.i32Shl);
	writer.get(frameLocal);
	writer.memory(wasm.i32Load, layout.FRAME_CODE);
	writer.memory(wasm.i32Load, layout.CODE_BLOCKS);
	writer.op(wasm.i32Add);
	writer.memory(wasm.i32Load16U, 0);
	writer.op(wasm.returnCallIndirect);
	writer.code.u32(blockType);
	writer.code.u32(0);
	writer.writeTo(bodies);
}

function assembleModule(blockCount: number, bodies: ByteWriter): Uint8Array {
	const module = new ByteWriter();
	module.bytes([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
	const section = (id: number, write: () => void): void => {
		module.byte(id);
		const start = module.openSize();
		write();
		module.closeSize(start);
	};
	section(sections.type, () => {
		module.u32(functionTypes.length);
		for (const [parameters, results] of functionTypes) {
			module.byte(0x60);
			module.u32(parameters.length);
			module.bytes(parameters);
			module.u32(results.length);
			module.bytes(results);
		}
	});
	section(sections.import, () => {
		module.u32(importedFunctions.length + 1);
		module.name("k");
		module.name("memory");
		module.bytes([0x02, 0x00, 0x00]); // a memory without a least size
		for (const [name, type] of importedFunctions) {
			module.name("k");
			module.name(name);
			module.byte(0x00);
			module.u32(type);
		}
	});
	section(sections.function, () => {
		module.u32(blockCount + 1);
		for (let i = 0; i <= blockCount; i++) module.u32(blockType);
	});
	section(sections.table, () => {
		module.u32(1);
		module.byte(wasmType.funcref);
		module.byte(0x00);
		module.u32(blockCount + 1);
	});
	section(sections.export, () => {
		module.u32(1);
		module.name("enter");
		module.byte(0x00);
		module.u32(importedFunctions.length);
	});
	section(sections.element, () => {
		// Number 0 is no block.
		module.u32(1);
		module.u32(0);
		module.bytes([wasm.i32Const, 1, wasm.end]);
		module.u32(blockCount);
		for (let i = 0; i < blockCount; i++) module.u32(importedFunctions.length + 1 + i);
	});
	module.byte(sections.code);
	const start = module.openSize();
	module.u32(blockCount + 1);
	module.bytes(bodies.view());
	module.closeSize(start);
	return module.view().slice();
}
