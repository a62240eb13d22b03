import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// 2017: initcode may be large before EIP-3860, and is analysed each time it is run. When the analysis is slow, or repeated
// for every jump, a block of creations takes minutes (the reasoning of EIP-2677).
test("creations with 256 KiB of initcode that jump to its last byte", () => {
	const start = performance.now();
	const size = 0x40000;
	// Memory: PUSH3 size-1, JUMP, then PUSH1 over and over, and a JUMPDEST as the last byte. Copied doubling by the
	// identity contract.
	const { result, state } = runProgram(
		`
		SIZE = ${size}
		PUSH32 0x6060606060606060606060606060606060606060606060606060606060606060
		PUSH1 0 MSTORE
		PUSH1 32
	double:
		DUP1 DUP1 DUP1 PUSH1 0 PUSH1 4 GAS STATICCALL POP
		DUP1 ADD
		DUP1 PUSH SIZE GT JUMPI @double
		POP
		PUSH1 0x62 PUSH1 0 MSTORE8
		PUSH (SIZE - 1) PUSH1 232 SHL
		PUSH1 1 MSTORE
		PUSH1 0x56 PUSH1 4 MSTORE8
		PUSH1 0x5b PUSH (SIZE - 1) MSTORE8
		PUSH1 20
	create:
		PUSH SIZE PUSH1 0 PUSH1 0 CREATE
		PUSH1 0 MSTORE
		PUSH1 0x62 PUSH1 0 MSTORE8
		PUSH (SIZE - 1) PUSH1 232 SHL PUSH1 1 MSTORE
		PUSH1 0x56 PUSH1 4 MSTORE8
		PUSH1 1 SWAP1 SUB DUP1 JUMPI @create
		MSIZE PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN`,
		{ fork: "London", gas: 100_000_000n },
	);
	expect(result.status).toBe("success");
	expect(readWords(result)).toEqual([BigInt(size)]);
	// All creations went well: they are there besides the sender and the program.
	expect([...state.addresses()]).toHaveLength(2 + 20);
	expect(performance.now() - start).toBeLessThan(20_000);
});
