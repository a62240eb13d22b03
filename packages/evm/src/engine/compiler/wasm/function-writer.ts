import { ByteWriter } from "./byte-writer.js";
import { simd, wasm, wasmType } from "./instructions.js";

/** Parameters of every block function: the frame, its stack pointer, its gas. */
export const parameterTypes: readonly number[] = [wasmType.i32, wasmType.i32, wasmType.i64];
export const frameLocal = 0;
export const stackLocal = 1;
export const gasLocal = 2;

/** One function's body: instructions, and locals that are handed out and taken back. */
export class FunctionWriter {
	readonly code: ByteWriter = new ByteWriter();
	readonly #types: number[] = [];
	readonly #free = new Map<number, number[]>();
	// The last local.set: which local, and where it lies.
	#setLocal = -1;
	#setStart = 0;
	#setEnd = 0;

	reset(): void {
		this.code.clear();
		this.#types.length = 0;
		this.#free.clear();
		this.#setLocal = -1;
	}

	get localCount(): number {
		return this.#types.length;
	}

	/** A local of the type, whose content is undefined. */
	takeLocal(type: number): number {
		const free = this.#free.get(type)?.pop();
		if (free !== undefined) return free;
		this.#types.push(type);
		return parameterTypes.length + this.#types.length - 1;
	}

	releaseLocal(local: number): void {
		const type = this.#types[local - parameterTypes.length]!;
		const free = this.#free.get(type);
		if (free === undefined) this.#free.set(type, [local]);
		else free.push(local);
	}

	op(instruction: number): void {
		this.code.byte(instruction);
	}

	get(local: number): void {
		if (local === this.#setLocal && this.code.length === this.#setEnd) {
			// Was set by the instruction before: that one leaves the value.
			this.code.replace(this.#setStart, wasm.localTee);
			this.#setLocal = -1;
			return;
		}
		this.code.byte(wasm.localGet);
		this.code.u32(local);
	}

	set(local: number): void {
		this.#setLocal = local;
		this.#setStart = this.code.length;
		this.code.byte(wasm.localSet);
		this.code.u32(local);
		this.#setEnd = this.code.length;
	}

	tee(local: number): void {
		this.code.byte(wasm.localTee);
		this.code.u32(local);
	}

	i32(value: number): void {
		this.code.byte(wasm.i32Const);
		this.code.i32(value);
	}

	i64(value: bigint): void {
		this.code.byte(wasm.i64Const);
		this.code.i64(value);
	}

	call(index: number): void {
		this.code.byte(wasm.call);
		this.code.u32(index);
	}

	returnCall(index: number): void {
		this.code.byte(wasm.returnCall);
		this.code.u32(index);
	}

	/** A load or store; the address, and for a store the value, are on the stack. */
	memory(instruction: number, offset: number): void {
		this.code.byte(instruction);
		this.code.u32(0); // no alignment is promised
		this.code.u32(offset);
	}

	simdMemory(instruction: number, offset: number): void {
		this.code.byte(wasm.simd);
		this.code.u32(instruction);
		this.code.u32(0);
		this.code.u32(offset);
	}

	/** Reverses the 16 bytes on the stack. */
	reverseBytes(scratch: number): void {
		this.tee(scratch);
		this.get(scratch);
		this.code.byte(wasm.simd);
		this.code.u32(simd.shuffle);
		for (let lane = 15; lane >= 0; lane--) this.code.byte(lane);
	}

	lane(instruction: number, lane: number): void {
		this.code.byte(wasm.simd);
		this.code.u32(instruction);
		this.code.byte(lane);
	}

	splat(): void {
		this.code.byte(wasm.simd);
		this.code.u32(simd.i64x2Splat);
	}

	/** A vector of two 64-bit numbers. */
	vectorConstant(low: bigint, high: bigint): void {
		this.code.byte(wasm.simd);
		this.code.u32(simd.constant);
		this.code.u64Bytes(low);
		this.code.u64Bytes(high);
	}

	if(): void {
		this.code.byte(wasm.if);
		this.code.byte(wasmType.empty);
	}

	loop(): void {
		this.code.byte(wasm.loop);
		this.code.byte(wasmType.empty);
	}

	/** Branches to a block or loop around. @param depth 0: the innermost */
	br(depth: number): void {
		this.code.byte(wasm.br);
		this.code.u32(depth);
	}

	brIf(depth: number): void {
		this.code.byte(wasm.brIf);
		this.code.u32(depth);
	}

	end(): void {
		this.code.byte(wasm.end);
	}

	/** Writes size, locals and instructions to the module. */
	writeTo(module: ByteWriter): void {
		const start = module.openSize();
		// Runs of one type are one entry.
		const runs: [count: number, type: number][] = [];
		for (const type of this.#types) {
			const last = runs.at(-1);
			if (last !== undefined && last[1] === type) last[0]++;
			else runs.push([1, type]);
		}
		module.u32(runs.length);
		for (const [count, type] of runs) {
			module.u32(count);
			module.byte(type);
		}
		module.bytes(this.code.view());
		module.byte(wasm.end);
		module.closeSize(start);
	}
}
