import { EnvironmentWord } from "../../abi.js";
import type { KernelLayout } from "../../kernel-layout.js";
import type { IrInstruction } from "../ir/value.js";
import { importIndex } from "../module-imports.js";
import { type FunctionWriter, frameLocal, gasLocal } from "../wasm/function-writer.js";
import { wasm, wasmType } from "../wasm/instructions.js";
import type { Limb } from "./operands.js";

const environmentWords: Readonly<Record<number, EnvironmentWord>> = {
	50: EnvironmentWord.origin,
	58: EnvironmentWord.gasPrice,
	65: EnvironmentWord.coinbase,
	66: EnvironmentWord.timestamp,
	67: EnvironmentWord.number,
	68: EnvironmentWord.prevRandao,
	69: EnvironmentWord.gasLimit,
	70: EnvironmentWord.chainId,
	72: EnvironmentWord.baseFee,
	74: EnvironmentWord.blobBaseFee,
};

/** Instructions that read the frame, the block or the transaction: loads from the kernel's records. */
export class Reads {
	readonly #writer: FunctionWriter;
	readonly #layout: KernelLayout;

	constructor(writer: FunctionWriter, layout: KernelLayout) {
		this.#writer = writer;
		this.#layout = layout;
	}

	/** The limbs of what an instruction without operands pushes. */
	read({ opcode, gasBehind }: IrInstruction): Limb[] {
		const { FRAME_SELF, FRAME_CALLER, FRAME_VALUE, FRAME_INPUT_SIZE, FRAME_MEMORY_SIZE, ENVIRONMENT } = this.#layout;
		const writer = this.#writer;
		const keep = (): Limb => {
			const local = writer.takeLocal(wasmType.i64);
			writer.set(local);
			return local;
		};
		/** Limbs at an address that is pushed anew for each. */
		const loadLimbs = (count: number, offset: number, pushBase: () => void): Limb[] =>
			[0, 1, 2, 3].map((i) => {
				if (i >= count) return 0n;
				pushBase();
				writer.memory(wasm.i64Load, offset + i * 8);
				return keep();
			});
		const pushFrame = (): void => writer.get(frameLocal);
		const pushField = (field: number) => (): void => {
			writer.get(frameLocal);
			writer.memory(wasm.i32Load, field);
		};
		switch (opcode) {
			case 48:
				return loadLimbs(3, 0, pushField(FRAME_SELF));
			case 51:
				return loadLimbs(3, 0, pushField(FRAME_CALLER));
			case 52:
				return loadLimbs(4, FRAME_VALUE, pushFrame);
			case 71:
				return loadLimbs(4, this.#layout.ACCOUNT_BALANCE, pushField(FRAME_SELF));
			case 54:
			case 89:
				pushFrame();
				writer.memory(wasm.i64Load32U, opcode === 54 ? FRAME_INPUT_SIZE : FRAME_MEMORY_SIZE);
				return [keep(), 0n, 0n, 0n];
			case 61:
				writer.call(importIndex("getReturnDataSize"));
				writer.op(wasm.i64ExtendI32U);
				return [keep(), 0n, 0n, 0n];
			case 90:
				writer.get(gasLocal);
				writer.i64(BigInt(gasBehind));
				writer.op(wasm.i64Add);
				return [keep(), 0n, 0n, 0n];
			default: {
				const word = environmentWords[opcode]!;
				const isAddress = word === EnvironmentWord.origin || word === EnvironmentWord.coinbase;
				return loadLimbs(isAddress ? 3 : 4, ENVIRONMENT + word * 32, () => writer.i32(0));
			}
		}
	}
}
