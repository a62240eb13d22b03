import type { Address } from "../bytes/address.js";
import { FrameKind } from "../engine/abi.js";
import type { Kernel } from "../engine/kernel.js";
import { BaseError } from "../errors/base-error.js";
import type { FrameStart } from "../trace/tracer.js";
import type { Machine } from "./machine.js";

/** Inputs up to this many bytes are copied at once: that takes no longer than the call itself. */
const smallBytes = 4096;

/** A frame that begins, as tracers see it. Its input may be large, and most tracers do not look at it: it is copied on demand. */
export class EnteredFrame implements FrameStart {
	readonly kind: FrameKind;
	readonly depth: number;
	readonly from: Address;
	readonly to: Address;
	readonly value: bigint;
	readonly gas: bigint;
	readonly inputSize: number;
	readonly #kernel: Kernel;
	readonly #inputAt: number;
	#input: Uint8Array | undefined;
	#isOpen = true;

	constructor(machine: Machine, frame: number) {
		const { kernel } = machine;
		const { layout } = kernel;
		const read = (offset: number): number => kernel.readU32(frame + offset);
		this.#kernel = kernel;
		this.kind = read(layout.FRAME_KIND) as FrameKind;
		this.depth = read(layout.FRAME_DEPTH);
		// Who delegates is not the caller that the code sees.
		const isDelegated = this.kind === FrameKind.delegateCall;
		this.from = machine.addressOf(read(isDelegated ? layout.FRAME_SELF : layout.FRAME_CALLER));
		this.to = machine.addressOf(read(layout.FRAME_CODE_ACCOUNT));
		this.value = kernel.readWord(frame + layout.FRAME_VALUE);
		this.gas = kernel.readGas(frame + layout.FRAME_GAS);
		this.inputSize = read(layout.FRAME_INPUT_SIZE);
		this.#inputAt = read(layout.FRAME_INPUT);
		if (this.inputSize <= smallBytes) this.#input = this.readInput(0, this.inputSize);
	}

	/** The hook has run: what was not looked at will be other bytes soon. */
	close(): void {
		this.#isOpen = false;
	}

	get input(): Uint8Array {
		this.#input ??= this.readInput(0, this.inputSize);
		return this.#input;
	}

	readInput(offset: number, size: number): Uint8Array {
		const start = Math.min(offset, this.inputSize);
		if (this.#input !== undefined) return this.#input.slice(start, start + size);
		if (!this.#isOpen) throw new LateLookError("the input of a frame is to be looked at while the hook `enter` runs");
		return this.#kernel.copyBytes(this.#inputAt + start, Math.min(size, this.inputSize - start));
	}
}

/** A tracer looked at what lies in the machine's memory when it was no longer there. */
export class LateLookError extends BaseError {}
