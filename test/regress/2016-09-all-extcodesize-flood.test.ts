import { expect, test } from "vitest";
import { runProgram } from "./run-program.js";

// September 2016: 50,000 EXTCODESIZE of other addresses in a transaction kept clients busy for up to a minute
// (EIP-150 raised the price). Reading an account that is not there must stay cheap in time as well.
const flood = `
	PUSH3 50000
next:
	DUP1 PUSH4 0x10000000 ADD EXTCODESIZE POP
	PUSH1 1 SWAP1 SUB
	DUP1 JUMPI @next
	STOP`;

test.each([
	["Homestead", 20n],
	["TangerineWhistle", 700n],
	["Berlin", 2600n],
] as const)("50,000 addresses in %s", (fork, price) => {
	const start = performance.now();
	const { result } = runProgram(flood, { fork, gas: 1_000_000_000n });
	expect(result.status).toBe("success");
	// Per round: JUMPDEST, two DUP1, PUSH4, ADD, EXTCODESIZE, POP, PUSH1, SWAP1, SUB, PUSH of the label, JUMPI.
	expect(result.gasUsed).toBe(3n + 50_000n * (1n + 3n + 3n + 3n + price + 2n + 3n + 3n + 3n + 3n + 3n + 10n));
	expect(performance.now() - start).toBeLessThan(20_000);
});
