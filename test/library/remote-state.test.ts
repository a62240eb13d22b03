import {
	type Address,
	AsynchronousStateError,
	bytesToHex,
	type CallParameters,
	type CallResult,
	createEvm,
	EvmBusyError,
	MemoryState,
	type Tracer,
} from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { describe, expect, test } from "vitest";
import { SlowState } from "./slow-state.js";

const sender: Address = "0x00000000000000000000000000000000000005e4";
const contract: Address = "0x00000000000000000000000000000000000000c0";
const other: Address = "0x00000000000000000000000000000000000000c1";
const library: Address = "0x00000000000000000000000000000000000000c2";

/** Adds up slots 0 to 99, writes each sum so far to slot 1000 + i, logs and returns the last one. */
const sumOfSlots = assemble(`
	PUSH0 PUSH0                             ; sum, i
loop:
	DUP1 SLOAD DUP3 ADD SWAP2 POP           ; sum + slot i, i
	DUP2 DUP2 PUSH 1000 ADD SSTORE
	PUSH 1 ADD
	DUP1 PUSH 100 EQ ISZERO PUSH @loop JUMPI
	POP PUSH0 MSTORE
	PUSH 32 PUSH0 LOG0
	PUSH 32 PUSH0 RETURN
`);

/** Meets every way in which an instruction may have to wait: accounts, code, slots, block hashes, calls, creations. */
const everything = assemble(`
	PUSH ${other} BALANCE POP
	PUSH ${library} EXTCODESIZE POP
	PUSH ${library} EXTCODEHASH POP
	PUSH 8 PUSH0 PUSH0 PUSH ${other} EXTCODECOPY
	PUSH 41 BLOCKHASH PUSH0 MSTORE
	PUSH 7 SLOAD POP
	PUSH 9 PUSH 8 SSTORE
	PUSH 32 PUSH0 PUSH0 PUSH0 PUSH 3 PUSH ${other} PUSH 200000 CALL POP
	PUSH 32 PUSH0 PUSH0 PUSH0 PUSH 0 PUSH ${library} PUSH 200000 CALLCODE POP
	PUSH 32 PUSH0 PUSH0 PUSH0 PUSH ${library} PUSH 200000 DELEGATECALL POP
	PUSH 32 PUSH0 PUSH0 PUSH0 PUSH ${library} PUSH 200000 STATICCALL POP
	PUSH 0x600160015560005ff3 PUSH0 MSTORE
	PUSH 9 PUSH 23 PUSH 1 CREATE POP
	PUSH 5 PUSH 9 PUSH 23 PUSH0 CREATE2 POP
	PUSH 0x99 SELFDESTRUCT
`);
const otherCode = assemble(
	"PUSH 3 SLOAD PUSH0 MSTORE PUSH 6 PUSH 4 SSTORE CALLVALUE PUSH 32 PUSH0 LOG1 PUSH 32 PUSH0 RETURN",
);
const libraryCode = assemble("PUSH 7 SLOAD PUSH 1 ADD PUSH0 MSTORE PUSH 32 PUSH0 RETURN");

function createState(code: Uint8Array): MemoryState {
	const slots = Array.from({ length: 100 }, (_, index) => [BigInt(index), BigInt(index * index + 1)] as const);
	return new MemoryState({
		[sender]: { balance: 10n ** 18n, nonce: 4n },
		[contract]: { balance: 1000n, nonce: 1n, code, storage: slots },
		[other]: { balance: 5n, code: otherCode, storage: [[3n, 33n]] },
		[library]: { code: libraryCode },
	});
}

/** Every step, as text; an instruction that ran twice would stand there twice. */
function recordSteps(): { readonly tracer: Tracer; readonly steps: string[] } {
	const steps: string[] = [];
	const tracer: Tracer = {
		step: ({ pc, opcode, gas, depth, stackHeight }) => steps.push(`${depth} ${pc} ${opcode} ${gas} ${stackHeight}`),
	};
	return { tracer, steps };
}

