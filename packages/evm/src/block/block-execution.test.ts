import { describe, expect, test } from "vitest";
import type { Hash } from "../bytes/address.js";
import { hexToBytes } from "../bytes/hex.js";
import { Machine } from "../evm/machine.js";
import { runSync } from "../evm/task.js";
import { mainnet } from "../spec/chains/index.js";
import { resolveSpec } from "../spec/spec.js";
import { blockHashHistoryContract } from "../spec/system-contracts.js";
import { MemoryState } from "../state/memory-state.js";
import { BlockExecution, type ExecutionContext, type ExecutionHeader } from "./block-execution.js";

const maker = `0x${"c0".repeat(20)}` as const;
const other = `0x${"0a".repeat(20)}` as const;
const hash: Hash = `0x${"ab".repeat(32)}`;
const header: ExecutionHeader = {
	parentHash: hash,
	coinbase: maker,
	difficulty: 0n,
	number: 5n,
	gasLimit: 30_000_000n,
	timestamp: 1n,
	mixHash: hash,
	baseFee: 7n,
	excessBlobGas: 0n,
	parentBeaconBlockRoot: undefined,
};

/** The state after a block without transactions. */
function run(
	fork: string,
	state: MemoryState,
	context: Partial<ExecutionContext> = {},
	given: ExecutionHeader = header,
): MemoryState {
	const machine = new Machine(resolveSpec(fork), state, "interpreter");
	const execution = new BlockExecution(machine, given, {
		network: mainnet,
		blockHash: () => undefined,
		commit: (changes) => state.applyChanges(changes),
		stateRoot: () => state.stateRoot(),
		...context,
	});
	runSync(execution.begin());
	const outcome = runSync(execution.finish([{ coinbase: other, number: 4n }], undefined));
	expect(outcome).not.toHaveProperty("status");
	return state;
}

describe("rewards", () => {
	test("are those of the rules, or those that are asked for", () => {
		const ether = 10n ** 18n;
		expect(run("Byzantium", new MemoryState()).getAccount(maker)?.balance).toBe(3n * ether + (3n * ether) / 32n);
		const state = run("Byzantium", new MemoryState(), { reward: 64n });
		expect(state.getAccount(maker)?.balance).toBe(66n);
		expect(state.getAccount(other)?.balance).toBe(56n);
		expect(run("Shanghai", new MemoryState()).getAccount(maker)).toBeUndefined();
		expect(run("Shanghai", new MemoryState(), { reward: 64n }).getAccount(maker)?.balance).toBe(66n);
	});

	test("of nothing touch an account, where nobody is rewarded none is touched", () => {
		expect(run("Frontier", new MemoryState(), { reward: 0n }).getAccount(maker)).toBeDefined();
		expect(run("Frontier", new MemoryState(), { reward: null }).getAccount(maker)).toBeUndefined();
		const empty = (): MemoryState => new MemoryState({ [maker]: {} });
		expect(run("Shanghai", empty(), { reward: 0n }).getAccount(maker)).toBeUndefined();
		expect(run("Shanghai", empty(), { reward: null }).getAccount(maker)).toBeDefined();
	});
});

test("a parent's hash that is not known is not stored (EIP-2935)", () => {
	// Stores its input in slot 0; the two queues of requests answer nothing.
	const contracts = (): MemoryState =>
		new MemoryState({
			[blockHashHistoryContract]: { code: hexToBytes("0x5f355f55"), nonce: 1n },
			"0x00000961ef480eb55e80d19ad83579a64c007002": { code: hexToBytes("0x00"), nonce: 1n },
			"0x0000bbddc7ce488642fb579f8b00f3a590007251": { code: hexToBytes("0x00"), nonce: 1n },
		});
	expect(run("Prague", contracts()).getStorage(blockHashHistoryContract, 0n)).toBe(BigInt(hash));
	const unknown = run("Prague", contracts(), {}, { ...header, parentHash: undefined });
	expect(unknown.getStorage(blockHashHistoryContract, 0n)).toBe(0n);
});

test("the account of a sender, with the price of blob gas", () => {
	const state = new MemoryState({ [maker]: { nonce: 3n, balance: 4n, code: hexToBytes("0x6001") } });
	const machine = new Machine(resolveSpec("Cancun"), state, "interpreter");
	const execution = new BlockExecution(
		machine,
		{ ...header, excessBlobGas: 10_000_000n },
		{ network: mainnet, blockHash: () => undefined, commit: () => {}, stateRoot: () => hash },
	);
	runSync(execution.begin());
	expect(runSync(execution.readSender(maker))).toEqual({ nonce: 3n, balance: 4n, code: hexToBytes("0x6001") });
	expect(runSync(execution.readSender(other))).toEqual({ nonce: 0n, balance: 0n, code: new Uint8Array(0) });
	expect(execution.blobBaseFee).toBe(19n);
});
