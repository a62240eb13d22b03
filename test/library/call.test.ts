import { inspect } from "node:util";
import { type Address, bytesToHex, createEvm, Evm, hexToBytes, MemoryState } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { keccak256 } from "@evmore/evm/crypto";
import { GasLimitOutOfRangeError } from "@evmore/evm/evm";
import { encodeRlp } from "@evmore/evm/rlp";
import { UnknownForkError } from "@evmore/evm/spec";
import { describe, expect, test } from "vitest";

const caller: Address = "0x00000000000000000000000000000000000000aa";
const contract: Address = "0x00000000000000000000000000000000000000c0";
const answer = "0x602a5f5260205ff3";

describe("createEvm", () => {
	test("with nothing: Osaka, an empty state, chain 1", () => {
		const evm = createEvm();
		expect(evm).toBeInstanceOf(Evm);
		expect([evm.spec.name, evm.chainId, evm.block.number]).toEqual(["Osaka", 1n, 0n]);
	});

	test("takes forks by any name, and adds EIPs", () => {
		expect(createEvm({ fork: "merge" }).spec.fork).toBe("Paris");
		expect(createEvm({ fork: "Osaka+8024" }).spec.eips.has(8024)).toBe(true);
		expect(() => createEvm({ fork: "Cancoon" })).toThrow(UnknownForkError);
		expect(() => createEvm({ fork: "Cancoon" })).toThrow(/Cancun/);
	});

	test("block and chain are what code sees; setBlock changes what it names", () => {
		const code = assemble(`
			NUMBER PUSH0 MSTORE TIMESTAMP PUSH 32 MSTORE CHAINID PUSH 64 MSTORE BASEFEE PUSH 96 MSTORE COINBASE PUSH 128 MSTORE
			PUSH 160 PUSH0 RETURN`);
		const evm = createEvm({ chainId: 17000, block: { number: 7n, timestamp: 8n, baseFee: 9n, coinbase: contract } });
		const words = (): bigint[] => {
			const { output } = evm.call({ to: contract, code });
			return [0, 1, 2, 3, 4].map((word) => BigInt(bytesToHex(output.slice(word * 32, word * 32 + 32))));
		};
		expect(words()).toEqual([7n, 8n, 17000n, 9n, 0xc0n]);
		evm.setBlock({ number: 10n });
		expect(words()).toEqual([10n, 8n, 17000n, 9n, 0xc0n]);
	});
});

