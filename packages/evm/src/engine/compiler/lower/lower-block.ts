import type { KernelLayout } from "../../kernel-layout.js";
import { kernelFunctions } from "../ir/instruction-forms.js";
import type { Exit, IrBlock, IrInstruction, StackEntry, Value } from "../ir/value.js";
import { importIndex } from "../module-imports.js";
import { type FunctionWriter, frameLocal, gasLocal, stackLocal } from "../wasm/function-writer.js";
import { wasm, wasmType } from "../wasm/instructions.js";
import { Arithmetic, limbCount } from "./arithmetic.js";
import { Bits } from "./bits.js";
import { Comparison } from "./compare.js";
import { MemoryAccess } from "./memory-access.js";
import { type Limb, Operands } from "./operands.js";
import { Reads } from "./reads.js";

/** Where a block's function goes on: indexes of functions in the module, by offset of code. */
export interface BlockTargets {
	functionAt(offset: number): number;
	/** Is there a block function at the offset? */
	has(offset: number): boolean;
}

const zero: readonly Limb[] = [0n, 0n, 0n, 0n];

/**
 * Writes the function of one block. Domain: the intermediate representation of one block. Sound because the function
 * begins by checking what the interpreter would check instruction by instruction (gas and stack height), and hands the
 * frame to the interpreter, untouched, when a check fails: only what cannot fail is done here, or fails in the kernel.
 * Budget: one pass.
 */
export class BlockLowering {
	readonly #writer: FunctionWriter;
	readonly #layout: KernelLayout;
	readonly #targets: BlockTargets;
	readonly #operands: Operands;
	readonly #arithmetic: Arithmetic;
	readonly #bits: Bits;
	readonly #comparison: Comparison;
	readonly #memory: MemoryAccess;
	readonly #reads: Reads;
	/** Static gas of opcodes. */
	readonly #staticGas: Int32Array;

	constructor(writer: FunctionWriter, layout: KernelLayout, targets: BlockTargets, staticGas: Int32Array) {
		this.#writer = writer;
		this.#layout = layout;
		this.#targets = targets;
		this.#staticGas = staticGas;
		this.#operands = new Operands(writer);
		this.#arithmetic = new Arithmetic(writer, this.#operands);
		this.#bits = new Bits(writer, this.#operands);
		this.#comparison = new Comparison(writer, this.#operands);
		this.#memory = new MemoryAccess(writer, layout, this.#operands);
		this.#reads = new Reads(writer, layout);
	}

	lower(block: IrBlock, inputs: Iterable<Value>): void {
		for (const input of inputs) this.#operands.addInput(input);
		this.#checkEntry(block);
		this.#operands.begin(block.needs);
		this.#memory.begin(block.instructions);
		for (const instruction of block.instructions) this.#lowerInstruction(instruction, block);
		const last = block.instructions.at(-1);
		if (last?.form === "terminal" || (last?.form === "synced" && (last.opcode === 0x56 || last.opcode === 0x57)))
			return;
		this.#storeAll(block.stores);
		this.#goOn(block.next, block.top, block.end);
	}

	/** Pays for the block and checks the stack's height, or leaves the block to the interpreter. */
	#checkEntry(block: IrBlock): void {
		const writer = this.#writer;
		const checksHeight = block.needs > 0 || block.grows > 0;
		if (checksHeight) {
			// height - needed, unsigned, within what is left of 1024 words
			writer.get(stackLocal);
			writer.get(frameLocal);
			writer.memory(wasm.i32Load, this.#layout.FRAME_STACK_BASE);
			writer.op(wasm.i32Sub);
			if (block.needs > 0) {
				writer.i32(block.needs * 32);
				writer.op(wasm.i32Sub);
			}
			writer.i32(Math.max(0, 1024 - block.needs - block.grows) * 32);
			writer.op(wasm.i32GtU);
		}
		if (block.gas > 0) {
			writer.get(gasLocal);
			writer.i64(BigInt(block.gas));
			writer.op(wasm.i64LtS);
			if (checksHeight) writer.op(wasm.i32Or);
		}
		if (!checksHeight && block.gas === 0) return;
		writer.if();
		this.#interpretAt(block.start, 0, 0);
		writer.end();
		if (block.gas === 0) return;
		writer.get(gasLocal);
		writer.i64(BigInt(block.gas));
		writer.op(wasm.i64Sub);
		writer.set(gasLocal);
	}