const parameters: CallParameters = { from: sender, to: contract, gas: 10_000_000n, commit: true };
const options = { fork: "Osaka", block: { number: 42n } } as const;

function runNow(code: Uint8Array): { result: CallResult; steps: string[]; state: MemoryState } {
	const { tracer, steps } = recordSteps();
	const local = createState(code);
	const evm = createEvm({ ...options, state: withBlockHashes(local) });
	return { result: evm.call({ ...parameters, tracer }), steps, state: local };
}

/** A state that answers at once, with the block hashes of the slow one. */
function withBlockHashes(state: MemoryState): MemoryState {
	return Object.assign(state, { getBlockHash: (number: bigint) => `0x${number.toString(16).padStart(64, "0")}` });
}

describe("state behind a network", () => {
	test("a contract that touches 100 slots executes each instruction once", async () => {
		const state = new SlowState(createState(sumOfSlots));
		const { tracer, steps } = recordSteps();
		const evm = createEvm({ ...options, state });
		const result = await evm.callAsync({ ...parameters, tracer });
		expect(result.status).toBe("success");
		expect(BigInt(bytesToHex(result.output))).toBe(328_450n);

		const timesByPc = new Map<number, number>();
		for (const step of steps) {
			const pc = Number(step.split(" ")[1]);
			timesByPc.set(pc, (timesByPc.get(pc) ?? 0) + 1);
		}
		const first = 2;
		const last = sumOfSlots.indexOf(0x57);
		for (const [pc, times] of timesByPc) expect([pc, times]).toEqual([pc, pc >= first && pc <= last ? 100 : 1]);
		expect(steps.length).toBe(2 + 100 * 20 + 9);

		// Each slot was asked for once: 100 that are read, and 100 that are written, for their original values.
		const slots = state.reads.filter((read) => read.startsWith("slot"));
		expect(slots.length).toBe(200);
		expect(new Set(state.reads).size).toBe(state.reads.length);
	});

	test.each([
		["100 slots", sumOfSlots],
		["everything that can wait", everything],
	])("%s: result, gas, logs, steps and state are those of the synchronous run", async (_, code) => {
		const now = runNow(code);
		const state = new SlowState(createState(code));
		const { tracer, steps } = recordSteps();
		const later = await createEvm({ ...options, state }).callAsync({ ...parameters, tracer });
		expect(later).toEqual(now.result);
		expect(later.logs.length).toBe(1);
		expect(steps).toEqual(now.steps);
		expect(state.inner.stateRoot()).toBe(now.state.stateRoot());
		expect(new Set(state.reads).size).toBe(state.reads.length);
	});

	test("without a tracer too", async () => {
		for (const code of [sumOfSlots, everything]) {
			const state = new SlowState(createState(code));
			expect(await createEvm({ ...options, state }).callAsync(parameters)).toEqual(runNow(code).result);
		}
	});

	test("what was read once is not read again by the next call", async () => {
		const state = new SlowState(createState(sumOfSlots));
		const evm = createEvm({ ...options, state });
		const first = await evm.callAsync({ ...parameters, commit: false });
		const reads = state.reads.length;
		expect(await evm.callAsync({ ...parameters, commit: false })).toEqual(first);
		expect(state.reads.length).toBe(reads);
		// Now that it is there, it needs no waiting.
		expect(evm.call({ ...parameters, commit: false })).toEqual(first);
	});
});

