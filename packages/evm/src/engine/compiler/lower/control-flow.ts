import type { KernelLayout } from "../../kernel-layout.js";
import { kernelFunctions } from "../ir/instruction-forms.js";
import type { Exit, IrBlock, IrInstruction, StackEntry } from "../ir/value.js";
import { importIndex } from "../module-imports.js";
import { type FunctionWriter, frameLocal, gasLocal, stackLocal } from "../wasm/function-writer.js";
import { wasm, wasmType } from "../wasm/instructions.js";
import type { Comparison } from "./compare.js";
import type { Operands } from "./operands.js";

/** Where a block's function goes on: indexes of functions in the module, by offset of code. */
export interface BlockTargets {
	functionAt(offset: number): number;
	/** Is there a block function at the offset? */
	has(offset: number): boolean;
}

/** Times a loop goes round before its function is called anew: V8 puts in optimised code only then. */
const roundsPerCall = 1000;

const jumpDestination = 0x5b;

/** How a function is entered and left: checks at its head, jumps, branches, loops, the frame's end, calls. */
export class ControlFlow {
	readonly #writer: FunctionWriter;
	readonly #layout: KernelLayout;
	readonly #targets: BlockTargets;
	readonly #operands: Operands;
	readonly #comparison: Comparison;
	/** Static gas of opcodes. */
	readonly #staticGas: Int32Array;
	readonly #codeSize: number;
	/** Local with the rounds that are left. */
	#rounds = 0;

	constructor(
		writer: FunctionWriter,
		layout: KernelLayout,
		targets: BlockTargets,
		staticGas: Int32Array,
		codeSize: number,
		operands: Operands,
		comparison: Comparison,
	) {
		this.#writer = writer;
		this.#layout = layout;
		this.#targets = targets;
		this.#staticGas = staticGas;
		this.#codeSize = codeSize;
		this.#operands = operands;
		this.#comparison = comparison;
	}

	/**
	 * The head of the function: checks the stack's height and pays for the block, or leaves it to the interpreter. In a loop
	 * the height is the same in every round, and what is carried has to be written before the loop is left.
	 */
	begin(block: IrBlock): void {
		const writer = this.#writer;
		const checksHeight = block.needs > 0 || block.grows > 0;
		if (checksHeight) this.#pushIsHeightWrong(block);
		if (!block.loops) {
			if (block.gas > 0) {
				this.#pushIsTooLittle(block.gas);
				if (checksHeight) writer.op(wasm.i32Or);
			}
			if (checksHeight || block.gas > 0) this.#leaveToInterpreter(block);
			this.#operands.begin(block.needs);
		} else {
			if (checksHeight) this.#leaveToInterpreter(block);
			this.#operands.begin(block.needs);
			this.#operands.loadInputs();
			this.#rounds = writer.takeLocal(wasmType.i32);
			writer.i32(roundsPerCall);
			writer.set(this.#rounds);
			writer.loop();
			this.#pushIsTooLittle(block.gas);
			this.#leaveToInterpreter(block, block.carried);
		}
		if (block.gas === 0) return;
		writer.get(gasLocal);
		writer.i64(BigInt(block.gas));
		writer.op(wasm.i64Sub);
		writer.set(gasLocal);
	}

	/** height - needed, unsigned, must be within what is left of 1024 words. */
	#pushIsHeightWrong({ needs, grows }: IrBlock): void {
		const writer = this.#writer;
		writer.get(stackLocal);
		writer.get(frameLocal);
		writer.memory(wasm.i32Load, this.#layout.FRAME_STACK_BASE);
		writer.op(wasm.i32Sub);
		if (needs > 0) {
			writer.i32(needs * 32);
			writer.op(wasm.i32Sub);
		}
		writer.i32(Math.max(0, 1024 - needs - grows) * 32);
		writer.op(wasm.i32GtU);
	}

	#pushIsTooLittle(gas: number): void {
		const writer = this.#writer;
		writer.get(gasLocal);
		writer.i64(BigInt(gas));
		writer.op(wasm.i64LtS);
	}

