// KECCAK256.
import { Halt } from "../../src/engine/abi";
import { Parameter } from "../../src/spec/parameters";
import { fail } from "../fault";
import { Frame } from "../frame";
import { keccak256 } from "../keccak";
import { rangeEnd } from "../memory";
import { hashPair } from "../pair-hashes";
import { parameter } from "../tables";
import { loadBigEndian } from "../words/convert";
import { reachEnd } from "./memory";

/** [sp] = offset, [sp - 32] = size, which becomes the hash. */
export function hash(frame: Frame, sp: usize, gas: i64): i64 {
	const end = rangeEnd(sp, sp - 32);
	if (end == u64.MAX_VALUE) return fail(Halt.gasOverflow);
	const size = load<u64>(sp - 32);
	gas = reachEnd(frame, gas - <i64>((size + 31) >> 5) * parameter(Parameter.keccakWord), end);
	if (gas < 0) return gas;
	const source = size == 0 ? frame.memory : frame.memory + load<u32>(sp);
	if (size == 64) {
		hashPair(source, sp - 32);
	} else {
		keccak256(source, <usize>size, sp - 32);
		loadBigEndian(sp - 32, sp - 32);
	}
	return gas;
}
