// How instructions fail. An instruction that charges gas returns what is left; a negative number means that it failed,
// for the reason `halt`, or for lack of gas when no reason was given. The number is then gas minus cost, so that traces
// can show the cost.
import { Halt } from "../src/engine/abi";

export let halt: Halt = Halt.none;

/** To be returned by an instruction that fails for another reason than gas. */
@inline
export function fail(reason: Halt): i64 {
	halt = reason;
	return -1;
}

/** To be returned by an instruction that has to wait for the host. It has changed nothing. */
@inline
export function suspend(): i64 {
	halt = Halt.suspended;
	return -1;
}

/** The reason of the failure that was just met; forgets it. */
export function takeHalt(): Halt {
	const reason = halt;
	halt = Halt.none;
	return reason == Halt.none ? Halt.outOfGas : reason;
}
