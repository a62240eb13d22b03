import { EnvironmentWord } from "../engine/abi.js";
import type { Machine } from "./machine.js";

const blockHashOpcode = 0x40;
/** More than the instruction costs. */
const enoughGas = 1_000_000n;

/**
 * A frame that waits before an instruction although the kernel has nothing to ask. The kernel suspends a frame only in
 * an instruction that the host cannot answer yet. So the frame is given one: a BLOCKHASH of its own, outside the code, with its own stack and
 * gas, which the machine does not answer. When the kernel has returned, the frame is put back as it was; the step
 * counts as told already.
 */
export class Pause {
	readonly #machine: Machine;
	readonly #frame: number;
	readonly #pc: number;
	readonly #sp: number;
	readonly #stackBase: number;
	readonly #gas: bigint;
	readonly #number: bigint;

	/** To be made while the kernel tells of a step of this frame. */
	constructor(machine: Machine, frame: number) {
		const { kernel, scratch } = machine;
		const { layout } = kernel;
		this.#machine = machine;
		this.#frame = frame;
		this.#pc = kernel.readU32(frame + layout.FRAME_PC);
		this.#sp = kernel.readU32(frame + layout.FRAME_SP);
		this.#stackBase = kernel.readU32(frame + layout.FRAME_STACK_BASE);
		this.#gas = kernel.readU64(frame + layout.FRAME_GAS);
		this.#number = kernel.readWord(layout.ENVIRONMENT + EnvironmentWord.number * 32);
		// The scratch words: below the stack, the stack's only word, the code.
		kernel.writeWord(scratch + 32, 0n);
		kernel.bytes[scratch + 64] = blockHashOpcode;
		kernel.setEnvironment(EnvironmentWord.number, 1n);
		kernel.writeU32(frame + layout.FRAME_PC, scratch + 64);
		kernel.writeU32(frame + layout.FRAME_SP, scratch + 32);
		kernel.writeU32(frame + layout.FRAME_STACK_BASE, scratch);
		kernel.writeU64(frame + layout.FRAME_GAS, enoughGas);
	}

	/** Puts the frame back, once the kernel has returned. */
	end(): void {
		const { kernel } = this.#machine;
		const { layout } = kernel;
		const frame = this.#frame;
		kernel.setEnvironment(EnvironmentWord.number, this.#number);
		kernel.writeU32(frame + layout.FRAME_PC, this.#pc);
		kernel.writeU32(frame + layout.FRAME_SP, this.#sp);
		kernel.writeU32(frame + layout.FRAME_STACK_BASE, this.#stackBase);
		kernel.writeU64(frame + layout.FRAME_GAS, this.#gas);
	}
}
