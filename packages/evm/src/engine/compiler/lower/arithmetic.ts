import type { FunctionWriter } from "../wasm/function-writer.js";
import { wasm, wasmType } from "../wasm/instructions.js";
import type { Limb, Operands } from "./operands.js";

/** Number of limbs that `bits` bits take. */
export function limbCount(bits: number): number {
	return Math.ceil(bits / 64);
}

/** Arithmetic on limbs in locals; what is known to be zero costs nothing. */
export class Arithmetic {
	readonly #writer: FunctionWriter;
	readonly #operands: Operands;

	constructor(writer: FunctionWriter, operands: Operands) {
		this.#writer = writer;
		this.#operands = operands;
	}

	#push(limb: Limb): void {
		this.#operands.pushLimb(limb);
	}

	/** Takes what is on the stack into a new local. */
	#keep(): number {
		const local = this.#writer.takeLocal(wasmType.i64);
		this.#writer.set(local);
		return local;
	}

	#copy(limb: Limb): Limb {
		if (typeof limb === "bigint") return limb;
		this.#push(limb);
		return this.#keep();
	}

	/** (left < right) as a 64-bit number in a new local. */
	#lessThan(left: Limb, right: Limb): number {
		this.#push(left);
		this.#push(right);
		this.#writer.op(wasm.i64LtU);
		this.#writer.op(wasm.i64ExtendI32U);
		return this.#keep();
	}

	/** a + b of at most `bits` bits. */
	add(a: readonly Limb[], b: readonly Limb[], bits: number): Limb[] {
		const writer = this.#writer;
		const count = limbCount(bits);
		const sum: Limb[] = [0n, 0n, 0n, 0n];
		let carry: number | undefined;
		for (let i = 0; i < count; i++) {
			const left = a[i]!;
			const right = b[i]!;
			const last = i === count - 1;
			if (carry === undefined) {
				if (left === 0n || right === 0n) {
					sum[i] = this.#copy(left === 0n ? right : left);
					continue;
				}
				this.#push(left);
				this.#push(right);
				writer.op(wasm.i64Add);
				sum[i] = this.#keep();
				if (!last) carry = this.#lessThan(sum[i]!, typeof left === "number" ? left : right);
				continue;
			}
			const other = left === 0n ? right : left;
			if (left === 0n || right === 0n) {
				this.#push(other);
				this.#push(carry);
				writer.op(wasm.i64Add);
				sum[i] = this.#keep();
				const next = last ? undefined : this.#lessThan(sum[i]!, carry);
				writer.releaseLocal(carry);
				carry = next;
				continue;
			}
			this.#push(left);
			this.#push(right);
			writer.op(wasm.i64Add);
			const partial = this.#keep();
			this.#push(partial);
			this.#push(carry);
			writer.op(wasm.i64Add);
			sum[i] = this.#keep();
			let next: number | undefined;
			if (!last) {
				this.#push(partial);
				this.#push(left);
				writer.op(wasm.i64LtU);
				this.#push(sum[i]!);
				this.#push(carry);
				writer.op(wasm.i64LtU);
				writer.op(wasm.i32Or);
				writer.op(wasm.i64ExtendI32U);
				next = this.#keep();
			}
			writer.releaseLocal(partial);
			writer.releaseLocal(carry);
			carry = next;
		}
		if (carry !== undefined) writer.releaseLocal(carry);
		return sum;
	}

	/** a - b modulo 2^256. */
	subtract(a: readonly Limb[], b: readonly Limb[]): Limb[] {
		const writer = this.#writer;
		const difference: Limb[] = [0n, 0n, 0n, 0n];
		let borrow: number | undefined;
		for (let i = 0; i < 4; i++) {
			const left = a[i]!;
			const right = b[i]!;
			const last = i === 3;
			if (right === 0n) {
				if (borrow === undefined) {
					difference[i] = this.#copy(left);
					continue;
				}
				this.#push(left);
				this.#push(borrow);
				writer.op(wasm.i64Sub);
				difference[i] = this.#keep();
				const next = last ? undefined : this.#lessThan(left, borrow);
				writer.releaseLocal(borrow);
				borrow = next;
				continue;
			}
			this.#push(left);
			this.#push(right);
			writer.op(wasm.i64Sub);
			const partial = this.#keep();
			if (borrow === undefined) {
				difference[i] = partial;
				if (!last) borrow = this.#lessThan(left, right);
				continue;
			}
			this.#push(partial);
			this.#push(borrow);
			writer.op(wasm.i64Sub);
			difference[i] = this.#keep();
			let next: number | undefined;
			if (!last) {
				this.#push(left);
				this.#push(right);
				writer.op(wasm.i64LtU);
				this.#push(partial);
				this.#push(borrow);
				writer.op(wasm.i64LtU);
				writer.op(wasm.i32Or);
				writer.op(wasm.i64ExtendI32U);
				next = this.#keep();
			}
			writer.releaseLocal(partial);
			writer.releaseLocal(borrow);
			borrow = next;
		}
		if (borrow !== undefined) writer.releaseLocal(borrow);
		return difference;
	}

	/** a · b, both of at most 64 bits. */
	multiply64(a: Limb, b: Limb, bits: number): Limb[] {
		const writer = this.#writer;
		this.#push(a);
		this.#push(b);
		writer.op(wasm.i64Mul);
		const low = this.#keep();
		if (bits <= 64) return [low, 0n, 0n, 0n];
		return [low, this.#multiplyHigh(a, b), 0n, 0n];
	}

	/** The upper 64 bits of a product, from products of 32-bit halves: WebAssembly has no wider multiplication yet. */
	#multiplyHigh(a: Limb, b: Limb): number {
		const writer = this.#writer;
		const half = (limb: Limb, upper: boolean): Limb => {
			if (typeof limb === "bigint") return upper ? limb >> 32n : limb & 0xffffffffn;
			this.#push(limb);
			writer.i64(upper ? 32n : 0xffffffffn);
			writer.op(upper ? wasm.i64ShrU : wasm.i64And);
			return this.#keep();
		};
		const al = half(a, false);
		const ah = half(a, true);
		const bl = half(b, false);
		const bh = half(b, true);
		const product = (left: Limb, right: Limb): void => {
			this.#push(left);
			this.#push(right);
			writer.op(wasm.i64Mul);
		};
		const shift = (): void => {
			writer.i64(32n);
			writer.op(wasm.i64ShrU);
		};
		// middle = ah·bl + (al·bl >> 32)
		product(ah, bl);
		product(al, bl);
		shift();
		writer.op(wasm.i64Add);
		const middle = this.#keep();
		// ah·bh + (middle >> 32) + ((al·bh + (middle & 0xffffffff)) >> 32)
		product(ah, bh);
		this.#push(middle);
		shift();
		writer.op(wasm.i64Add);
		product(al, bh);
		this.#push(middle);
		writer.i64(0xffffffffn);
		writer.op(wasm.i64And);
		writer.op(wasm.i64Add);
		shift();
		writer.op(wasm.i64Add);
		const high = this.#keep();
		for (const limb of [al, ah, bl, bh, middle]) if (typeof limb === "number") writer.releaseLocal(limb);
		return high;
	}

	/** a / b or a mod b, both of at most 64 bits; 0 when b is. */
	divide64(a: Limb, b: Limb, instruction: number): Limb[] {
		const writer = this.#writer;
		if (typeof b === "bigint") {
			if (b === 0n) return [0n, 0n, 0n, 0n];
			this.#push(a);
			this.#push(b);
			writer.op(instruction);
			return [this.#keep(), 0n, 0n, 0n];
		}
		const result = writer.takeLocal(wasmType.i64);
		writer.i64(0n);
		writer.set(result);
		this.#push(b);
		writer.op(wasm.i64Eqz);
		writer.op(wasm.i32Eqz);
		writer.if();
		this.#push(a);
		this.#push(b);
		writer.op(instruction);
		writer.set(result);
		writer.end();
		return [result, 0n, 0n, 0n];
	}
}
