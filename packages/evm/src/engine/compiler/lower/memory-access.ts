import type { KernelLayout } from "../../kernel-layout.js";
import type { IrInstruction } from "../ir/value.js";
import { importIndex } from "../module-imports.js";
import { type FunctionWriter, frameLocal, gasLocal } from "../wasm/function-writer.js";
import { simd, wasm, wasmType } from "../wasm/instructions.js";
import type { ControlFlow } from "./control-flow.js";
import type { Limb, Operands } from "./operands.js";

/** An end of memory that nothing can pay for: the kernel refuses it. */
const unreachableEnd = 1n << 41n;
/** Offsets from here on are taken for unreachable, so that sums cannot wrap. */
const offsetLimit = 1n << 40n;

/** Where a word lies in memory. */
interface Address {
	/** Local, 32 bits. */
	readonly base: number;
	readonly offset: number;
	/** Is the local only this address's? */
	readonly isOwn: boolean;
}

/** Kernel instructions that may let memory grow, which may move it. */
const growing: ReadonlySet<number> = new Set([0x20, 0x37, 0x39, 0x3c, 0x3e, 0x53, 0x5e, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4]);

/** GAS, MSIZE and SSTORE see whether memory has grown, or what it cost. */
const barriers: ReadonlySet<number> = new Set([0x5a, 0x59, 0x55]);

/**
 * MLOAD and MSTORE: the bounds check, growth through the kernel, and the byte order. Constant offsets are checked
 * together: the first access reaches as far as all that follow in the function. That is sound as long as nothing in
 * between can see the size of memory or the gas: if growing cannot be paid for, the frame was going to fail anyway.
 */
export class MemoryAccess {
	readonly #writer: FunctionWriter;
	readonly #layout: KernelLayout;
	readonly #operands: Operands;
	readonly #control: ControlFlow;
	/** The frame's memory is at least so long where the function has got to: it never shrinks. */
	#reached = 0n;
	/** Local that holds the address of the frame's memory; undefined: not loaded yet. */
	#base: number | undefined;
	/** Is the local up to date? */
	#isBaseValid = false;
	/** For accesses at constant offsets: how far all of them reach that are checked together. */
	#commonEnds = new Map<IrInstruction, bigint>();

	constructor(writer: FunctionWriter, layout: KernelLayout, operands: Operands, control: ControlFlow) {
		this.#writer = writer;
		this.#layout = layout;
		this.#operands = operands;
		this.#control = control;
	}

	/** Finds out which accesses can be checked together. */
	begin(instructions: readonly IrInstruction[]): void {
		let furthest = 0n;
		for (let index = instructions.length - 1; index >= 0; index--) {
			const instruction = instructions[index]!;
			const { opcode, form, operands } = instruction;
			// Whoever leaves at an exit does not get to what follows.
			if (barriers.has(opcode) || form === "exit") furthest = 0n;
			const offset = form === "inline" && (opcode === 0x51 || opcode === 0x52) ? operands[0]! : undefined;
			if (offset?.kind !== "constant") continue;
			const end = offset.constant < offsetLimit ? offset.constant + 32n : unreachableEnd;
			if (end > furthest) furthest = end;
			this.#commonEnds.set(instruction, furthest);
		}
	}

	/** The kernel has carried out an instruction. */
	kernelRan(opcode: number): void {
		if (growing.has(opcode)) this.#isBaseValid = false;
	}

