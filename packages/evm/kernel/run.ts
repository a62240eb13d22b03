// The trampoline: runs the current frame, whichever it is, until the message that was entered first has ended. No frame
// runs inside another's native stack.
import { Exit, Halt } from "../src/engine/abi";
import { currentFrame, frameAt } from "./frame";
import { exitHalt, interpret } from "./interpreter";
import { leaveFrame } from "./message";

/** Exit.success when the message has ended (see lastExit), Exit.pending when the host has to answer first. */
export function run(): Exit {
	const root = changetype<usize>(frameAt(0));
	while (changetype<usize>(currentFrame) != root) {
		const frame = currentFrame;
		const exit = interpret(frame);
		if (exit == Exit.pending) return exit;
		if (exit >= Exit.success) leaveFrame(frame, exit, exit == Exit.halt ? exitHalt : Halt.none);
	}
	return Exit.success;
}
