import type { StackEntry, Value } from "../ir/value.js";
import type { FunctionWriter } from "../wasm/function-writer.js";
import { stackLocal } from "../wasm/function-writer.js";
import { simd, wasm, wasmType } from "../wasm/instructions.js";

/** 64 bits of a word, least significant limb first: a constant, or the local that holds them. */
export type Limb = bigint | number;

interface Lowered {
	/** Local of a boolean that was not asked for as a word yet. */
	boolean: number | undefined;
	limbs: Limb[] | undefined;
}

const limbMask = (1n << 64n) - 1n;

/**
 * Where values are while a block is written: which locals hold them, and when these are free again. Inputs are loaded
 * when they are first used, or just before their place in memory is overwritten.
 */
export class Operands {
	readonly #writer: FunctionWriter;
	readonly #lowered = new Map<Value, Lowered>();
	/** Local with the address of the lowest place that is used: offsets in loads and stores are not negative. */
	#base: number = stackLocal;
	#lowest = 0;
	/** Inputs that are still only in memory, by place. */
	readonly #inMemory = new Map<number, Value>();
	/** Locals that inputs were loaded into, by place. */
	readonly #inputLimbs = new Map<number, readonly Limb[]>();

	constructor(writer: FunctionWriter) {
		this.#writer = writer;
	}

