import { type Address, bytesToHex, createEvm, type FrameStart, MemoryState, type Tracer } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import type { EngineTier } from "@evmore/evm/engine";
import { expect, test } from "vitest";

const contract: Address = "0x00000000000000000000000000000000000000c0";
const middle: Address = "0x00000000000000000000000000000000000000c1";
const watched: Address = "0x00000000000000000000000000000000000000c2";
const other: Address = "0x00000000000000000000000000000000000000c3";

const callOf = (target: Address, kind = "CALL"): string =>
	`PUSH0 PUSH0 PUSH 32 PUSH0 ${kind === "CALL" ? "PUSH0" : ""} PUSH ${target} GAS ${kind} POP`;

/** Calls others in a loop, which is so long that it becomes hot: the watched account directly, and through another contract. */
const rounds = 200;
const code = assemble(`
	PUSH ${rounds}
	loop:
	DUP1 PUSH0 MSTORE
	${callOf(other)} ${callOf(watched)} ${callOf(middle)}
	PUSH 1 SWAP1 SUB DUP1 PUSH @loop JUMPI
	PUSH 32 PUSH0 RETURN`);
const middleCode = assemble(`PUSH 7 PUSH0 MSTORE ${callOf(other)} ${callOf(watched, "STATICCALL")} STOP`);

function setUp(engine: EngineTier, watchedCode: string): ReturnType<typeof createEvm> {
	const state = new MemoryState();
	state.setAccount(contract, { code });
	state.setAccount(middle, { code: middleCode });
	state.setAccount(watched, { code: watchedCode === "" ? new Uint8Array(0) : assemble(watchedCode) });
	return createEvm({ engine, state });
}

test.each(
	(["interpreter", "compiler", "auto"] as const).flatMap((engine) =>
		["", "PUSH 1 PUSH0 MSTORE STOP", "PUSH0 PUSH0 REVERT"].map((watchedCode) => ({ engine, watchedCode })),
	),
)("a tracer is told of the calls of one account only: $engine, $watchedCode", async ({ engine, watchedCode }) => {
	const evm = setUp(engine, watchedCode);
	const plain = evm.call({ to: contract, gas: 10_000_000n });
	const seen: FrameStart[] = [];
	const ends: unknown[] = [];
	const tracer: Tracer = {
		entersOnly: watched,
		enter: (frame) => seen.push(frame),
		leave: (frame) => ends.push(frame),
	};
	const traced = await evm.callAsync({ to: contract, gas: 10_000_000n, tracer });
	expect([traced.status, traced.gasUsed, bytesToHex(traced.output)]).toEqual([
		plain.status,
		plain.gasUsed,
		bytesToHex(plain.output),
	]);
	expect(seen.length).toBe(2 * rounds);
	expect(new Set(seen.map(({ to }) => to))).toEqual(new Set([watched]));
	expect(new Set(seen.map(({ from }) => from))).toEqual(new Set([contract, middle]));
	// The loop counts down, and tells where it is; the contract between says 7.
	expect(seen.filter(({ from }) => from === contract).map(({ input }) => input[31])).toEqual(
		Array.from({ length: rounds }, (_, round) => rounds - round),
	);
	expect(seen.filter(({ from }) => from === middle).every(({ input, depth }) => input[31] === 7 && depth === 3)).toBe(
		true,
	);
	expect(ends).toEqual([]);
	// Nobody watches any more.
	evm.call({ to: contract, gas: 10_000_000n });
	expect(seen.length).toBe(2 * rounds);
});
