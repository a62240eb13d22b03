// Nests calls as deep as they go, in every tier, and prints how deep that was: 1024 below the first (Yellow Paper 8). A program of
// its own, because it has to be run by other versions of Node, and with V8 forced to one of its compilers.
import { createEvm, MemoryState } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";

const contract = "0x00000000000000000000000000000000000000c0";
/** Calls itself with all gas and returns one more than what that returned; many words lie on the stack meanwhile. */
const source = `
	${"PUSH 7\n".repeat(40)}
	PUSH0
	PUSH0
	MSTORE
	PUSH 32
	PUSH0
	PUSH0
	PUSH0
	PUSH0
	ADDRESS
	GAS
	CALL
	POP
	PUSH0
	MLOAD
	PUSH 1
	ADD
	PUSH0
	MSTORE
	PUSH 32
	PUSH0
	RETURN
`;

for (const engine of ["interpreter", "compiler", "auto"]) {
	const state = new MemoryState({ [contract]: { code: assemble(source) } });
	const evm = createEvm({ fork: "Osaka", state, engine });
	for (let run = 0; run < 3; run++) {
		const { status, output } = evm.call({ to: contract, gas: 10n ** 17n });
		const depth = output.reduce((value, byte) => value * 256 + byte, 0);
		if (status !== "success" || depth !== 1025) {
			console.error(`${engine}, run ${run}: ${status}, ${depth} frames`);
			process.exit(1);
		}
	}
}
console.log(`Node ${process.versions.node} ${process.execArgv.join(" ")}: 1025 frames in every tier`);