describe("the synchronous API on such a state", () => {
	test("throws AsynchronousStateError and leaves nothing changed", async () => {
		const state = new SlowState(createState(sumOfSlots));
		const root = state.inner.stateRoot();
		const evm = createEvm({ ...options, state });
		expect(() => evm.call(parameters)).toThrow(AsynchronousStateError);
		expect(state.inner.stateRoot()).toBe(root);
		expect(await evm.callAsync(parameters)).toEqual(runNow(sumOfSlots).result);
		expect(state.inner.stateRoot()).not.toBe(root);
	});

	test("throws in the middle of a call too, and takes back what the call had written", async () => {
		const code = assemble("PUSH 5 PUSH 1000 SSTORE PUSH 1 SLOAD STOP");
		const state = new SlowState(createState(code));
		const evm = createEvm({ ...options, state });
		await evm.callAsync({ to: contract, code: assemble("PUSH 1000 SLOAD"), from: sender });
		expect(() => evm.call(parameters)).toThrow(AsynchronousStateError);
		const read = assemble("PUSH 1000 SLOAD PUSH0 MSTORE PUSH 32 PUSH0 RETURN");
		const { output } = await evm.callAsync({ from: sender, to: contract, code: read });
		expect(BigInt(bytesToHex(output))).toBe(0n);
		expect(state.inner.getStorage(contract, 1000n)).toBe(0n);
	});

	test("a promise that it left behind does not answer a later question", async () => {
		const state = new SlowState(createState(sumOfSlots));
		let open = (): void => {};
		state.gate = new Promise((resolve) => {
			open = resolve;
		});
		const evm = createEvm({ ...options, state });
		const balance = assemble("CALLER BALANCE PUSH0 MSTORE PUSH 32 PUSH0 RETURN");
		expect(() => evm.call({ from: sender, to: contract, code: balance })).toThrow(AsynchronousStateError);
		// The first account of this call is another one, and lies where the sender's would have been.
		const call = evm.callAsync({ from: other, to: contract, code: balance });
		open();
		expect(BigInt(bytesToHex((await call).output))).toBe(5n);
	});
});

describe("a read that fails", () => {
	test.each(["account", "code", "slot", "block"])("(%s) rejects the call, and the Evm goes on", async (kind) => {
		const state = new SlowState(createState(everything));
		const root = state.inner.stateRoot();
		const evm = createEvm({ ...options, state });
		const fault = new Error("connection lost");
		let healthy = 1;
		state.fail = (read) => (read.startsWith(kind) && healthy-- <= 0 ? fault : undefined);
		if (kind === "block") healthy = 0;
		await expect(evm.callAsync(parameters)).rejects.toBe(fault);
		expect(state.inner.stateRoot()).toBe(root);
		state.fail = () => undefined;
		expect(await evm.callAsync(parameters)).toEqual(runNow(everything).result);
		expect(state.inner.stateRoot()).toBe(runNow(everything).state.stateRoot());
	});
});

describe("one thing at a time", () => {
	test("a second call while one waits throws EvmBusyError; afterwards all is well", async () => {
		const evm = createEvm({ ...options, state: new SlowState(createState(sumOfSlots)) });
		const first = evm.callAsync({ ...parameters, commit: false });
		expect(() => evm.call(parameters)).toThrow(EvmBusyError);
		await expect(evm.callAsync(parameters)).rejects.toThrow(EvmBusyError);
		await expect(evm.transactAsync("0x")).rejects.toThrow(EvmBusyError);
		expect(await first).toEqual(runNow(sumOfSlots).result);
		expect(evm.call({ ...parameters, commit: false }).status).toBe("success");
	});

	test("neither does a hook start one", () => {
		const evm = createEvm();
		let error: unknown;
		const tracer: Tracer = {
			enter() {
				try {
					evm.call({ to: contract });
				} catch (caught) {
					error = caught;
				}
			},
		};
		evm.call({ to: contract, code: "0x00", tracer });
		expect(error).toBeInstanceOf(EvmBusyError);
	});

	test("several Evms may wait at the same time, over one state", async () => {
		const state = new SlowState(createState(sumOfSlots));
		const expected = runNow(sumOfSlots).result;
		const calls = Array.from({ length: 3 }, () =>
			createEvm({ ...options, state }).callAsync({ ...parameters, commit: false }),
		);
		for (const result of await Promise.all(calls)) expect(result).toEqual(expected);
	});
});
