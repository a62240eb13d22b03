import { type Address, AsynchronousStateError, bytesToHex, createEvm, type Evm, MemoryState } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { beforeEach, describe, expect, test } from "vitest";
import { SlowState } from "./slow-state.js";

// An Evm remembers what it told its kernel last. Whatever differs from one call to the next has to arrive there.

const alice: Address = "0x00000000000000000000000000000000000000aa";
const bob: Address = "0x00000000000000000000000000000000000000bb";
/** Answers caller, value, size and first word of the input, gas price, gas left, balance of the caller. */
const mirror: Address = "0x00000000000000000000000000000000000000c0";
/** Adds one to its slot 0 and answers the new value. */
const counter: Address = "0x00000000000000000000000000000000000000c1";
/** Logs its input with topic 7. */
const logger: Address = "0x00000000000000000000000000000000000000c2";
/** Answers what reading the balance of the coinbase costs. */
const coinbasePrice: Address = "0x00000000000000000000000000000000000000c3";

const counterCode = assemble("PUSH 1 PUSH0 SLOAD ADD DUP1 PUSH0 SSTORE PUSH0 MSTORE PUSH 32 PUSH0 RETURN");

function makeState(): MemoryState {
	return new MemoryState({
		[alice]: { balance: 1000n },
		[bob]: { balance: 2000n },
		[mirror]: {
			code: assemble(`
				GAS PUSH 128 MSTORE CALLER PUSH0 MSTORE CALLVALUE PUSH 32 MSTORE CALLDATASIZE PUSH 64 MSTORE
				PUSH0 CALLDATALOAD PUSH 96 MSTORE GASPRICE PUSH 160 MSTORE ORIGIN BALANCE PUSH 192 MSTORE PUSH 224 PUSH0 RETURN`),
		},
		[counter]: { code: counterCode, storage: [[0n, 5n]] },
		[logger]: {
			code: assemble("CALLDATASIZE PUSH0 PUSH0 CALLDATACOPY PUSH 7 CALLDATASIZE PUSH0 LOG1 STOP"),
		},
		[coinbasePrice]: {
			code: assemble("GAS COINBASE BALANCE POP GAS SWAP1 SUB PUSH1 0 MSTORE PUSH 32 PUSH1 0 RETURN"),
		},
	});
}

function words(output: Uint8Array): bigint[] {
	return Array.from({ length: output.length / 32 }, (_, word) =>
		BigInt(bytesToHex(output.slice(word * 32, word * 32 + 32))),
	);
}

let evm: Evm;

beforeEach(() => {
	evm = createEvm({ state: makeState() });
});

