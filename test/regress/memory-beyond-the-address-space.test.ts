import { createEvm, type Hex, MemoryState } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { expect, test } from "vitest";

// With more gas than any block has, a message can ask for all that WebAssembly can address. It takes gigabytes for a moment.

const to: Hex = "0x00000000000000000000000000000000000000aa";
const limitMs = 60_000;

// The size that was looked for wrapped around, and the loop that doubles it never ended.
test(
	"a log that does not fit is a halt, not a hang",
	() => {
		const source = `PUSH ${0x7ff00000 - 32} MLOAD POP PUSH ${2 << 20} PUSH0 LOG0 PUSH ${0x7ff00000} PUSH0 LOG0 STOP`;
		const result = createEvm({ engine: "interpreter" }).call({ to, code: assemble(source) });
		expect(result.status === "halt" && result.reason).toBe("memoryLimit");
	},
	limitMs,
);

// The end of the memory wrapped around, and a trap came out of `call`.
test(
	"a call whose memory does not fit behind its caller's fails",
	() => {
		const inner = "0x00000000000000000000000000000000000000bb";
		const state = new MemoryState({
			[to]: {
				code: assemble(`PUSH ${0x7fe00000 - 32} MLOAD POP PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH 0xbb GAS CALL
					PUSH0 MSTORE PUSH 32 PUSH0 RETURN`),
			},
			[inner]: { code: assemble(`PUSH ${0x7ff00000 - 32} MLOAD STOP`) },
		});
		const { status, output } = createEvm({ state }).call({ to, data: new Uint8Array(8 << 20) });
		expect([status, output.at(-1)]).toEqual(["success", 0]);
	},
	limitMs,
);

// The journal was full, and a trap came out of `call`.
test(
	"changes without end are a halt, not a trap",
	() => {
		const evm = createEvm({ engine: "interpreter" });
		const result = evm.call({ to, code: assemble("again: PUSH0 PUSH0 TSTORE PUSH0 JUMP") });
		expect(result.status === "halt" && result.reason).toBe("memoryLimit");
		expect(evm.call({ to, code: assemble("PUSH 1 STOP") })).toMatchObject({ status: "success", gasUsed: 3n });
	},
	limitMs,
);
