// A frame is a resumable state machine (DESIGN section 4): all it needs to go on lies here, so 1024 nested calls use no
// native stack, and a frame can wait for the host in the middle of an instruction.
import { allocate } from "./heap";
import { FrameKind } from "../src/engine/abi";

@unmanaged
export class Frame {
	/** Address of the next instruction. */
	pc: usize;
	/** Address of the top word of the operand stack. */
	sp: usize;
	gas: i64;
	/** Gas for growing the state; always 0 before EIP-8037. */
	stateGas: i64;

	code: usize; // Code
	codeStart: usize;
	codeSize: u32;
	jumpDestinations: usize;
	/** One word below the first word of the stack: height in bytes is sp - stackBase. */
	stackBase: usize;
	memory: usize;
	/** Bytes, a multiple of 32. */
	memorySize: u32;
	input: usize;
	inputSize: u32;
	/** Where in the caller's memory the output goes. */
	outputOffset: u32;
	outputSize: u32;

	kind: FrameKind;
	isStatic: u32;
	/** 1 for the frame of a transaction, 0 for the root, which only holds results. */
	depth: u32;

	/** Whose storage and balance it works on. */
	self: usize; // Account
	caller: usize; // Account
	/** Whose code it runs. */
	codeAccount: usize; // Account
	value0: u64;
	value1: u64;
	value2: u64;
	value3: u64;

	// What a failure goes back to.
	journalMark: usize;
	logMark: usize;
	refundMark: i64;
	/** Gas at the start. */
	initialGas: i64;
}

/** Deepest frame: the frame of the transaction has depth 1 and 1024 more may be nested (Yellow Paper 8). */
export const MAX_DEPTH: u32 = 1025;

export const FRAME_SIZE: usize = 256;
let frames: usize = 0;

/** The frame that runs. */
export let currentFrame: Frame = changetype<Frame>(0);

export function setCurrentFrame(frame: Frame): void {
	currentFrame = frame;
}

export function initializeFrames(): void {
	frames = allocate(<usize>(MAX_DEPTH + 2) * FRAME_SIZE);
	memory.fill(frames, 0, FRAME_SIZE);
	currentFrame = changetype<Frame>(frames);
}

@inline
export function frameAt(depth: u32): Frame {
	return changetype<Frame>(frames + <usize>depth * FRAME_SIZE);
}

@inline
export function parentOf(frame: Frame): Frame {
	return changetype<Frame>(changetype<usize>(frame) - FRAME_SIZE);
}

@inline
export function childOf(frame: Frame): Frame {
	return changetype<Frame>(changetype<usize>(frame) + FRAME_SIZE);
}

/** Address of the 32-byte value of the message. */
@inline
export function valueOf(frame: Frame): usize {
	return changetype<usize>(frame) + offsetof<Frame>("value0");
}