	/** @param carried - what is not in memory */
	#leaveToInterpreter({ start }: IrBlock, carried: readonly StackEntry[] = []): void {
		this.#writer.if();
		this.#operands.writeInputs(carried);
		this.interpretAt(start, 0, 0);
		this.#writer.end();
	}

	/** The end of a loop: another round, in this call of the function or in a new one. */
	goBack({ start, stores, carried }: IrBlock): void {
		const writer = this.#writer;
		this.#operands.storeAll(stores);
		this.#operands.carryOn(carried);
		writer.get(this.#rounds);
		writer.i32(1);
		writer.op(wasm.i32Sub);
		writer.tee(this.#rounds);
		writer.brIf(0);
		this.#operands.writeInputs(carried);
		this.#callBlock(start, 0);
		writer.end();
		writer.op(wasm.unreachable);
	}

	/** Leaves the frame to the interpreter at an instruction; everything lies in memory. */
	interpretAt(offset: number, top: number, gasBack: number): void {
		const writer = this.#writer;
		writer.get(frameLocal);
		writer.i32(offset);
		this.#operands.pushStackPointer(top);
		this.pushGas(gasBack);
		writer.returnCall(importIndex("interpretAt"));
	}

	pushGas(more: number): void {
		const writer = this.#writer;
		writer.get(gasLocal);
		if (more === 0) return;
		writer.i64(BigInt(more));
		writer.op(wasm.i64Add);
	}

	goOn(next: number | undefined, top: number, offset: number): void {
		// Running off the end of the code is STOP, which the padding behind the code holds.
		if (next === undefined || !this.#targets.has(next)) return this.interpretAt(next ?? offset, top, 0);
		this.#callBlock(next, top);
	}

	#callBlock(target: number, top: number): void {
		const writer = this.#writer;
		writer.get(frameLocal);
		this.#operands.pushStackPointer(top);
		writer.get(gasLocal);
		writer.returnCall(this.#targets.functionAt(target));
	}

	/** JUMPI to a known block. */
	branch({ operands, stores, top }: IrInstruction, block: IrBlock): void {
		const writer = this.#writer;
		const [target, condition] = operands;
		const flag = writer.takeLocal(wasmType.i32);
		this.#comparison.pushCondition(condition!);
		writer.set(flag);
		this.#operands.consume(condition!);
		this.#operands.storeAll(stores);
		writer.get(flag);
		writer.if();
		this.#callBlock(Number(target!.constant), top - 2);
		writer.end();
		this.goOn(block.next, top - 2, block.end);
	}

	/** JUMPI of which one way leaves the function. Whoever stays pays for what comes next. */
	leave({ operands, stores, top, offset }: IrInstruction, { target, whenTrue, gasAhead }: Exit): void {
		const writer = this.#writer;
		const condition = operands[1]!;
		for (const { value } of stores) this.#operands.prepare(value);
		this.#comparison.pushCondition(condition);
		if (!whenTrue) writer.op(wasm.i32Eqz);
		writer.if();
		for (const { position, value } of stores) this.#operands.write(position, value);
		this.#callBlock(target, top - 2);
		writer.end();
		this.#operands.consume(condition);
		for (const { value } of stores) this.#operands.consume(value);
		if (gasAhead === 0) return;
		const before = writer.takeLocal(wasmType.i64);
		writer.get(gasLocal);
		writer.tee(before);
		// A frame that cannot pay as far as the next branch runs out of gas before it does anything that lasts.
		this.checkGas(gasAhead, before, 0, { offset: offset + 1, top: top - 2 });
		writer.releaseLocal(before);
	}

	/**
	 * Takes gas off what lies on WebAssembly's stack, and ends the frame when that is not enough.
	 *
	 * @param before - local that, with `more`, is the gas the frame had before
	 */
	checkGas(taken: number, before: number, more: number, at: Pick<IrInstruction, "offset" | "top">): void {
		const writer = this.#writer;
		if (taken > 0) {
			writer.i64(BigInt(taken));
			writer.op(wasm.i64Sub);
		}
		writer.tee(gasLocal);
		writer.i64(0n);
		writer.op(wasm.i64LtS);
		writer.if();
		writer.get(frameLocal);
		writer.i32(at.offset);
		this.#operands.pushStackPointer(at.top);
		writer.get(before);
		if (more > 0) {
			writer.i64(BigInt(more));
			writer.op(wasm.i64Add);
		}
		writer.get(gasLocal);
		writer.returnCall(importIndex("failAt"));
		writer.end();
	}

	/** JUMP or JUMPI whose target is known only now. All of the stack lies in memory, for the interpreter if the jump fails. */
	jump({ opcode, operands, top, offset }: IrInstruction, block: IrBlock): void {
		const writer = this.#writer;
		const isConditional = opcode === 0x57;
		if (isConditional) {
			this.#comparison.pushCondition(operands[1]!);
			writer.op(wasm.i32Eqz);
			writer.if();
			this.goOn(block.next, top - 2, block.end);
			writer.end();
		}
		const limbs = this.#operands.limbs(operands[0]!);
		const target = writer.takeLocal(wasmType.i32);
		const number = writer.takeLocal(wasmType.i32);
		// The map of blocks is as long as the code; beyond it nothing is looked up.
		this.#operands.pushLimb(limbs[0]!);
		writer.i64(BigInt(this.#codeSize));
		writer.op(wasm.i64LtU);
		for (const limb of limbs.slice(1)) {
			if (limb === 0n) continue;
			this.#operands.pushLimb(limb);
			writer.op(wasm.i64Eqz);
			writer.op(wasm.i32And);
		}
		writer.if();
		this.#operands.pushLimb(limbs[0]!);
		writer.op(wasm.i32WrapI64);
		writer.set(target);
		writer.get(frameLocal);
		writer.memory(wasm.i32Load, this.#layout.FRAME_CODE);
		writer.memory(wasm.i32Load, this.#layout.CODE_BLOCKS);
		writer.get(target);
		writer.i32(1);
		writer.op(wasm.i32Shl);
		writer.op(wasm.i32Add);
		writer.memory(wasm.i32Load16U, 0);
		writer.set(number);
		// Some blocks begin behind branches and calls: those cannot be jumped to.
		writer.get(frameLocal);
		writer.memory(wasm.i32Load, this.#layout.FRAME_CODE_START);
		writer.get(target);
		writer.op(wasm.i32Add);
		writer.memory(wasm.i32Load8U, 0);
		writer.i32(jumpDestination);
		writer.op(wasm.i32Eq);
		writer.i32(0);
		writer.get(number);
		writer.op(wasm.i32Ne);
		writer.op(wasm.i32And);
		writer.if();
		writer.get(frameLocal);
		this.#operands.pushStackPointer(top - (isConditional ? 2 : 1));
		writer.get(gasLocal);
		writer.get(number);
		writer.op(wasm.returnCallIndirect);
		writer.code.u32(0);
		writer.code.u32(0);
		writer.end();
		writer.end();
		this.interpretAt(offset, top, this.#staticGas[opcode]!);
	}

	end({ opcode, offset, top }: IrInstruction, block: IrBlock): void {
		const writer = this.#writer;
		if (opcode === 0x56) {
			const target = block.instructions.at(-1)!.operands[0]!;
			return this.goOn(Number(target.constant), top - 1, offset);
		}
		const [name] = kernelFunctions[opcode] ?? [];
		if (this.#staticGas[opcode]! < 0 || name === undefined) {
			// Not an instruction of this fork: the interpreter says so.
			return this.interpretAt(offset, top, 0);
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
		this.interpretAt(block.end, 0, 0);
	}
}
