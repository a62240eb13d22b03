import { bytesToHex, createEvm, type Hex } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { createTracer, type FrameStart, TraceLimitError, type Tracer } from "@evmore/evm/trace";
import { createNode } from "@evmore/node";
import { expect, test } from "vitest";

const contract: Hex = "0x00000000000000000000000000000000000000c0";
const limitMs = 20_000;
/** Calls an empty account again and again, each time with half a megabyte of input. */
const callWithMuch = assemble("again: PUSH0 PUSH0 PUSH 524288 PUSH0 PUSH0 PUSH 0xdd GAS CALL POP PUSH0 JUMP");

// They took as much gas as they asked for, 2^44 and more, and nothing else was answered meanwhile.
test.each(["debug_traceCall", "trace_call"])(
	"%s has no more gas than eth_call",
	async (method) => {
		const node = await createNode({ callGasLimit: 1_000_000n });
		const ask = (name: string, ...params: unknown[]) => node.provider.request({ method: name, params });
		await ask("anvil_setCode", contract, bytesToHex(assemble("again: PUSH0 JUMP")));
		const call = { to: contract, gas: "0xfffffffffff" };
		const answer = JSON.stringify(
			method === "trace_call"
				? await ask(method, call, ["trace"], "latest")
				: await ask(method, call, "latest", { tracer: "callTracer" }),
		);
		expect(answer).toMatch(/out of gas/i);
		// Parity shows what the transaction itself leaves of it.
		expect(answer).toMatch(method === "trace_call" ? /"gas":"0xef038"/ : /"gasUsed":"0xf4240"/);
		await node.close();
	},
	limitMs,
);

// The input of each call was copied for every tracer, whether it looked at it or not: half a minute for 50 million gas.
test.each([
	["noopTracer", undefined],
	["4byteTracer", undefined],
	["callTracer", { onlyTopCall: true }],
])(
	"%s does not copy what it does not show",
	(name, config) => {
		const tracer = createTracer(name, config);
		const result = createEvm().call({ to: contract, code: callWithMuch, gas: 30_000_000n, tracer });
		expect(result.status).toBe("halt");
		tracer.result();
	},
	limitMs,
);

// What tracers hold had the limit of what is sent piece by piece, 16 GiB, and some had none.
test.each([
	["callTracer", callWithMuch],
	[
		"keccak256PreimageTracer",
		assemble("PUSH0 again: PUSH 1 ADD DUP1 PUSH0 MSTORE PUSH 524288 PUSH0 KECCAK256 POP PUSH 1 JUMP"),
	],
	["erc7562Tracer", assemble("PUSH0 again: PUSH 1 ADD DUP1 PUSH0 MSTORE PUSH 524288 PUSH0 KECCAK256 POP PUSH 1 JUMP")],
])(
	"%s keeps no more than it may",
	(name, code) => {
		const tracer = createTracer(name, undefined, { maxBytes: 4_000_000 });
		expect(() => createEvm().call({ to: contract, code, gas: 10_000_000n, tracer })).toThrow(TraceLimitError);
	},
	limitMs,
);

// Whoever keeps a frame has its input, or is told: never other bytes.
test("a frame that is kept has the input it had", () => {
	const seen: FrameStart[] = [];
	const tracer: Tracer = { enter: (frame) => seen.push(frame) };
	const code = assemble(`
		PUSH 7 PUSH0 MSTORE PUSH0 PUSH0 PUSH 4096 PUSH0 PUSH0 PUSH 0xdd GAS CALL
		PUSH0 PUSH0 PUSH 4097 PUSH0 PUSH0 PUSH 0xdd GAS CALL PUSH 9 PUSH0 MSTORE STOP`);
	createEvm().call({ to: contract, code, tracer });
	const [, small, large] = seen;
	expect([small!.input.length, small!.input[31], small!.readInput(30, 2)]).toEqual([4096, 7, new Uint8Array([0, 7])]);
	expect(large!.inputSize).toBe(4097);
	expect(() => large!.input).toThrow("while the hook `enter` runs");
});