describe("call", () => {
	test("success: output, gas, no logs", () => {
		expect(createEvm().call({ to: contract, code: answer })).toEqual({
			status: "success",
			output: Uint8Array.from({ length: 32 }, (_, index) => (index === 31 ? 42 : 0)),
			gasUsed: 16n,
			stateGasUsed: 0n,
			gasRefund: 0n,
			logs: [],
			createdAddress: undefined,
		});
	});

	test("revert keeps the output and what is left of the gas", () => {
		const code = assemble("PUSH 7 PUSH0 MSTORE PUSH 32 PUSH0 REVERT");
		const result = createEvm().call({ to: contract, code, gas: 1000n });
		expect(result).toMatchObject({ status: "revert", gasUsed: 16n, logs: [] });
		expect(BigInt(bytesToHex(result.output))).toBe(7n);
	});

	test.each([
		["INVALID", "invalidOpcode"],
		["POP", "stackUnderflow"],
		["PUSH 9 JUMP", "invalidJump"],
		["loop: PUSH @loop JUMP", "outOfGas"],
		["loop: PUSH0 PUSH @loop JUMP", "stackOverflow"],
		["PUSH 1 PUSH0 PUSH0 RETURNDATACOPY", "returnDataOutOfBounds"],
	])("halt: %s is %s, and costs all gas", (source, reason) => {
		const result = createEvm().call({ to: contract, code: assemble(source), gas: 100_000n });
		expect(result).toMatchObject({ status: "halt", reason, gasUsed: 100_000n, output: new Uint8Array() });
	});

	test("a static call refuses to write", () => {
		const code = assemble("PUSH 1 PUSH 1 SSTORE");
		const evm = createEvm();
		expect(evm.call({ to: contract, code, isStatic: true, gas: 50_000n })).toMatchObject({ reason: "staticWrite" });
		expect(evm.call({ to: contract, code, gas: 50_000n }).status).toBe("success");
	});

	test("changes nothing, unless told to commit", () => {
		const state = new MemoryState({
			[caller]: { balance: 10n },
			[contract]: { code: assemble("PUSH0 SLOAD PUSH 1 ADD DUP1 PUSH0 SSTORE PUSH0 MSTORE PUSH 32 PUSH0 RETURN") },
		});
		const evm = createEvm({ state });
		const root = state.stateRoot();
		const count = (commit: boolean): bigint =>
			BigInt(bytesToHex(evm.call({ from: caller, to: contract, value: 1n, commit }).output));
		expect([count(false), count(false)]).toEqual([1n, 1n]);
		expect(state.stateRoot()).toBe(root);
		expect([count(true), count(true), count(false)]).toEqual([1n, 2n, 3n]);
		expect(state.getStorage(contract, 0n)).toBe(2n);
		expect(state.getAccount(contract)?.balance).toBe(2n);
		expect(state.getAccount(caller)?.balance).toBe(8n);
	});

	test("code given for a call does not stay", () => {
		const state = new MemoryState();
		const evm = createEvm({ state });
		evm.call({ to: contract, code: answer });
		expect(evm.call({ to: contract }).output).toEqual(new Uint8Array());
		expect([...state.addresses()]).toEqual([]);
	});

	test("more value than the sender has does not start", () => {
		expect(createEvm().call({ from: caller, to: contract, value: 1n, code: answer })).toMatchObject({
			status: "halt",
			reason: "insufficientBalance",
			gasUsed: 0n,
		});
	});

	test("without `to` a contract is created", () => {
		const state = new MemoryState({ [caller]: { nonce: 3n } });
		const evm = createEvm({ state });
		// Copies the eight bytes behind itself, and returns them as the contract's code.
		const initcode = `0x6008600a5f3960085ff3${answer.slice(2)}` as const;
		const hash = keccak256(encodeRlp([hexToBytes(caller), Uint8Array.of(3)]));
		const addressOfThirdNonce = bytesToHex(hash.slice(12));
		const created = evm.call({ from: caller, data: initcode, commit: true });
		expect(created).toMatchObject({ status: "success", createdAddress: addressOfThirdNonce });
		expect(bytesToHex(created.output)).toBe(answer);
		expect(evm.call({ to: created.createdAddress }).output[31]).toBe(42);
		expect(state.getAccount(caller)?.nonce).toBe(4n);
	});

	test("an access list is warm", () => {
		const code = assemble("PUSH 5 SLOAD");
		const evm = createEvm();
		const gas = (slots: bigint[]): bigint =>
			evm.call({ to: contract, code, accessList: [{ address: contract, storageKeys: slots }] }).gasUsed;
		expect([gas([]), gas([5n]), gas([6n])]).toEqual([2103n, 103n, 2103n]);
	});

	test("logs are given with topics and data; those of a call that fails are not", () => {
		const code = "PUSH 0x1234 PUSH0 MSTORE PUSH 5 PUSH 2 PUSH 30 LOG1";
		const evm = createEvm();
		expect(evm.call({ to: contract, code: assemble(code) }).logs).toEqual([
			{ address: contract, topics: [`0x${"5".padStart(64, "0")}`], data: Uint8Array.of(0x12, 0x34) },
		]);
		expect(evm.call({ to: contract, code: assemble(`${code} PUSH0 PUSH0 REVERT`) }).logs).toEqual([]);
		expect(inspect(evm.call({ to: contract, code: assemble(code) }), { depth: 0 })).toMatch(
			/^\{\n.*status: 'success',.* logs:/s,
		);
	});

	test("results are the caller's: later runs do not change them", () => {
		const evm = createEvm();
		const first = evm.call({ to: contract, code: answer });
		evm.call({ to: contract, code: assemble("PUSH 7 PUSH0 MSTORE PUSH 32 PUSH0 RETURN") });
		first.output[0] = 1;
		expect(evm.call({ to: contract, code: answer }).output[0]).toBe(0);
		expect(first.output[31]).toBe(42);
	});

	test("gas is from 0 to 2^63 - 1", () => {
		const evm = createEvm();
		for (const gas of [-1n, 1n << 63n, 1n << 64n]) {
			expect(() => evm.call({ to: contract, code: answer, gas })).toThrow(GasLimitOutOfRangeError);
		}
		expect(evm.call({ to: contract, code: answer, gas: (1n << 63n) - 1n }).status).toBe("success");
		expect(evm.call({ to: contract, code: answer, gas: 0n })).toMatchObject({ reason: "outOfGas" });
	});
});

describe("a state in memory that its owner changes", () => {
	test("is read anew", () => {
		const state = new MemoryState({ [contract]: { code: assemble("PUSH 1 SLOAD PUSH0 MSTORE PUSH 32 PUSH0 RETURN") } });
		const evm = createEvm({ state });
		const read = (): number => evm.call({ to: contract }).output.at(-1) ?? -1;
		expect(read()).toBe(0);
		const before = state.version;
		state.setAccount(contract, {
			code: assemble("PUSH 1 SLOAD PUSH0 MSTORE PUSH 32 PUSH0 RETURN"),
			storage: [[1n, 9n]],
		});
		expect(state.version).not.toBe(before);
		expect(read()).toBe(9);
		state.deleteAccount(contract);
		expect(read()).toBe(-1);
	});

	test("two Evms share it", () => {
		const state = new MemoryState({ [contract]: { code: assemble("PUSH 5 PUSH 1 SSTORE") } });
		const [first, second] = [createEvm({ state }), createEvm({ state })];
		first.call({ to: contract, commit: true });
		const read = assemble("PUSH 1 SLOAD PUSH0 MSTORE PUSH 32 PUSH0 RETURN");
		expect(second.call({ to: contract, code: read }).output[31]).toBe(5);
	});
});
