import type { KernelLayout } from "../../kernel-layout.js";
import { kernelFunctions } from "../ir/instruction-forms.js";
import type { IrBlock, IrInstruction, Value } from "../ir/value.js";
import { importIndex } from "../module-imports.js";
import { type FunctionWriter, frameLocal, gasLocal } from "../wasm/function-writer.js";
import { wasm, wasmType } from "../wasm/instructions.js";
import { Arithmetic, limbCount } from "./arithmetic.js";
import { Bits } from "./bits.js";
import { Comparison } from "./compare.js";
import { type BlockTargets, ControlFlow } from "./control-flow.js";
import { MemoryAccess } from "./memory-access.js";
import { type Limb, Operands } from "./operands.js";
import { Reads } from "./reads.js";

const zero: readonly Limb[] = [0n, 0n, 0n, 0n];

/**
 * Writes the function of one block. Domain: the intermediate representation of one block. Sound because the function
 * begins by checking what the interpreter would check instruction by instruction (gas and stack height), and hands the
 * frame to the interpreter, untouched, when a check fails: only what cannot fail is done here, or fails in the kernel.
 * Budget: one pass.
 */
export class BlockLowering {
	readonly #writer: FunctionWriter;
	readonly #operands: Operands;
	readonly #arithmetic: Arithmetic;
	readonly #bits: Bits;
	readonly #comparison: Comparison;
	readonly #control: ControlFlow;
	readonly #memory: MemoryAccess;
	readonly #reads: Reads;
	/** Static gas of opcodes. */
	readonly #staticGas: Int32Array;

	constructor(
		writer: FunctionWriter,
		layout: KernelLayout,
		targets: BlockTargets,
		staticGas: Int32Array,
		codeSize: number,
	) {
		this.#writer = writer;
		this.#staticGas = staticGas;
		this.#operands = new Operands(writer);
		this.#arithmetic = new Arithmetic(writer, this.#operands);
		this.#bits = new Bits(writer, this.#operands);
		this.#comparison = new Comparison(writer, this.#operands);
		this.#control = new ControlFlow(writer, layout, targets, staticGas, codeSize, this.#operands, this.#comparison);
		this.#memory = new MemoryAccess(writer, layout, this.#operands, this.#control);
		this.#reads = new Reads(writer, layout);
	}

	lower(block: IrBlock, inputs: Iterable<Value>): void {
		for (const input of inputs) this.#operands.addInput(input);
		this.#control.begin(block);
		this.#memory.begin(block.instructions);
		for (const instruction of block.instructions) this.#lowerInstruction(instruction, block);
		if (block.loops) return this.#control.goBack(block);
		const last = block.instructions.at(-1);
		if (last?.form === "terminal" || (last?.form === "synced" && (last.opcode === 0x56 || last.opcode === 0x57)))
			return;
		this.#operands.storeAll(block.stores);
		this.#control.goOn(block.next, block.top, block.end);
	}