	/** Writes what the function needs to reach the words below the top. @param needs words that the block reads */
	begin(needs: number): void {
		if (needs <= 1) return;
		const writer = this.#writer;
		this.#lowest = 1 - needs;
		this.#base = writer.takeLocal(wasmType.i32);
		this.pushStackPointer(this.#lowest);
		writer.set(this.#base);
	}

	/** Announces an input of the block. */
	addInput(value: Value): void {
		this.#inMemory.set(value.position, value);
	}

	/** Loads all inputs: a loop must not do that in every round. */
	loadInputs(): void {
		for (const input of [...this.#inMemory.values()]) this.limbs(input);
	}

	/** Gives inputs the values of the next round; they all change at once. */
	carryOn(carried: readonly StackEntry[]): void {
		const writer = this.#writer;
		const moves: [from: Limb, to: number][] = [];
		for (const { position, value } of carried) {
			const to = this.#inputLimbs.get(position)!;
			this.limbs(value).forEach((from, i) => {
				if (from !== to[i]) moves.push([from, to[i] as number]);
			});
		}
		for (const [from] of moves) this.pushLimb(from);
		for (const [, to] of moves.reverse()) writer.set(to);
	}

	/** Writes the inputs at these places to memory, as they are when a round begins. */
	writeInputs(carried: readonly StackEntry[]): void {
		for (const { position } of carried) this.#writeLimbs(position, this.#inputLimbs.get(position)!);
	}

	/** Gives a value its limbs. Constants need none. */
	define(value: Value, limbs: Limb[]): void {
		this.#lowered.set(value, { boolean: undefined, limbs });
		if (value.uses === 0) this.#free(value);
	}

	/** Gives a value a 32-bit local that is 0 or 1. */
	defineBoolean(value: Value, local: number): void {
		this.#lowered.set(value, { boolean: local, limbs: undefined });
		if (value.uses === 0) this.#free(value);
	}

	/** The four limbs of a value. */
	limbs(value: Value): readonly Limb[] {
		let lowered = this.#lowered.get(value);
		if (lowered === undefined && value.kind === "constant") {
			lowered = { boolean: undefined, limbs: constantLimbs(value.constant) };
			this.#lowered.set(value, lowered);
		} else if (lowered === undefined) {
			const limbs = this.loadWord(value.position);
			lowered = { boolean: undefined, limbs };
			this.#lowered.set(value, lowered);
			this.#inMemory.delete(value.position);
			this.#inputLimbs.set(value.position, limbs);
		}
		if (lowered.limbs === undefined) {
			const writer = this.#writer;
			const local = writer.takeLocal(wasmType.i64);
			writer.get(lowered.boolean!);
			writer.op(wasm.i64ExtendI32U);
			writer.set(local);
			lowered.limbs = [local, 0n, 0n, 0n];
		}
		return lowered.limbs;
	}

	/** The local of a boolean; undefined when the value is not held as one. */
	boolean(value: Value): number | undefined {
		return this.#lowered.get(value)?.boolean;
	}

	/** Loads the word at a place of the stack into locals. */
	loadWord(position: number): Limb[] {
		const writer = this.#writer;
		const limbs: Limb[] = [];
		for (let limb = 0; limb < 4; limb++) {
			const local = writer.takeLocal(wasmType.i64);
			this.pushAddress(position);
			writer.memory(wasm.i64Load, this.offsetOf(position) + limb * 8);
			writer.set(local);
			limbs.push(local);
		}
		return limbs;
	}

	/** Pushes an address that, with `offsetOf(position)`, is that of the place. */
	pushAddress(position: number): void {
		const writer = this.#writer;
		writer.get(this.#base);
		if (position >= this.#lowest) return;
		writer.i32((this.#lowest - position) * 32);
		writer.op(wasm.i32Sub);
	}

	offsetOf(position: number): number {
		return position > this.#lowest ? (position - this.#lowest) * 32 : 0;
	}

	/** Pushes the exact address of a place. */
	pushStackPointer(position: number): void {
		const writer = this.#writer;
		writer.get(stackLocal);
		if (position === 0) return;
		writer.i32(position * 32);
		writer.op(wasm.i32Add);
	}

	pushLimb(limb: Limb): void {
		if (typeof limb === "bigint") this.#writer.i64(limb);
		else this.#writer.get(limb);
	}

	/** One use of the value is over. */
	consume(value: Value): void {
		value.uses--;
		if (value.uses === 0) this.#free(value);
	}

	#free(value: Value): void {
		const lowered = this.#lowered.get(value);
		if (value.kind === "input") this.#inMemory.delete(value.position);
		if (lowered === undefined) return;
		this.#lowered.delete(value);
		if (lowered.boolean !== undefined) this.#writer.releaseLocal(lowered.boolean);
		if (lowered.limbs === undefined) return;
		for (const limb of lowered.limbs) if (typeof limb === "number") this.#writer.releaseLocal(limb);
	}

	/** Whoever still needs the input at this place gets it now: the place is about to be overwritten. */
	rescue(position: number): void {
		const input = this.#inMemory.get(position);
		if (input !== undefined && input.uses > 0) this.limbs(input);
		this.#inMemory.delete(position);
	}

	/** Writes a value to its place in memory; one use. */
	store(position: number, value: Value): void {
		this.rescue(position);
		this.prepare(value);
		this.write(position, value);
		this.consume(value);
	}

	/** Writes values to their places in memory. */
	storeAll(stores: readonly StackEntry[]): void {
		// Inputs that move are read before any place is written.
		for (const { position } of stores) this.rescue(position);
		for (const { position, value } of stores) this.store(position, value);
	}

	/** Sees to it that `write` finds the value in locals, or needs none. */
	prepare(value: Value): void {
		if (value.kind === "input") this.limbs(value);
	}

	/** Writes a value that is in locals to its place in memory, and changes nothing else: for ways that are not always gone. */
	write(position: number, value: Value): void {
		const lowered = this.#lowered.get(value);
		const boolean = lowered?.limbs === undefined ? lowered?.boolean : undefined;
		const limbs = lowered?.limbs ?? constantLimbs(boolean === undefined ? value.constant : 0n);
		this.#writeLimbs(position, limbs, boolean);
	}

	/** @param flag - local whose 0 or 1 is written instead of the lowest limb */
	#writeLimbs(position: number, limbs: readonly Limb[], flag?: number): void {
		const writer = this.#writer;
		for (let half = 0; half < 2; half++) {
			const low = limbs[half * 2]!;
			const high = limbs[half * 2 + 1]!;
			const isFlag = half === 0 && flag !== undefined;
			if (typeof low === "bigint" && typeof high === "bigint" && !isFlag) {
				this.pushAddress(position);
				writer.vectorConstant(low, high);
				writer.simdMemory(simd.store, this.offsetOf(position) + half * 16);
				continue;
			}
			for (let index = 0; index < 2; index++) {
				this.pushAddress(position);
				if (isFlag && index === 0) {
					writer.get(flag);
					writer.op(wasm.i64ExtendI32U);
				} else {
					this.pushLimb(index === 0 ? low : high);
				}
				writer.memory(wasm.i64Store, this.offsetOf(position) + half * 16 + index * 8);
			}
		}
	}
}

export function constantLimbs(value: bigint): Limb[] {
	if (value <= limbMask) return [value, 0n, 0n, 0n];
	return [value & limbMask, (value >> 64n) & limbMask, (value >> 128n) & limbMask, value >> 192n];
}
