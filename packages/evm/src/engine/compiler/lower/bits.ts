import type { FunctionWriter } from "../wasm/function-writer.js";
import { wasm, wasmType } from "../wasm/instructions.js";
import type { Limb, Operands } from "./operands.js";

const ones = (1n << 64n) - 1n;

/** Bitwise instructions and shifts by constants, limb by limb. */
export class Bits {
	readonly #writer: FunctionWriter;
	readonly #operands: Operands;

	constructor(writer: FunctionWriter, operands: Operands) {
		this.#writer = writer;
		this.#operands = operands;
	}

	#keep(): number {
		const local = this.#writer.takeLocal(wasmType.i64);
		this.#writer.set(local);
		return local;
	}

	#copy(limb: Limb): Limb {
		if (typeof limb === "bigint") return limb;
		this.#writer.get(limb);
		return this.#keep();
	}

	#combine(instruction: number, a: Limb, b: Limb): Limb {
		this.#operands.pushLimb(a);
		this.#operands.pushLimb(b);
		this.#writer.op(instruction);
		return this.#keep();
	}

	and(a: readonly Limb[], b: readonly Limb[]): Limb[] {
		return a.map((left, i) => {
			const right = b[i]!;
			if (left === 0n || right === 0n) return 0n;
			if (left === ones) return this.#copy(right);
			if (right === ones) return this.#copy(left);
			return this.#combine(wasm.i64And, left, right);
		});
	}

	or(a: readonly Limb[], b: readonly Limb[]): Limb[] {
		return a.map((left, i) => {
			const right = b[i]!;
			if (left === 0n) return this.#copy(right);
			if (right === 0n) return this.#copy(left);
			if (left === ones || right === ones) return ones;
			return this.#combine(wasm.i64Or, left, right);
		});
	}

	xor(a: readonly Limb[], b: readonly Limb[]): Limb[] {
		return a.map((left, i) => {
			const right = b[i]!;
			if (left === 0n) return this.#copy(right);
			if (right === 0n) return this.#copy(left);
			return this.#combine(wasm.i64Xor, left, right);
		});
	}

	not(a: readonly Limb[]): Limb[] {
		return a.map((limb) => (typeof limb === "bigint" ? limb ^ ones : this.#combine(wasm.i64Xor, limb, ones)));
	}

	#shifted(limb: Limb, instruction: number, by: number): Limb {
		if (limb === 0n) return 0n;
		if (by === 0) return this.#copy(limb);
		return this.#combine(instruction, limb, BigInt(by));
	}

	/** Two disjoint parts of a limb; frees what it joins. */
	#join(a: Limb, b: Limb): Limb {
		if (a === 0n) return b;
		if (b === 0n) return a;
		const joined = this.#combine(wasm.i64Or, a, b);
		for (const part of [a, b]) if (typeof part === "number") this.#writer.releaseLocal(part);
		return joined;
	}

	shiftLeft(a: readonly Limb[], by: number): Limb[] {
		const whole = by >> 6;
		const rest = by & 63;
		return a.map((_, i) => {
			const upper = i - whole >= 0 ? this.#shifted(a[i - whole]!, wasm.i64Shl, rest) : 0n;
			if (rest === 0 || i - whole - 1 < 0) return upper;
			return this.#join(upper, this.#shifted(a[i - whole - 1]!, wasm.i64ShrU, 64 - rest));
		});
	}

	/** @param signed - bring in copies of the sign instead of zeros */
	shiftRight(a: readonly Limb[], by: number, signed: boolean): Limb[] {
		const whole = by >> 6;
		const rest = by & 63;
		const topShift = signed ? wasm.i64ShrS : wasm.i64ShrU;
		const result = a.map((_, i) => {
			const from = i + whole;
			if (from > 3) return signed ? this.#shifted(a[3]!, wasm.i64ShrS, 63) : 0n;
			const lower = this.#shifted(a[from]!, from === 3 ? topShift : wasm.i64ShrU, rest);
			if (rest === 0 || from === 3) return lower;
			return this.#join(lower, this.#shifted(a[from + 1]!, wasm.i64Shl, 64 - rest));
		});
		return result;
	}

	/** Extends the sign of the lowest `bytes` bytes, 1 to 31. */
	extendSign(a: readonly Limb[], bytes: number): Limb[] {
		const top = (bytes - 1) >> 3;
		const unused = 64 - (bytes - top * 8) * 8;
		const result: Limb[] = [];
		for (let i = 0; i < top; i++) result.push(this.#copy(a[i]!));
		const writer = this.#writer;
		this.#operands.pushLimb(a[top]!);
		if (unused > 0) {
			writer.i64(BigInt(unused));
			writer.op(wasm.i64Shl);
			writer.i64(BigInt(unused));
			writer.op(wasm.i64ShrS);
		}
		result.push(this.#keep());
		for (let i = top + 1; i < 4; i++) result.push(this.#combine(wasm.i64ShrS, result[top]!, 63n));
		return result;
	}

	/** The byte at `index`, 0 being the most significant. */
	byteAt(a: readonly Limb[], index: number): Limb[] {
		const fromRight = 31 - index;
		const limb = a[fromRight >> 3]!;
		if (limb === 0n) return [0n, 0n, 0n, 0n];
		const shifted = this.#shifted(limb, wasm.i64ShrU, (fromRight & 7) * 8);
		const byte = this.#combine(wasm.i64And, shifted, 0xffn);
		if (typeof shifted === "number") this.#writer.releaseLocal(shifted);
		return [byte, 0n, 0n, 0n];
	}
}
