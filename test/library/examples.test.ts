import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles, repositoryRoot } from "../architecture/source-file.js";

/** What each program in examples/ prints. */
const outputs: Readonly<Record<string, string>> = {
	"deploy-and-call.mjs": `
deployed at 0x45eb6484d76cfe3f45708b91f5af8ce495134fac
count 1, 22126 gas
count 2, 5026 gas
count 3, 5026 gas
slot 0 holds 3n
`,
	"remote-state.mjs": `
success 285n 21479 gas, 16 requests
success 16 requests
`,
	"run-bytecode.mjs": `
success 0x000000000000000000000000000000000000000000000000000000000000002a 16 gas
revert 0x0bad 17 gas
halt outOfGas 100000 gas
`,
	"trace-like-geth.mjs": `
CALL to 0x00000000000000000000000000000000000000ce makes a CALL to 0x00000000000000000000000000000000000000c0
slot 0: 41n → 42n
ADD 3, PUSH0 2, SSTORE 2900, STOP 0, STOP 0
`,
	"trace.mjs": `
→ 0x00000000000000000000000000000000000000c0 with 100000 gas
    0 PUSH0  0 on the stack, 2 gas
    1 PUSH0  1 on the stack, 2 gas
    2 PUSH0  2 on the stack, 2 gas
    3 PUSH0  3 on the stack, 2 gas
    4 PUSH0  4 on the stack, 2 gas
    5 PUSH1  5 on the stack, 3 gas
    7 GAS    6 on the stack, 2 gas
    8 CALL   7 on the stack, 98464 gas
  → 0x00000000000000000000000000000000000000c1 with 95864 gas
      0 PUSH1  0 on the stack, 3 gas
      2 PUSH1  1 on the stack, 3 gas
      4 SSTORE 2 on the stack, 22100 gas
slot 1: 0 → 5
      5 STOP   0 on the stack, 0 gas
  ← success, 22106 gas used
    9 PUSH0  1 on the stack, 2 gas
   10 SLOAD  2 on the stack, 2100 gas
   11 STOP   2 on the stack, 0 gas
← success, 26823 gas used
`,
	"transact-signed.mjs": `
transaction 0x7d8a51213446adba63bdd7daa401e2ffa9dc2afa608b908eb6e57598ab916b91 103 bytes
success 21000 gas at 9 wei
the recipient has 1000n wei
refused TransactionException.NONCE_MISMATCH_TOO_LOW
`,
};

const programs = listFiles("examples", /\.mjs$/).map((path) => path.slice("examples/".length));

test("all examples are tested, and told about", () => {
	expect(programs).toEqual(Object.keys(outputs));
	const text = readFileSync(join(repositoryRoot, "examples/README.md"), "utf8");
	for (const program of programs) expect(text).toContain(`(${program})`);
});

test.each(programs)("%s", (program) => {
	const output = execFileSync(process.execPath, [join("examples", program)], { encoding: "utf8", cwd: repositoryRoot });
	expect(output).toBe(outputs[program]!.trimStart());
});
