import type { Value } from "../ir/value.js";
import type { FunctionWriter } from "../wasm/function-writer.js";
import { wasm } from "../wasm/instructions.js";
import type { Limb, Operands } from "./operands.js";

/** Comparisons of words; each leaves a 32-bit 0 or 1 on WebAssembly's stack. */
export class Comparison {
	readonly #writer: FunctionWriter;
	readonly #operands: Operands;

	constructor(writer: FunctionWriter, operands: Operands) {
		this.#writer = writer;
		this.#operands = operands;
	}

	#compare(instruction: number, a: Limb, b: Limb): void {
		this.#operands.pushLimb(a);
		this.#operands.pushLimb(b);
		this.#writer.op(instruction);
	}

	/** a < b: from the lowest limb up, a higher limb decides unless it is equal. */
	less(a: readonly Limb[], b: readonly Limb[], signed: boolean): void {
		const writer = this.#writer;
		let begun = false;
		for (let i = 0; i < 4; i++) {
			const left = a[i]!;
			const right = b[i]!;
			const instruction = signed && i === 3 ? wasm.i64LtS : wasm.i64LtU;
			if (left === 0n && right === 0n) continue;
			if (!begun) {
				this.#compare(instruction, left, right);
				begun = true;
				continue;
			}
			this.#compare(wasm.i64Eq, left, right);
			writer.op(wasm.i32And);
			this.#compare(instruction, left, right);
			writer.op(wasm.i32Or);
		}
		if (!begun) writer.i32(0);
	}

	equal(a: readonly Limb[], b: readonly Limb[]): void {
		const writer = this.#writer;
		const places = [0, 1, 2, 3].filter((i) => !(a[i] === b[i] && typeof a[i] === "bigint"));
		if (places.length === 0) return writer.i32(1);
		if (places.length === 1) return this.#compare(wasm.i64Eq, a[places[0]!]!, b[places[0]!]!);
		places.forEach((i, index) => {
			this.#compare(wasm.i64Xor, a[i]!, b[i]!);
			if (index > 0) writer.op(wasm.i64Or);
		});
		writer.op(wasm.i64Eqz);
	}

	/** Pushes a 32-bit number that is 0 when the word is. */
	pushCondition(value: Value): void {
		if (value.kind === "constant") return this.#writer.i32(value.constant === 0n ? 0 : 1);
		const local = this.#operands.boolean(value);
		if (local !== undefined) this.#writer.get(local);
		else this.isNotZero(this.#operands.limbs(value));
	}

	isZero(a: readonly Limb[]): void {
		this.#union(a);
		this.#writer.op(wasm.i64Eqz);
	}

	isNotZero(a: readonly Limb[]): void {
		this.#union(a);
		this.#writer.i64(0n);
		this.#writer.op(wasm.i64Ne);
	}

	/** All limbs, or-ed. */
	#union(a: readonly Limb[]): void {
		const limbs = a.filter((limb) => limb !== 0n);
		if (limbs.length === 0) return this.#writer.i64(0n);
		limbs.forEach((limb, index) => {
			this.#operands.pushLimb(limb);
			if (index > 0) this.#writer.op(wasm.i64Or);
		});
	}
}