describe("calls in a row", () => {
	test("caller, value, input, gas and gas price are those of each call", () => {
		const call = (from: Address, value: bigint, size: number, gas: bigint, gasPrice: bigint): void => {
			const data = new Uint8Array(size).fill(size & 0xff);
			const result = evm.call({ from, to: mirror, value, data, gas, gasPrice });
			const first = data.length === 0 ? 0n : BigInt(bytesToHex(data.slice(0, 32)).padEnd(66, "0"));
			const balance = (from === alice ? 1000n : 2000n) - value;
			const expected = [BigInt(from), value, BigInt(size), first, gas - 2n, gasPrice, balance];
			expect(words(result.output)).toEqual(expected);
		};
		for (const from of [alice, bob, alice]) {
			for (const value of [0n, 3n, 0n]) {
				for (const size of [0, 3, 32, 5000, 100_000, 1]) {
					for (const gas of [100_000n, (1n << 63n) - 1n]) call(from, value, size, gas, BigInt(size));
				}
			}
		}
	});

	test("-1 is no gas limit, not even in the first call", () => {
		expect(() => evm.call({ to: mirror, gas: -1n })).toThrow(/gas limit/);
		expect(() => evm.call({ to: mirror, gas: 1n << 63n })).toThrow(/gas limit/);
		expect(evm.call({ to: mirror, gas: 100_000n }).status).toBe("success");
	});

	test("changes are kept when asked for, and only then; slots are cold in each call", () => {
		const call = (commit: boolean): [bigint, bigint] => {
			const { output, gasUsed } = evm.call({ to: counter, commit });
			return [words(output)[0]!, gasUsed];
		};
		expect(
			[call(false), call(false), call(true), call(false), call(true), call(false)].map(([value]) => value),
		).toEqual([6n, 6n, 6n, 7n, 7n, 8n]);
		expect(new Set([call(false), call(true), call(false)].map(([, gas]) => gas)).size).toBe(1);
	});

	test("static calls are static, the next ones not", () => {
		const run = (isStatic: boolean): unknown => {
			const result = evm.call({ to: counter, isStatic, gas: 100_000n });
			return result.status === "halt" ? result.reason : result.status;
		};
		expect([run(false), run(true), run(false)]).toEqual(["success", "staticWrite", "success"]);
	});

	test("creations, given code and access lists leave nothing behind for the calls that follow", () => {
		const plain = evm.call({ to: counter });
		const created = evm.call({ from: alice, data: "0x600160005360016000f3" });
		expect(created).toMatchObject({ status: "success", output: Uint8Array.of(1) });
		expect(created.createdAddress).toMatch(/^0x/);
		expect(evm.call({ to: counter })).toEqual(plain);
		const warm = evm.call({ to: counter, accessList: [{ address: counter, storageKeys: [0n] }] });
		expect(plain.gasUsed - warm.gasUsed).toBe(2000n);
		expect(evm.call({ to: counter })).toEqual(plain);
		expect(evm.call({ to: counter, code: "0x602a5f5260205ff3" }).output.at(-1)).toBe(42);
		expect(evm.call({ to: counter })).toEqual(plain);
		expect(evm.call({ from: alice, data: "0x600160005360016000f3" })).toEqual(created);
	});

	test("another state, another block: accounts are looked up anew", () => {
		const state = evm.state as MemoryState;
		const price = (): bigint => words(evm.call({ to: coinbasePrice }).output)[0]!;
		expect(words(evm.call({ to: counter }).output)).toEqual([6n]);
		state.setAccount(counter, { code: counterCode, storage: [[0n, 40n]] });
		expect(words(evm.call({ to: counter }).output)).toEqual([41n]);
		const warm = price();
		evm.setBlock({ coinbase: bob });
		expect(price()).toBe(warm);
		const london = createEvm({ fork: "London", state, block: { coinbase: bob } });
		expect(words(london.call({ to: coinbasePrice }).output)[0]! - warm).toBe(2500n);
	});

	test("logs are those of their call, whenever they are looked at", () => {
		const sizes = Array.from({ length: 600 }, (_, index) => (index % 50 === 0 ? 3000 : index % 45));
		const results = sizes.map((size, index) => evm.call({ to: logger, data: new Uint8Array(size).fill(index) }));
		results.forEach((result, index) => {
			expect(result.logs).toEqual([
				{ address: logger, topics: [`0x${"7".padStart(64, "0")}`], data: new Uint8Array(sizes[index]!).fill(index) },
			]);
			expect(result.logs).toBe(result.logs);
		});
		expect(evm.call({ to: mirror }).logs).toEqual([]);
	});

	test("a call that would have to wait resets the machine; the next one begins anew", async () => {
		const state = new SlowState(makeState());
		const slow = createEvm({ state });
		for (let i = 0; i < 2; i++) {
			expect(() => slow.call({ from: alice, to: counter })).toThrow(AsynchronousStateError);
			const result = await slow.callAsync({ from: alice, to: counter });
			expect(words(result.output)).toEqual([6n]);
			// All that it needs is there by now.
			expect(slow.call({ from: alice, to: counter })).toEqual(result);
			state.inner.setAccount(bob, { balance: BigInt(i) });
		}
	});
});
