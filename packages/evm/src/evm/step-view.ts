import type { Step } from "../trace/tracer.js";
import type { Machine } from "./machine.js";

/** The running frame as tracers see it; one object, which looks into the kernel's memory when asked. */
export class StepView implements Step {
	readonly #machine: Machine;
	frame = 0;

	constructor(machine: Machine) {
		this.#machine = machine;
	}

	#read(offset: number): number {
		return this.#machine.kernel.readU32(this.frame + offset);
	}

	get pc(): number {
		const { layout } = this.#machine.kernel;
		return this.#read(layout.FRAME_PC) - this.#read(layout.FRAME_CODE_START);
	}

	get opcode(): number {
		const { kernel } = this.#machine;
		return kernel.bytes[this.#read(kernel.layout.FRAME_PC)]!;
	}

	get gas(): bigint {
		const { kernel } = this.#machine;
		return kernel.readGas(this.frame + kernel.layout.FRAME_GAS);
	}

	get depth(): number {
		return this.#read(this.#machine.kernel.layout.FRAME_DEPTH);
	}

	get address(): Step["address"] {
		return this.#machine.addressOf(this.#read(this.#machine.kernel.layout.FRAME_SELF));
	}

	get memorySize(): number {
		return this.#read(this.#machine.kernel.layout.FRAME_MEMORY_SIZE);
	}

	get refund(): bigint {
		return this.#machine.kernel.functions.getRefund();
	}

	get stackHeight(): number {
		const { layout } = this.#machine.kernel;
		return (this.#read(layout.FRAME_SP) - this.#read(layout.FRAME_STACK_BASE)) / 32;
	}

	stack(): bigint[] {
		const { kernel } = this.#machine;
		const base = this.#read(kernel.layout.FRAME_STACK_BASE) + 32;
		return Array.from({ length: this.stackHeight }, (_, index) => kernel.readWord(base + index * 32));
	}

	peek(fromTop: number): bigint {
		const { kernel } = this.#machine;
		if (fromTop >= this.stackHeight) return 0n;
		return kernel.readWord(this.#read(kernel.layout.FRAME_SP) - fromTop * 32);
	}

	peekHex(fromTop: number): string {
		if (fromTop >= this.stackHeight) return "0x0";
		const { kernel } = this.#machine;
		const words = kernel.words32;
		const lowest = (this.#read(kernel.layout.FRAME_SP) - fromTop * 32) >>> 2;
		let at = lowest + 7;
		while (at > lowest && words[at] === 0) at--;
		let text = `0x${words[at]!.toString(16)}`;
		while (at > lowest) text += words[--at]!.toString(16).padStart(8, "0");
		return text;
	}

	memory(): Uint8Array {
		const { kernel } = this.#machine;
		return kernel.copyBytes(this.#read(kernel.layout.FRAME_MEMORY), this.memorySize);
	}

	memoryRange(start: number, size: number): Uint8Array {
		const { kernel } = this.#machine;
		const within = Math.max(0, Math.min(size, this.memorySize - start));
		return kernel.copyBytes(this.#read(kernel.layout.FRAME_MEMORY) + start, within);
	}

	returnData(): Uint8Array {
		const { kernel } = this.#machine;
		return kernel.copyBytes(kernel.functions.getReturnData() >>> 0, kernel.functions.getReturnDataSize());
	}
}
