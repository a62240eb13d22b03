import { bytesToHex } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { keccak256 } from "@evmore/evm/crypto";
import { createNode, type EvmoreNode } from "@evmore/node";
import * as AbiParameters from "ox/AbiParameters";
import { beforeEach, describe, expect, test } from "vitest";

// Hardhat's console: a call of an address without code, whose input is the line.

const consoleAddress = "0x000000000000000000636F6e736F6c652e6c6f67";
const someone = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const contract = "0x00000000000000000000000000000000000000c0";
const caller = "0x00000000000000000000000000000000000000c1";

/** The input of a call of the console. */
function logInput(types: readonly string[], values: readonly unknown[], spelled = types): `0x${string}` {
	const selector = keccak256(new TextEncoder().encode(`log(${spelled.join(",")})`)).subarray(0, 4);
	const parameters = types.map((type) => ({ type }));
	return `${bytesToHex(selector)}${AbiParameters.encode(parameters, values as never).slice(2)}`;
}

/** Passes its input on to an address. */
function forwarder(to: string): string {
	return bytesToHex(
		assemble(
			`CALLDATASIZE PUSH0 PUSH0 CALLDATACOPY PUSH0 PUSH0 CALLDATASIZE PUSH0 PUSH ${to} GAS STATICCALL PUSH0 MSTORE PUSH 32 PUSH0 RETURN`,
		),
	);
}

describe("console.log of a contract", () => {
	let lines: string[];
	let node: EvmoreNode;
	let from: string;

	beforeEach(async () => {
		lines = [];
		node = await createNode({ log: (line) => lines.push(line) });
		const { provider } = node;
		[from] = (await provider.request({ method: "eth_accounts" })) as [string];
		await provider.request({ method: "anvil_setCode", params: [contract, forwarder(consoleAddress)] });
		await provider.request({ method: "anvil_setCode", params: [caller, forwarder(contract)] });
		lines.length = 0;
	});

	const call = (to: string, data: string): Promise<unknown> =>
		node.provider.request({ method: "eth_call", params: [{ to, data }, "latest"] });
	const told = (): string[] => lines.filter((line) => line.includes("answer"));

	test.each([
		[["string"], ["the answer"], undefined, "the answer"],
		[["string", "uint256"], ["answer %d!", 42n], undefined, "answer 42!"],
		[["string", "uint256"], ["answer", 42n], ["string", "uint"], "answer 42"],
		[["bool", "string", "address"], [true, "answers", someone], undefined, `true answers ${someone}`],
	] as const)("is told, %j", async (types, values, spelled, line) => {
		const answer = await call(contract, logInput(types, values, spelled));
		expect(BigInt(answer as string)).toBe(1n);
		expect(told()).toHaveLength(1);
		expect(told()[0]).toContain(line);
	});

	test("from inside of other calls, and in transactions", async () => {
		const data = logInput(["string"], ["answer from inside"]);
		await call(caller, data);
		expect(told()).toHaveLength(1);
		await node.provider.request({
			method: "eth_sendTransaction",
			params: [{ from, to: caller, data, gas: "0x30d40" }],
		});
		expect(told()).toHaveLength(2);
	});

	test("is silent for what is no line, and for calls of others", async () => {
		await call(contract, "0x12345678");
		await call(contract, "0x");
		await call(contract, logInput(["string"], ["answer"]).slice(0, 20));
		await call(consoleAddress.replace(/67$/, "68"), logInput(["string"], ["answer"]));
		expect(told()).toEqual([]);
	});
});

test("with printed traces the calls are told, too; without console lines they alone", async () => {
	for (const logsConsole of [true, false]) {
		const lines: string[] = [];
		const { provider, close } = await createNode({ log: (line) => lines.push(line), printsTraces: true, logsConsole });
		await provider.request({ method: "anvil_setCode", params: [contract, forwarder(consoleAddress)] });
		await provider.request({ method: "anvil_setCode", params: [caller, forwarder(contract)] });
		lines.length = 0;
		const data = logInput(["string"], ["answer"]);
		await provider.request({ method: "eth_call", params: [{ to: caller, data }, "latest"] });
		expect(lines.filter((line) => line === "  answer")).toHaveLength(logsConsole ? 1 : 0);
		const tree = lines.filter((line) => line !== "  answer");
		expect(tree).toHaveLength(6);
		expect(tree[2]).toMatch(
			/^ {4}│ {3}├─ \[0\] 0x000000000000000000636F6e736F6c652e6c6f67::41304fac\(0x.+\) \[staticcall\]$/,
		);
		await close();
	}
});
