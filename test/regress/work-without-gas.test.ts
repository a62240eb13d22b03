import { createEvm, type Hex } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { expect, test } from "vitest";

// Each of these took from seconds to most of a minute where milliseconds are right: the limit of time is far from both.
const limitMs = 20_000;
const to: Hex = "0x00000000000000000000000000000000000000aa";

function run(engine: "interpreter" | "compiler", source: string, gas?: bigint) {
	return createEvm({ engine }).call({ to, code: assemble(source), ...(gas !== undefined && { gas }) });
}

const engines = ["interpreter", "compiler"] as const;

// The whole input was copied before the price was asked for: 2 MiB for each call that cannot pay for SHA-256.
test.each(engines)(
	"a precompiled contract that is not paid for costs no time (%s)",
	(engine) => {
		const result = run(
			engine,
			`PUSH ${2 ** 21 - 32} MLOAD POP PUSH 60000
			again:
				PUSH0 PUSH0 PUSH ${2 ** 21} PUSH0 PUSH 2 PUSH0 STATICCALL POP
				PUSH 1 SWAP1 SUB DUP1 PUSH @again JUMPI STOP`,
			16_777_216n,
		);
		expect(result.status === "halt" && result.reason).toBe("outOfGas");
	},
	limitMs,
);

// The upper 15 bits of a key did not get to the bits of the hash that are used, whatever the seed.
test.each(engines)(
	"keys that differ in their upper bits alone do not collide (%s)",
	(engine) => {
		const result = run(
			engine,
			`PUSH 32767
			write:
				DUP1 DUP1 PUSH 241 SHL TSTORE
				PUSH 1 SWAP1 SUB DUP1 PUSH @write JUMPI
				PUSH 500000
			read:
				PUSH 1 PUSH 241 SHL TLOAD POP
				PUSH 1 SWAP1 SUB DUP1 PUSH @read JUMPI STOP`,
		);
		expect(result.status).toBe("success");
	},
	limitMs,
);
