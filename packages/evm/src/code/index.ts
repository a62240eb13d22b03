export { type BasicBlock, type BlockEnding, findBasicBlocks } from "./basic-blocks.js";
export {
	findDefinedOpcode,
	type Instruction,
	isValidImmediate,
	iterateInstructions,
	pushedNumber,
} from "./instructions.js";
export { findJumpDestinations, isJumpDestination, listJumpDestinations } from "./jump-destinations.js";