	#lowerInstruction(instruction: IrInstruction, block: IrBlock): void {
		if (instruction.exit !== undefined) return this.#control.leave(instruction, instruction.exit);
		if (instruction.opcode === 0x57 && instruction.form === "terminal") return this.#control.branch(instruction, block);
		this.#operands.storeAll(instruction.stores);
		switch (instruction.form) {
			case "inline":
				return this.#lowerInline(instruction);
			case "terminal":
				return this.#control.end(instruction, block);
			default:
				if (instruction.opcode === 0x56 || instruction.opcode === 0x57) return this.#control.jump(instruction, block);
				return this.#lowerKernel(instruction);
		}
	}

	// ── Instructions of the kernel ──

	#lowerKernel(instruction: IrInstruction): void {
		const { opcode, top, gasBehind, result, operands } = instruction;
		const writer = this.#writer;
		const [name, call] = kernelFunctions[opcode]!;
		for (let i = 0; i < operands.length; i++) this.#operands.rescue(top - i);
		const charges = call === "frameGas" || call === "gas" || call === "log";
		const before = charges ? writer.takeLocal(wasmType.i64) : 0;
		if (charges) {
			writer.get(gasLocal);
			writer.set(before);
		}
		if (call !== "stack" && call !== "gas") writer.get(frameLocal);
		this.#operands.pushStackPointer(top);
		if (charges) this.#control.pushGas(gasBehind);
		if (call === "log") writer.i32(opcode - 0xa0);
		writer.call(importIndex(name));
		if (charges) {
			this.#control.checkGas(gasBehind, before, gasBehind + this.#staticGas[opcode]!, instruction);
			writer.releaseLocal(before);
		}
		this.#memory.kernelRan(opcode);
		if (result !== undefined && result.uses > 0) {
			this.#operands.define(result, this.#operands.loadWord(top - operands.length + 1));
		}
	}

	// ── Inline ──

	#lowerInline(instruction: IrInstruction): void {
		const { opcode, operands, result } = instruction;
		if (opcode === 81) {
			const word = this.#memory.load(instruction, this.#staticGas[opcode]!);
			this.#operands.consume(operands[0]!);
			this.#operands.define(result!, word);
			return;
		}
		if (opcode === 82) {
			this.#memory.store(instruction, this.#staticGas[opcode]!);
			for (const operand of operands) this.#operands.consume(operand);
			return;
		}
		if (result!.isBoolean) {
			const writer = this.#writer;
			this.#pushBoolean(opcode, operands);
			const local = writer.takeLocal(wasmType.i32);
			writer.set(local);
			for (const operand of operands) this.#operands.consume(operand);
			this.#operands.defineBoolean(result!, local);
			return;
		}
		const limbs = operands.length === 0 ? this.#reads.read(instruction) : this.#compute(opcode, operands, result!.bits);
		for (const operand of operands) this.#operands.consume(operand);
		this.#operands.define(result!, limbs);
	}

	#pushBoolean(opcode: number, [a, b]: readonly Value[]): void {
		const limbs = (value: Value): readonly Limb[] => this.#operands.limbs(value);
		const comparison = this.#comparison;
		switch (opcode) {
			case 16:
				return comparison.less(limbs(a!), limbs(b!), false);
			case 17:
				return comparison.less(limbs(b!), limbs(a!), false);
			case 18:
				return comparison.less(limbs(a!), limbs(b!), true);
			case 19:
				return comparison.less(limbs(b!), limbs(a!), true);
			case 20:
				return comparison.equal(limbs(a!), limbs(b!));
			case 21: {
				this.#comparison.pushCondition(a!);
				return this.#writer.op(wasm.i32Eqz);
			}
			default: {
				// AND, OR, XOR of booleans
				this.#comparison.pushCondition(a!);
				this.#comparison.pushCondition(b!);
				const i32Xor = 0x73;
				return this.#writer.op(opcode === 22 ? wasm.i32And : opcode === 23 ? wasm.i32Or : i32Xor);
			}
		}
	}

	#compute(opcode: number, [first, second]: readonly Value[], bits: number): Limb[] {
		const a = this.#operands.limbs(first!);
		const b = second === undefined ? zero : this.#operands.limbs(second);
		const amount = first!.kind === "constant" ? Number(first!.constant > 256n ? 256n : first!.constant) : 0;
		switch (opcode) {
			case 1:
				return this.#arithmetic.add(a, b, bits);
			case 2:
				return this.#arithmetic.multiply64(a[0]!, b[0]!, bits);
			case 3:
				return this.#arithmetic.subtract(a, b);
			case 4:
				if (second!.kind === "constant" && limbCount(second!.bits) + limbCount(first!.bits) > 2) {
					return this.#bits.shiftRight(a, second!.bits - 1, false);
				}
				return this.#arithmetic.divide64(a[0]!, b[0]!, wasm.i64DivU);
			case 6:
				if (second!.kind === "constant" && limbCount(second!.bits) + limbCount(first!.bits) > 2) {
					return this.#bits.and(a, this.#maskLimbs(second!.bits - 1));
				}
				return this.#arithmetic.divide64(a[0]!, b[0]!, wasm.i64RemU);
			case 11:
				return amount >= 31 ? this.#bits.or(b, zero) : this.#bits.extendSign(b, amount + 1);
			case 22:
				return this.#bits.and(a, b);
			case 23:
				return this.#bits.or(a, b);
			case 24:
				return this.#bits.xor(a, b);
			case 25:
				return this.#bits.not(a);
			case 26:
				return amount >= 32 ? [...zero] : this.#bits.byteAt(b, amount);
			case 27:
				return amount >= 256 ? [...zero] : this.#bits.shiftLeft(b, amount);
			case 28:
				return amount >= 256 ? [...zero] : this.#bits.shiftRight(b, amount, false);
			default:
				return this.#bits.shiftRight(b, Math.min(amount, 255), true);
		}
	}

	#maskLimbs(bits: number): Limb[] {
		const mask = (1n << BigInt(bits)) - 1n;
		return [0, 1, 2, 3].map((i) => (mask >> BigInt(64 * i)) & ((1n << 64n) - 1n));
	}
}
