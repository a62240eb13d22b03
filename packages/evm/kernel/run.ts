// The trampoline: runs the current frame, whichever it is, until the message that was entered first has ended. No frame
// runs inside another's native stack. Here the tier is chosen, too.
import { Exit, Halt, TraceFlag } from "../src/engine/abi";
import { Code } from "./code";
import { entersBlock } from "./compiled";
import { Frame, currentFrame, frameAt } from "./frame";
import { hostCompile } from "./host";
import { exitHalt, interpret } from "./interpreter";
import { leaveFrame, setOutput, tracing } from "./message";

/** Code in which this much gas was spent, and so much for each of its bytes, is compiled. */
let compileThreshold: i64 = i64.MAX_VALUE;
let compileThresholdPerByte: i64 = 0;

export function setCompileThreshold(gas: i64, gasPerByte: i64): void {
	compileThreshold = gas;
	compileThresholdPerByte = gasPerByte;
}

/** Exit.success when the message has ended (see lastExit), Exit.pending when the host has to answer first. */
export function run(): Exit {
	const root = changetype<usize>(frameAt(0));
	while (changetype<usize>(currentFrame) != root) {
		const frame = currentFrame;
		const exit = runFrame(frame);
		if (exit == Exit.pending) return exit;
		if (exit >= Exit.success) leaveFrame(frame, exit, exit == Exit.halt ? exitHalt : Halt.none);
	}
	return Exit.success;
}

/** Runs the frame in the tier its code has reached, until it ends or enters another. */
function runFrame(frame: Frame): Exit {
	const code = changetype<Code>(frame.code);
	if (tracing & TraceFlag.steps) {
		if (frame.codeSize != 0) return interpret(frame);
		// Only initcode can be empty here: it stops before any step.
		setOutput(0, 0);
		return Exit.success;
	}
	if (code.entry == 0 && code.heat >= compileThreshold + compileThresholdPerByte * <i64>frame.codeSize) hostCompile(changetype<usize>(code));
	if (code.entry != 0) {
		if (!entersBlock(frame, code)) return interpret(frame);
		const exit = call_indirect<Exit>(code.entry, frame, frame.sp, frame.gas);
		return exit == Exit.interpret ? interpret(frame) : exit;
	}
	const gasBefore = frame.gas;
	const exit = interpret(frame);
	// A failing frame keeps its gas until it is left: what it spent until now counts. What a frame it entered was given
	// is that frame's to spend.
	const given = changetype<usize>(currentFrame) == changetype<usize>(frame) ? 0 : currentFrame.gas;
	code.heat += gasBefore - frame.gas - given;
	return exit;
}