	/** Leaves the frame to the interpreter at an instruction; everything lies in memory. */
	#interpretAt(offset: number, top: number, gasBack: number): void {
		const writer = this.#writer;
		writer.get(frameLocal);
		writer.i32(offset);
		this.#operands.pushStackPointer(top);
		this.#pushGas(gasBack);
		writer.returnCall(importIndex("interpretAt"));
	}

	#pushGas(more: number): void {
		const writer = this.#writer;
		writer.get(gasLocal);
		if (more === 0) return;
		writer.i64(BigInt(more));
		writer.op(wasm.i64Add);
	}

	#goOn(next: number | undefined, top: number, offset: number): void {
		const writer = this.#writer;
		// Running off the end of the code is STOP, which the padding behind the code holds.
		if (next === undefined || !this.#targets.has(next)) return this.#interpretAt(next ?? offset, top, 0);
		writer.get(frameLocal);
		this.#operands.pushStackPointer(top);
		writer.get(gasLocal);
		writer.returnCall(this.#targets.functionAt(next));
	}

	#storeAll(stores: readonly StackEntry[]): void {
		// Inputs that move are read before any place is written.
		for (const { position } of stores) this.#operands.rescue(position);
		for (const { position, value } of stores) this.#operands.store(position, value);
	}

	#lowerInstruction(instruction: IrInstruction, block: IrBlock): void {
		if (instruction.exit !== undefined) return this.#leave(instruction, instruction.exit);
		if (instruction.opcode === 0x57 && instruction.form === "terminal") return this.#branch(instruction, block);
		this.#storeAll(instruction.stores);
		switch (instruction.form) {
			case "inline":
				return this.#lowerInline(instruction);
			case "terminal":
				return this.#lowerTerminal(instruction, block);
			default:
				if (instruction.opcode === 0x56 || instruction.opcode === 0x57) return this.#jump(instruction, block);
				return this.#lowerKernel(instruction);
		}
	}

	// ── Control ──

	/** JUMPI to a known block. */
	#branch({ operands, stores, top }: IrInstruction, block: IrBlock): void {
		const writer = this.#writer;
		const [target, condition] = operands;
		const flag = writer.takeLocal(wasmType.i32);
		this.#pushCondition(condition!);
		writer.set(flag);
		this.#operands.consume(condition!);
		this.#storeAll(stores);
		writer.get(flag);
		writer.if();
		writer.get(frameLocal);
		this.#operands.pushStackPointer(top - 2);
		writer.get(gasLocal);
		writer.returnCall(this.#targets.functionAt(Number(target!.constant)));
		writer.end();
		this.#goOn(block.next, top - 2, block.end);
	}

	/** JUMPI of which one way leaves the function. Whoever stays pays for what comes next. */
	#leave({ operands, stores, top, offset }: IrInstruction, { target, whenTrue, gasAhead }: Exit): void {
		const writer = this.#writer;
		const condition = operands[1]!;
		for (const { value } of stores) this.#operands.prepare(value);
		this.#pushCondition(condition);
		if (!whenTrue) writer.op(wasm.i32Eqz);
		writer.if();
		for (const { position, value } of stores) this.#operands.write(position, value);
		writer.get(frameLocal);
		this.#operands.pushStackPointer(top - 2);
		writer.get(gasLocal);
		writer.returnCall(this.#targets.functionAt(target));
		writer.end();
		this.#operands.consume(condition);
		for (const { value } of stores) this.#operands.consume(value);
		if (gasAhead === 0) return;
		const before = writer.takeLocal(wasmType.i64);
		writer.get(gasLocal);
		writer.tee(before);
		writer.i64(BigInt(gasAhead));
		writer.op(wasm.i64Sub);
		writer.tee(gasLocal);
		writer.i64(0n);
		writer.op(wasm.i64LtS);
		writer.if();
		// Nothing can keep the frame from running out of gas before it does anything that lasts.
		writer.get(frameLocal);
		writer.i32(offset + 1);
		this.#operands.pushStackPointer(top - 2);
		writer.get(before);
		writer.get(gasLocal);
		writer.returnCall(importIndex("failAt"));
		writer.end();
		writer.releaseLocal(before);
	}

	#pushCondition(value: Value): void {
		if (value.kind === "constant") return this.#writer.i32(value.constant === 0n ? 0 : 1);
		const local = this.#operands.boolean(value);
		if (local !== undefined) this.#writer.get(local);
		else this.#comparison.isNotZero(this.#operands.limbs(value));
	}

	/** JUMP or JUMPI whose target is known only now; operands lie in memory. */
	#jump({ opcode, top, offset }: IrInstruction, block: IrBlock): void {
		const writer = this.#writer;
		const pops = opcode === 0x56 ? 1 : 2;
		if (opcode === 0x57) {
			this.#comparison.isZero(this.#operands.loadWord(top - 1));
			writer.if();
			this.#goOn(block.next, top - 2, block.end);
			writer.end();
		}
		const number = writer.takeLocal(wasmType.i32);
		writer.get(frameLocal);
		this.#operands.pushStackPointer(top);
		writer.call(importIndex("resolveJump"));
		writer.tee(number);
		writer.op(wasm.i32Eqz);
		writer.if();
		this.#interpretAt(offset, top, this.#staticGas[opcode]!);
		writer.end();
		writer.get(frameLocal);
		this.#operands.pushStackPointer(top - pops);
		writer.get(gasLocal);
		writer.get(number);
		writer.op(wasm.returnCallIndirect);
		writer.code.u32(0);
		writer.code.u32(0);
	}

	#lowerTerminal({ opcode, offset, top }: IrInstruction, block: IrBlock): void {
		const writer = this.#writer;
		if (opcode === 0x56) {
			const target = block.instructions.at(-1)!.operands[0]!;
			return this.#goOn(Number(target.constant), top - 1, offset);
		}
		const [name] = kernelFunctions[opcode] ?? [];
		if (this.#staticGas[opcode]! < 0 || name === undefined) {
			// Not an instruction of this fork: the interpreter says so.
			return this.#interpretAt(offset, top, 0);
		}
		writer.get(frameLocal);
		writer.i32(offset);
		this.#operands.pushStackPointer(top);
		writer.get(gasLocal);
		writer.i32(opcode);
		if (name === "endAt") return writer.returnCall(importIndex(name));
		// A call or creation: 0 means that it is over and the frame goes on.
		const exit = writer.takeLocal(wasmType.i32);
		writer.call(importIndex(name));
		writer.tee(exit);
		writer.if();
		writer.get(exit);
		writer.op(wasm.return);
		writer.end();
		writer.get(frameLocal);
		writer.get(frameLocal);
		writer.memory(wasm.i32Load, this.#layout.FRAME_SP);
		writer.get(frameLocal);
		writer.memory(wasm.i64Load, this.#layout.FRAME_GAS);
		if (block.next !== undefined && this.#targets.has(block.next)) {
			return writer.returnCall(this.#targets.functionAt(block.next));
		}
		// The call was the last instruction: what follows is the padding's STOP.
		const gas = gasLocal;
		writer.set(gas);
		writer.set(stackLocal);
		writer.set(frameLocal);
		this.#interpretAt(block.end, 0, 0);
	}

	// ── Instructions of the kernel ──

	#lowerKernel(instruction: IrInstruction): void {
		const { opcode, offset, top, gasBehind, result, operands } = instruction;
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
		if (charges) this.#pushGas(gasBehind);
		if (call === "log") writer.i32(opcode - 0xa0);
		writer.call(importIndex(name));
		if (charges) {
			this.#memory.checkGas(before, gasBehind, this.#staticGas[opcode]!, offset, top);
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
				this.#pushCondition(a!);
				return this.#writer.op(wasm.i32Eqz);
			}
			default: {
				// AND, OR, XOR of booleans
				this.#pushCondition(a!);
				this.#pushCondition(b!);
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