	/** Leaves the address of the word at the offset; memory reaches beyond it. */
	#reach(instruction: IrInstruction, staticGas: number): Address {
		const operand = instruction.operands[0]!;
		if (operand.kind === "constant") return this.#reachConstant(instruction, operand.constant, staticGas);
		const writer = this.#writer;
		const offset = this.#operands.limbs(operand);
		const end = writer.takeLocal(wasmType.i64);
		this.#operands.pushLimb(offset[0]!);
		writer.i64(32n);
		writer.op(wasm.i64Add);
		if (operand.bits > 40) {
			writer.i64(unreachableEnd);
			this.#operands.pushLimb(offset[0]!);
			writer.i64(offsetLimit);
			writer.op(wasm.i64LtU);
			for (const limb of offset.slice(1)) {
				if (limb === 0n) continue;
				this.#operands.pushLimb(limb);
				writer.op(wasm.i64Eqz);
				writer.op(wasm.i32And);
			}
			writer.op(wasm.select);
		}
		writer.tee(end);
		this.#checkEnd(instruction, staticGas, () => writer.get(end));
		writer.releaseLocal(end);
		const memory = this.#memoryBase();
		const base = writer.takeLocal(wasmType.i32);
		writer.get(memory);
		this.#operands.pushLimb(offset[0]!);
		writer.op(wasm.i32WrapI64);
		writer.op(wasm.i32Add);
		writer.set(base);
		return { base, offset: 0, isOwn: true };
	}

	/** A constant offset goes into the loads and stores; memory that is known to reach so far is not asked again. */
	#reachConstant(instruction: IrInstruction, constant: bigint, staticGas: number): Address {
		const writer = this.#writer;
		const end = this.#commonEnds.get(instruction)!;
		if (end > this.#reached) {
			writer.i64(end);
			this.#checkEnd(instruction, staticGas, () => writer.i64(end));
			// Behind an end that cannot be paid for nothing is run.
			this.#reached = end;
		}
		return { base: this.#memoryBase(), offset: Number(constant & 0x7fffffffn), isOwn: false };
	}

	/** The local with the address of the frame's memory. */
	#memoryBase(): number {
		this.#base ??= this.#writer.takeLocal(wasmType.i32);
		if (!this.#isBaseValid) this.#loadBase();
		this.#isBaseValid = true;
		return this.#base;
	}

	#loadBase(): void {
		const writer = this.#writer;
		writer.get(frameLocal);
		writer.memory(wasm.i32Load, this.#layout.FRAME_MEMORY);
		writer.set(this.#base!);
	}

	/** Lets memory grow when it ends before the end on WebAssembly's stack. */
	#checkEnd(instruction: IrInstruction, staticGas: number, pushEnd: () => void): void {
		const writer = this.#writer;
		writer.get(frameLocal);
		writer.memory(wasm.i64Load32U, this.#layout.FRAME_MEMORY_SIZE);
		writer.op(wasm.i64GtU);
		writer.if();
		const before = writer.takeLocal(wasmType.i64);
		writer.get(gasLocal);
		writer.set(before);
		writer.get(frameLocal);
		writer.get(gasLocal);
		writer.i64(BigInt(instruction.gasBehind));
		writer.op(wasm.i64Add);
		pushEnd();
		writer.call(importIndex("reachEnd"));
		const { gasBehind } = instruction;
		this.#control.checkGas(gasBehind, before, gasBehind + staticGas, instruction);
		writer.releaseLocal(before);
		if (this.#isBaseValid) this.#loadBase();
		writer.end();
	}

	/** MLOAD: the limbs of the word. */
	load(instruction: IrInstruction, staticGas: number): Limb[] {
		const writer = this.#writer;
		const limbs: Limb[] = [0n, 0n, 0n, 0n];
		const { base, offset: constant, isOwn } = this.#reach(instruction, staticGas);
		if (instruction.result!.uses === 0) {
			// Nobody wants the word: growing was all it did.
			if (isOwn) writer.releaseLocal(base);
			return limbs;
		}
		const vector = writer.takeLocal(wasmType.v128);
		for (const [offset, first] of [
			[16, 0],
			[0, 2],
		] as const) {
			writer.get(base);
			writer.simdMemory(simd.load, constant + offset);
			writer.reverseBytes(vector);
			writer.set(vector);
			for (let lane = 0; lane < 2; lane++) {
				writer.get(vector);
				writer.lane(simd.i64x2ExtractLane, lane);
				const local = writer.takeLocal(wasmType.i64);
				writer.set(local);
				limbs[first + lane] = local;
			}
		}
		writer.releaseLocal(vector);
		if (isOwn) writer.releaseLocal(base);
		return limbs;
	}

	/** MSTORE. */
	store(instruction: IrInstruction, staticGas: number): void {
		const writer = this.#writer;
		const limbs = this.#operands.limbs(instruction.operands[1]!);
		const { base, offset: constant, isOwn } = this.#reach(instruction, staticGas);
		const vector = writer.takeLocal(wasmType.v128);
		for (const [offset, first] of [
			[16, 0],
			[0, 2],
		] as const) {
			const low = limbs[first]!;
			const high = limbs[first + 1]!;
			writer.get(base);
			if (typeof low === "bigint" && typeof high === "bigint") {
				writer.vectorConstant(swapBytes(high), swapBytes(low));
			} else {
				this.#operands.pushLimb(low);
				writer.splat();
				this.#operands.pushLimb(high);
				writer.lane(simd.i64x2ReplaceLane, 1);
				writer.reverseBytes(vector);
			}
			writer.simdMemory(simd.store, constant + offset);
		}
		writer.releaseLocal(vector);
		if (isOwn) writer.releaseLocal(base);
	}
}

/** The bytes of a limb in reverse order. */
function swapBytes(limb: bigint): bigint {
	let swapped = 0n;
	for (let rest = limb, i = 0; i < 8; i++, rest >>= 8n) swapped = (swapped << 8n) | (rest & 0xffn);
	return swapped;
}
