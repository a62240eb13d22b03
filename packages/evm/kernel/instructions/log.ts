// LOG0 to LOG4.
import { Halt } from "../../src/engine/abi";
import { Parameter } from "../../src/spec/parameters";
import { fail } from "../fault";
import { Frame } from "../frame";
import { appendLog } from "../logs";
import { rangeEnd } from "../memory";
import { parameter } from "../tables";
import { reachEnd } from "./memory";

/** [sp] = offset, [sp - 32] = size, then the topics. */
export function log(frame: Frame, sp: usize, gas: i64, topics: u32): i64 {
	if (frame.isStatic) return fail(Halt.staticWrite);
	const end = rangeEnd(sp, sp - 32);
	if (end == u64.MAX_VALUE) return fail(Halt.gasOverflow);
	const size = load<u64>(sp - 32);
	gas -= <i64>topics * parameter(Parameter.logTopic) + <i64>size * parameter(Parameter.logDataByte);
	if (gas < 0) return gas;
	gas = reachEnd(frame, gas, end);
	if (gas < 0) return gas;
	const data = size == 0 ? frame.memory : frame.memory + load<u32>(sp);
	return appendLog(frame.self, topics, sp - 64, data, <u32>size) ? gas : fail(Halt.memoryLimit);
}
