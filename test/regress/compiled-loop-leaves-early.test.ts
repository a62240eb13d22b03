import { expect, test } from "vitest";
import { runProgram } from "./run-program.js";

/*
 * A loop keeps words in locals from round to round. Whoever left it before the block had read all of them wrote only those
 * that had been read: here the inner counter, but not the outer one, which then never came to its end.
 */
test("a branch out of a loop writes the words that are read only behind it", () => {
	const { result } = runProgram(`
		PUSH 0xcc
		PUSH 2
		outer:
		PUSH 0
		PUSH 4
		inner:
		PUSH 0
		PUSH 11
		PUSH @over
		JUMPI
		POP
		over:
		POP
		PUSH 1
		SWAP1
		SUB
		DUP1
		PUSH @inner
		JUMPI
		POP
		POP
		PUSH 1
		SWAP1
		SUB
		DUP1
		PUSH @outer
		JUMPI
		POP
	`);
	expect(result.status).toBe("success");
	expect(result.gasUsed).toBeLessThan(1000n);
});
