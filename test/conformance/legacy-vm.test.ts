import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Address, bytesToHex, hexToBytes } from "../../packages/evm/src/bytes/index.js";
import { keccak256 } from "../../packages/evm/src/crypto/keccak256.js";
import { FrameKind } from "../../packages/evm/src/engine/abi.js";
import {
	enterBlock,
	Machine,
	type MessageResult,
	readLogs,
	runMessage,
	runSync,
	takeChanges,
} from "../../packages/evm/src/evm/index.js";
import { encodeRlp } from "../../packages/evm/src/rlp/rlp.js";
import { resolveSpec } from "../../packages/evm/src/spec/spec.js";
import { MemoryState } from "../../packages/evm/src/state/memory-state.js";
import { fixturesDir, readJson } from "../fixtures.js";

interface AccountJson {
	readonly nonce: string;
	readonly balance: string;
	readonly code: string;
	readonly storage: Readonly<Record<string, string>>;
}

interface VmTest {
	readonly env: Readonly<Record<string, string>>;
	readonly exec: Readonly<
		Record<"address" | "caller" | "origin" | "code" | "data" | "value" | "gas" | "gasPrice", string>
	>;
	readonly pre: Readonly<Record<string, AccountJson>>;
	readonly gas?: string;
	readonly out?: string;
	readonly logs?: string;
	readonly post?: Readonly<Record<string, AccountJson>>;
}

/** The value was "sent" before the test begins: the account has it already, and nobody pays it. */
function readState({ pre, exec }: VmTest): MemoryState {
	const state = new MemoryState();
	const value = BigInt(exec.value);
	for (const [address, account] of Object.entries(pre)) {
		const balance = BigInt(account.balance);
		state.setAccount(address as Address, {
			nonce: BigInt(account.nonce),
			balance: address === exec.address ? BigInt.asUintN(256, balance - value) : balance,
			code: hexToBytes(account.code),
			storage: Object.entries(account.storage).map(([slot, word]) => [BigInt(slot), BigInt(word)]),
		});
	}
	if (exec.caller === exec.address) return state;
	const caller = state.getAccount(exec.caller as Address);
	state.setAccount(exec.caller as Address, {
		nonce: caller?.nonce ?? 0n,
		balance: (caller?.balance ?? 0n) + value,
		code: caller === undefined ? new Uint8Array() : state.getCode(caller.codeHash),
		storage: [...state.storageOf(exec.caller as Address)],
	});
	return state;
}

function runVmTest(json: VmTest, tier: "interpreter" | "compiler"): void {
	const { env, exec } = json;
	const state = readState(json);
	const machine = new Machine(resolveSpec("Frontier"), state, tier);
	machine.blockHashOf = (number) => bytesToHex(keccak256(new TextEncoder().encode(number.toString())));
	const block = {
		number: BigInt(env.currentNumber!),
		timestamp: BigInt(env.currentTimestamp!),
		coinbase: env.currentCoinbase as Address,
		gasLimit: BigInt(env.currentGasLimit!),
		baseFee: 0n,
		difficulty: BigInt(env.currentDifficulty!),
		prevRandao: 0n,
		blobBaseFee: 0n,
	};
	enterBlock(machine, block, 1n);
	machine.kernel.functions.beginTransaction();
	machine.setOrigin(machine.findAccount(exec.origin as Address));
	machine.setGasPrice(BigInt(exec.gasPrice));
	const target = machine.findAccount(exec.address as Address);
	if (!machine.ensureAccount(target) || !machine.ensureCode(target)) throw new Error("state in memory answers at once");
	machine.kernel.functions.setCode(target, machine.installCode(hexToBytes(exec.code)));
	const result: MessageResult = runSync(
		runMessage(machine, {
			kind: FrameKind.call,
			caller: exec.caller as Address,
			to: exec.address as Address,
			value: BigInt(exec.value),
			input: hexToBytes(exec.data),
			gas: BigInt(exec.gas),
			isStatic: false,
		}),
	);
	if (json.post === undefined) {
		expect(result.status).toBe("halt");
		return;
	}
	expect(result.status).toBe("success");
	expect(result.gasLeft).toBe(BigInt(json.gas!));
	expect(bytesToHex(result.output)).toBe(json.out);
	const logs = readLogs(machine).map(({ address, topics, data }) => [
		hexToBytes(address),
		topics.map(hexToBytes),
		data,
	]);
	expect(bytesToHex(keccak256(encodeRlp(logs)))).toBe(json.logs);
	machine.kernel.functions.endTransaction();
	state.applyChanges(takeChanges(machine));
	for (const [address, account] of Object.entries(json.post)) {
		const got = state.getAccount(address as Address);
		expect(got?.nonce).toBe(BigInt(account.nonce));
		if (address !== exec.caller || exec.caller === exec.address) expect(got?.balance).toBe(BigInt(account.balance));
		expect(bytesToHex(state.getCode(got!.codeHash))).toBe(account.code);
		const slots = Object.entries(account.storage).map(([slot, word]) => [BigInt(slot), BigInt(word)] as const);
		expect(new Map(state.storageOf(address as Address))).toEqual(new Map(slots));
	}
}

const folder = fixturesDir();

describe.skipIf(folder === undefined)("VMTests, Frontier", () => {
	test.each(["interpreter", "compiler"] as const)("466 cases, %s", (tier) => {
		let count = 0;
		const failures: string[] = [];
		for (const group of readdirSync(join(folder!, "legacy-vm"))) {
			for (const file of readdirSync(join(folder!, "legacy-vm", group))) {
				for (const [name, json] of Object.entries(
					readJson(join(folder!, "legacy-vm", group, file)) as Record<string, VmTest>,
				)) {
					count++;
					try {
						runVmTest(json, tier);
					} catch (error) {
						failures.push(`${group}/${name}: ${(error as Error).message.split("\n")[0]}`);
					}
				}
			}
		}
		expect(failures).toEqual([]);
		expect(count).toBe(466);
	});
});
