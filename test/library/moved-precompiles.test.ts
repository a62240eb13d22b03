import { type Address, bytesToHex, MemoryState, resolveSpec } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { sha256 } from "@evmore/evm/crypto";
import type { EngineTier } from "@evmore/evm/engine";
import { FrameKind } from "@evmore/evm/engine";
import { emptyBlock, enterBlock, Machine, type PrecompileMoves, runAsync, runMessage, warmUp } from "@evmore/evm/evm";
import { traceCall } from "@evmore/evm/trace";
import { describe, expect, test } from "vitest";

const caller: Address = "0x00000000000000000000000000000000000000aa";
const contract: Address = "0x00000000000000000000000000000000000000c0";
const moved: Address = "0x0000000000000000000000000000000000123456";
const sha256Address: Address = "0x0000000000000000000000000000000000000002";
const identityAddress: Address = "0x0000000000000000000000000000000000000004";
const moves: PrecompileMoves = new Map([
	[sha256Address, 0],
	[moved, 2],
]);
const wordHash = bytesToHex(sha256(Uint8Array.from({ length: 32 }, (_, index) => (index === 31 ? 7 : 0))));

/** Calls an account 300 times with the word 7, so that it becomes hot, and returns what the last call returned. */
function caller300(kind: "CALL" | "CALLCODE" | "DELEGATECALL" | "STATICCALL", target: Address): Uint8Array {
	const value = kind === "CALL" || kind === "CALLCODE" ? "PUSH0" : "";
	return assemble(`
		PUSH 7 PUSH0 MSTORE PUSH 300
		loop:
		PUSH0 PUSH 32 MSTORE
		PUSH 32 PUSH 32 PUSH 32 PUSH0 ${value} PUSH ${target} GAS ${kind} POP
		PUSH 1 SWAP1 SUB DUP1 PUSH @loop JUMPI
		PUSH 32 PUSH 32 RETURN`);
}

async function run(machine: Machine, to: Address): Promise<{ output: string; gasUsed: bigint; status: string }> {
	machine.kernel.functions.beginTransaction();
	warmUp(machine, [caller, to], emptyBlock.coinbase, []);
	const gas = 10_000_000n;
	const message = { kind: FrameKind.call, caller, to, value: 0n, input: new Uint8Array(0), gas, isStatic: false };
	const { status, output, gasLeft } = await runAsync(runMessage(machine, message));
	machine.kernel.functions.endTransaction();
	return { status, output: bytesToHex(output), gasUsed: gas - gasLeft };
}

function setUp(tier: EngineTier, code: Uint8Array, fork = "Osaka"): { machine: Machine; state: MemoryState } {
	const state = new MemoryState();
	state.setAccount(contract, { code });
	const machine = new Machine(resolveSpec(fork), state, tier, {
		onFailure: (error) => {
			throw error;
		},
	});
	enterBlock(machine, emptyBlock, 1n);
	return { machine, state };
}

const zeroWord = `0x${"00".repeat(32)}`;

describe.each<EngineTier>(["interpreter", "compiler", "auto"])("precompiled contracts that were moved: %s", (tier) => {
	test.each(["CALL", "CALLCODE", "DELEGATECALL", "STATICCALL"] as const)("%s reaches them there only", async (kind) => {
		const there = setUp(tier, caller300(kind, moved)).machine;
		expect((await run(there, contract)).output).toBe(zeroWord);
		there.movePrecompiles(moves);
		expect(await run(there, contract)).toMatchObject({ status: "success", output: wordHash });
		there.movePrecompiles(undefined);
		expect((await run(there, contract)).output).toBe(zeroWord);

		const here = setUp(tier, caller300(kind, sha256Address)).machine;
		expect((await run(here, contract)).output).toBe(wordHash);
		here.movePrecompiles(moves);
		expect((await run(here, contract)).output).toBe(zeroWord);
	});

	test("code stands where one was, and can call it", async () => {
		const { machine, state } = setUp(tier, caller300("CALL", sha256Address));
		// Returns the hash that the contract at the new place gives, plus one.
		const wrapper = assemble(`
			CALLDATASIZE PUSH0 PUSH0 CALLDATACOPY
			PUSH 32 PUSH0 CALLDATASIZE PUSH0 PUSH ${moved} GAS STATICCALL POP
			PUSH 1 PUSH0 MLOAD ADD PUSH0 MSTORE PUSH 32 PUSH0 RETURN`);
		state.setAccount(sha256Address, { code: wrapper });
		machine.refresh();
		expect((await run(machine, contract)).output).toBe(wordHash);
		machine.movePrecompiles(moves);
		expect((await run(machine, contract)).output).toBe(`0x${(BigInt(wordHash) + 1n).toString(16).padStart(64, "0")}`);
	});

	test("one may stand where another was", async () => {
		const { machine } = setUp(tier, caller300("STATICCALL", identityAddress));
		expect((await run(machine, contract)).output).toBe(`0x${"7".padStart(64, "0")}`);
		machine.movePrecompiles(
			new Map([
				[sha256Address, 0],
				[identityAddress, 2],
			] as const),
		);
		expect((await run(machine, contract)).output).toBe(wordHash);
	});

	test("a state read anew does not undo the moves; other rules do", async () => {
		const { machine, state } = setUp(tier, caller300("CALL", moved));
		machine.movePrecompiles(moves);
		state.setAccount(caller, { balance: 1n });
		machine.refresh();
		expect((await run(machine, contract)).output).toBe(wordHash);
		machine.setDatabase(state);
		expect((await run(machine, contract)).output).toBe(wordHash);
		machine.setSpec(resolveSpec("Cancun"));
		expect((await run(machine, contract)).output).toBe(zeroWord);
	});

	test("a message itself reaches one", async () => {
		const { machine } = setUp(tier, new Uint8Array(0));
		machine.movePrecompiles(moves);
		expect((await run(machine, moved)).output).toBe(bytesToHex(sha256(new Uint8Array(0))));
		expect(await run(machine, sha256Address)).toEqual({ status: "success", output: "0x", gasUsed: 0n });
	});

	test("what is warm stays as the rules say: its gas shows where it is not", async () => {
		const once = (target: Address): Uint8Array =>
			assemble(`PUSH0 PUSH0 PUSH0 PUSH0 PUSH ${target} GAS STATICCALL STOP`);
		const cost = async (target: Address): Promise<bigint> => {
			const { machine } = setUp(tier, once(target));
			machine.movePrecompiles(moves);
			return (await run(machine, contract)).gasUsed;
		};
		// 60 gas for the empty input, 2600 for a cold account in place of 100.
		expect((await cost(moved)) - (await cost(sha256Address))).toBe(2500n + 60n);
	});

	test("a contract whose library has to be loaded first", async () => {
		const { machine } = setUp(tier, new Uint8Array(0));
		machine.movePrecompiles(new Map([[moved, 0x0f]]));
		// The pairing of nothing is refused (EIP-2537).
		expect(await run(machine, moved)).toMatchObject({ status: "halt" });
	});
});

test("traces follow them", async () => {
	const place = { spec: resolveSpec("Osaka"), state: new MemoryState(), block: emptyBlock, chainId: 1n };
	const call = { to: moved, gas: 100_000n };
	const config = { tracer: "callTracer" };
	expect(await traceCall({ ...place, precompileMoves: moves }, call, { config })).toMatchObject({
		output: bytesToHex(sha256(new Uint8Array(0))),
	});
	expect(await traceCall(place, call, { config })).not.toHaveProperty("output");
});
