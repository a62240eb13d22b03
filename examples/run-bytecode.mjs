// Runs a few bytes of code, and shows the three ways an execution can end.
import { bytesToHex, createEvm } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";

const evm = createEvm({ fork: "Osaka" });
const to = "0x00000000000000000000000000000000000000c0";

// PUSH1 42, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN
const success = evm.call({ to, code: "0x602a5f5260205ff3" });
console.log(success.status, bytesToHex(success.output), `${success.gasUsed} gas`);

// Code may also be written as text.
const revert = evm.call({ to, code: assemble("PUSH 0xbad PUSH0 MSTORE PUSH 2 PUSH 30 REVERT") });
console.log(revert.status, bytesToHex(revert.output), `${revert.gasUsed} gas`);

const halt = evm.call({ to, code: assemble("loop: PUSH @loop JUMP"), gas: 100_000n });
console.log(halt.status, halt.status === "halt" ? halt.reason : "", `${halt.gasUsed} gas`);
