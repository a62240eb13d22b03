import { type Address, bytesToHex, MemoryState, resolveSpec, zeroAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { emptyBlock, Machine, runAsync } from "@evmore/evm/evm";
import type { Transaction } from "@evmore/evm/tx";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ExecutionPlace, executeInPlace } from "./execution-place.js";
import { MachinePool } from "./machine-pool.js";

// A machine that keeps what it has read answers as one that has read nothing.

const address = (last: string): Address => `0x${last.padStart(40, "0")}`;
const store = address("c0");
const creator = address("c1");
const destructor = address("c2");
const reverter = address("c3");
const logger = address("c4");
const observer = address("c5");
const loop = address("c6");
const senders = [address("a0"), address("a1"), zeroAddress];
const targets = [
	store,
	creator,
	destructor,
	reverter,
	logger,
	observer,
	loop,
	address("a0"),
	address("e0"),
	address("3"),
];

/** Calls an account with this contract's input, and goes on with what comes. */
const passOn = (to: Address): string =>
	`CALLDATASIZE PUSH 0 PUSH 0 CALLDATACOPY PUSH 0 PUSH 0 CALLDATASIZE PUSH 0 PUSH 0 PUSH ${to} GAS CALL POP`;

const sources: ReadonlyMap<Address, string> = new Map([
	[
		store,
		"PUSH 0 CALLDATALOAD PUSH 7 AND DUP1 SLOAD PUSH 0 MSTORE PUSH 32 CALLDATALOAD SWAP1 SSTORE PUSH 32 PUSH 0 RETURN",
	],
	// What it creates stores one slot and has two bytes of code.
	[
		creator,
		"PUSH 0x6001600055600260005360026000f3000000 PUSH 0 MSTORE PUSH 17 PUSH 15 CALLVALUE CREATE PUSH 0 MSTORE PUSH 32 PUSH 0 RETURN",
	],
	[destructor, `${passOn(store)} PUSH 0 CALLDATALOAD PUSH 0xff AND SELFDESTRUCT`],
	[reverter, `${passOn(store)} ${passOn(creator)} PUSH 32 PUSH 0 REVERT`],
	[logger, `${passOn(store)} ${passOn(reverter)} PUSH 1 CALLDATASIZE PUSH 0 LOG1 STOP`],
	[
		observer,
		`${passOn(destructor)} PUSH ${destructor} BALANCE PUSH 0 MSTORE PUSH ${destructor} EXTCODESIZE PUSH 32 MSTORE PUSH ${address("e0")} BALANCE PUSH 64 MSTORE GAS PUSH 96 MSTORE PUSH 128 PUSH 0 RETURN`,
	],
	[loop, "again: PUSH 0 SLOAD PUSH 1 ADD DUP1 PUSH 0 SSTORE PUSH @again JUMPI"],
]);

function createState(): MemoryState {
	const state = new MemoryState();
	for (const [to, source] of sources) {
		state.setAccount(to, { code: assemble(source), nonce: 1n, balance: 5n, storage: [[1n, 9n]] });
	}
	for (const sender of senders) state.setAccount(sender, { balance: 10n ** 18n });
	return state;
}

const word = (value: number): string => value.toString(16).padStart(64, "0");

interface Call {
	readonly sender: Address;
	readonly to: Address | undefined;
	readonly gasLimit: bigint;
	readonly value: bigint;
	readonly first: number;
	readonly second: number;
}

const calls = fc.array(
	fc.record<Call>({
		sender: fc.constantFrom(...senders),
		to: fc.constantFrom(...targets, undefined),
		gasLimit: fc.constantFrom(300_000n, 300_000n, 60_000n, 22_000n, 100n),
		value: fc.constantFrom(0n, 0n, 1n, 10n ** 19n),
		first: fc.nat(255),
		second: fc.nat(2),
	}),
	{ minLength: 10, maxLength: 40 },
);

function transactionOf({ to, gasLimit, value, first, second }: Call): Transaction {
	const input = to === undefined ? "6001600055600260005360026000f3" : word(first) + word(second);
	const data = Uint8Array.from(Buffer.from(input, "hex"));
	return { type: 0, chainId: 1n, nonce: 0n, gasPrice: 0n, gasLimit, to, value, data, signature: undefined };
}

describe.each(["Frontier", "SpuriousDragon", "Constantinople", "Berlin", "Cancun", "Osaka"])("%s", (fork) => {
	const spec = resolveSpec(fork);
	const environment = { ...emptyBlock, gasLimit: 30_000_000n };

	test("calls in a row do what each does alone", async () => {
		await fc.assert(
			fc.asyncProperty(calls, async (list) => {
				const state = createState();
				const pool = new MachinePool();
				const place: ExecutionPlace = { spec, environment, state, chainId: 1n, blockHash: () => undefined };
				for (const call of list) {
					const execute = (machine: Machine, keepsChanges: boolean) =>
						executeInPlace(machine, place, transactionOf(call), call.sender, { keepsChanges });
					const kept = await pool.run(spec, state, (machine) => execute(machine, false));
					const fresh = new Machine(spec, state, "auto");
					const alone = await runAsync(execute(fresh, true));
					if (alone.status === "refused" || kept.status === "refused") {
						expect(kept).toEqual(alone);
						continue;
					}
					const created = alone.status === "success" ? alone.createdAddress : undefined;
					const output = created === undefined ? alone.output : fresh.codeOf(fresh.findAccount(created));
					expect({ ...kept, logs: kept.logs, output: bytesToHex(kept.output) }).toEqual({
						...alone,
						logs: alone.logs,
						output: bytesToHex(output),
					});
				}
			}),
			{ numRuns: 20 },
		);
	});
});

test("a machine that was lent to change things has forgotten them", async () => {
	const spec = resolveSpec("Osaka");
	const state = createState();
	const pool = new MachinePool();
	const environment = { ...emptyBlock, gasLimit: 30_000_000n };
	const place: ExecutionPlace = { spec, environment, state, chainId: 1n, blockHash: () => undefined };
	const set = transactionOf({ sender: senders[0]!, to: store, gasLimit: 100_000n, value: 0n, first: 1, second: 2 });
	const read = async (): Promise<string> => {
		const result = await pool.run(spec, state, (machine) => executeInPlace(machine, place, set, senders[0]!));
		return result.status === "refused" ? result.exception : bytesToHex(result.output);
	};
	expect(BigInt(await read())).toBe(9n);
	await pool.lend(spec, state, (machine) =>
		runAsync(executeInPlace(machine, place, set, senders[0]!, { keepsChanges: true })),
	);
	expect(BigInt(await read())).toBe(9n);
	// The state itself changes: nothing that was read before counts.
	state.setAccount(store, { code: assemble(sources.get(store)!), storage: [[1n, 5n]] });
	expect(BigInt(await read())).toBe(5n);
});
