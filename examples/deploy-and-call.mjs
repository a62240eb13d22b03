// Deploys a counter, and calls it three times; the state stays between the calls.
import { bytesToHex, createEvm, MemoryState } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";

const from = "0x00000000000000000000000000000000000000aa";
const state = new MemoryState({ [from]: { balance: 10n ** 18n } });
const evm = createEvm({ state });

// Raises slot 0 by one, and returns the new value.
const counter = assemble("PUSH0 SLOAD PUSH 1 ADD DUP1 PUSH0 SSTORE PUSH0 MSTORE PUSH 32 PUSH0 RETURN");

// Creation code: what it returns becomes the contract. It copies the counter, which follows it, to memory.
const initcode = assemble(`
	PUSH1 ${counter.length} PUSH1 @counter PUSH0 CODECOPY
	PUSH1 ${counter.length} PUSH0 RETURN
counter:
`);
// The label stands for a JUMPDEST; the contract begins in its place.
const data = new Uint8Array([...initcode.slice(0, -1), ...counter]);

const { createdAddress } = evm.call({ from, data, commit: true });
console.log("deployed at", createdAddress);

for (let i = 0; i < 3; i++) {
	const { output, gasUsed } = evm.call({ from, to: createdAddress, commit: true });
	console.log(`count ${BigInt(bytesToHex(output))}, ${gasUsed} gas`);
}

// Without `commit` a call leaves no trace.
evm.call({ from, to: createdAddress });
console.log("slot 0 holds", state.getStorage(createdAddress, 0n));
