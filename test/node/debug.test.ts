import { bytesToHex, type Hex, hexToBytes, keccak256, parseEther } from "viem";
import { describe, expect, test } from "vitest";
import { createEvm } from "../../packages/evm/src/index.js";
import { createWitnessState } from "../../packages/evm/src/state/index.js";
import { accountOf, type Clients, startClients } from "./clients.js";
import { compileCounter } from "./contracts.js";

const { abi, bytecode } = compileCounter();

async function countOnce(clients: Clients): Promise<{ address: Hex; hash: Hex; blockHash: Hex }> {
	const { wallet, reader } = clients;
	const deployment = await wallet.deployContract({ abi, bytecode, args: [5n] });
	const { contractAddress } = await reader.getTransactionReceipt({ hash: deployment });
	const hash = await wallet.writeContract({ abi, address: contractAddress!, functionName: "needy" });
	const { blockHash } = await reader.getTransactionReceipt({ hash });
	return { address: contractAddress!, hash, blockHash };
}

describe("traces", () => {
	test("of a transaction: struct logs, calls, state", async () => {
		const clients = await startClients();
		const { request, reader, wallet } = clients;
		const { address, hash } = await countOnce(clients);
		const { gasUsed } = await reader.getTransactionReceipt({ hash });
		const logs = (await request("debug_traceTransaction", hash)) as { gas: number; structLogs: unknown[] };
		expect(logs.gas).toBe(Number(gasUsed));
		expect(logs.structLogs.length).toBeGreaterThan(100);
		const from = wallet.account.address.toLowerCase();
		expect(await request("debug_traceTransaction", hash, { tracer: "callTracer" })).toMatchObject({
			from,
			to: address,
			type: "CALL",
			calls: [{ from: address, to: address, type: "CALL" }],
		});
		const diff = await request("debug_traceTransaction", hash, {
			tracer: "prestateTracer",
			tracerConfig: { diffMode: true },
		});
		expect(diff).toMatchObject({
			post: { [address]: { storage: { [`0x${"00".repeat(32)}`]: `0x${"6".padStart(64, "0")}` } } },
		});
		await expect(request("debug_traceTransaction", hash, { tracer: "noSuchTracer" })).rejects.toMatchObject({
			code: -32000,
		});
		await expect(request("debug_traceTransaction", keccak256("0x"))).rejects.toMatchObject({ code: -32000 });
	});

	test("of transactions of impersonated contracts, in every form", async () => {
		const clients = await startClients();
		const { request } = clients;
		const { address: contract } = await countOnce(clients);
		const target = "0x00000000000000000000000000000000000000ee";
		// PUSH1 1 PUSH0 SSTORE STOP
		await request("anvil_setCode", target, "0x60015f5500");
		await request("anvil_setBalance", contract, "0xde0b6b3a7640000");
		await request("anvil_impersonateAccount", contract);
		const hash = (await request("eth_sendTransaction", { from: contract, to: target, gas: "0x186a0" })) as Hex;
		const receipt = (await request("eth_getTransactionReceipt", hash)) as { blockHash: Hex; status: string };
		expect(receipt.status).toBe("0x1");
		const call = { type: "CALL", from: contract, to: target };
		expect(await request("debug_traceTransaction", hash, { tracer: "callTracer" })).toMatchObject(call);
		expect(await request("debug_traceTransaction", hash, { tracer: "prestateTracer" })).toMatchObject({
			[contract]: { balance: "0xde0b6b3a7640000" },
			[target]: { code: "0x60015f5500" },
		});
		const logs = (await request("debug_traceTransaction", hash)) as { structLogs: { op: string }[] };
		expect(logs.structLogs.map(({ op }) => op)).toEqual(["PUSH1", "PUSH0", "SSTORE", "STOP"]);
		const ofBlock = [{ txHash: hash, result: call }];
		const config = { tracer: "callTracer" };
		expect(await request("debug_traceBlockByHash", receipt.blockHash, config)).toMatchObject(ofBlock);
		expect(await request("debug_traceBlockByNumber", "latest", config)).toMatchObject(ofBlock);
		const raw = await request("debug_getRawBlock", receipt.blockHash);
		expect(await request("debug_traceBlock", raw, config)).toMatchObject(ofBlock);
		const action = { action: { from: contract, to: target, callType: "call" } };
		expect(await request("trace_transaction", hash)).toMatchObject([action]);
		expect(await request("trace_block", "latest")).toMatchObject([action]);
		expect(await request("trace_replayTransaction", hash, ["trace", "stateDiff", "vmTrace"])).toMatchObject({
			trace: [action],
			stateDiff: { [target]: { storage: { [`0x${"00".repeat(32)}`]: { "*": { to: `0x${"1".padStart(64, "0")}` } } } } },
			vmTrace: { ops: { length: 4 } },
		});
		expect(await request("trace_replayBlockTransactions", "latest", ["trace"])).toMatchObject([{ trace: [action] }]);
	});

	test("of a chain with rules of its own", async () => {
		const { request } = await startClients({ hardfork: "Cancun+7939" });
		const target = "0x00000000000000000000000000000000000000ee";
		// PUSH1 1 CLZ POP STOP
		await request("anvil_setCode", target, "0x60011e5000");
		const [from] = (await request("eth_accounts")) as Hex[];
		const hash = await request("eth_sendTransaction", { from, to: target, gas: "0x186a0" });
		expect(await request("debug_traceTransaction", hash)).toMatchObject({ failed: false, structLogs: { length: 4 } });
		expect(await request("trace_replayTransaction", hash, ["vmTrace"])).toMatchObject({
			vmTrace: { ops: { length: 4 } },
		});
	});

	test("of a block in every form, and of a call", async () => {
		const clients = await startClients();
		const { request } = clients;
		const { address, hash, blockHash } = await countOnce(clients);
		const byHash = await request("debug_traceBlockByHash", blockHash, { tracer: "callTracer" });
		expect(byHash).toMatchObject([{ txHash: hash, result: { to: address } }]);
		expect(await request("debug_traceBlockByNumber", "latest", { tracer: "callTracer" })).toEqual(byHash);
		const raw = await request("debug_getRawBlock", blockHash);
		expect(await request("debug_traceBlock", raw, { tracer: "callTracer" })).toEqual(byHash);
		const call = { to: address, data: "0x52efea6e", from: accountOf(1).address };
		expect(await request("debug_traceCall", call, "latest", { tracer: "callTracer" })).toMatchObject({
			error: "execution reverted",
			revertReason: "not the owner",
		});
	});

	test("in Parity's form", async () => {
		const clients = await startClients();
		const { request, wallet } = clients;
		const { address, hash } = await countOnce(clients);
		const traces = (await request("trace_transaction", hash)) as { traceAddress: number[]; blockNumber: number }[];
		expect(traces.map(({ traceAddress }) => traceAddress)).toEqual([[], [0]]);
		expect(await request("trace_block", "latest")).toEqual(traces);
		expect(await request("trace_get", hash, ["0x0"])).toEqual(traces[1]);
		expect(await request("trace_filter", { fromBlock: "0x0", toBlock: "latest", fromAddress: [address] })).toEqual([
			traces[1],
		]);
		expect(await request("trace_replayTransaction", hash, ["trace", "stateDiff"])).toMatchObject({
			trace: [{ traceAddress: [] }, { traceAddress: [0] }],
			stateDiff: { [address]: {} },
		});
		const to = accountOf(1).address.toLowerCase();
		const call = { from: wallet.account.address, to, value: "0x1" };
		expect(await request("trace_call", call, ["trace"])).toMatchObject({ trace: [{ action: { to, value: "0x1" } }] });
		expect(await request("trace_callMany", [[call, ["trace"]]])).toMatchObject([{ trace: [{ action: { to } }] }]);
		const gas = (await request("trace_transactionOpcodeGas", hash)) as {
			opcodeGas: { opcode: string; count: number }[];
		};
		expect(gas.opcodeGas.find(({ opcode }) => opcode === "SSTORE")!.count).toBe(2);
		expect(await request("trace_blockOpcodeGas", "latest")).toMatchObject({ blockNumber: "0x2", transactions: [gas] });
	});
});

test("an execution witness is enough to execute the block", async () => {
	const clients = await startClients();
	const { request } = clients;
	const { blockHash } = await countOnce(clients);
	const witness = (await request("debug_executionWitness", blockHash)) as Record<
		"state" | "codes" | "keys" | "headers",
		Hex[]
	>;
	const block = (await request("eth_getBlockByHash", blockHash, true)) as {
		transactions: { hash: Hex }[];
		parentHash: Hex;
	};
	const parent = (await request("eth_getBlockByHash", block.parentHash, false)) as { stateRoot: Hex };
	expect(witness.headers.map((header) => keccak256(header))).toEqual([block.parentHash]);
	const state = createWitnessState(parent.stateRoot, {
		state: witness.state.map((node) => hexToBytes(node)),
		codes: witness.codes.map((code) => hexToBytes(code)),
	});
	const raw = (await request("debug_getRawTransaction", block.transactions[0]!.hash)) as Hex;
	const evm = createEvm({ state, chainId: 31_337 });
	expect(evm.transact(hexToBytes(raw))).toMatchObject({ status: "success" });
});

describe("dumps", () => {
	test("of one node are loaded into another", async () => {
		const clients = await startClients();
		const { address } = await countOnce(clients);
		const dump = (await clients.request("anvil_dumpState")) as Hex;
		const other = await startClients({ accounts: 0 });
		expect(await other.request("anvil_loadState", dump)).toBe(true);
		expect(await other.reader.readContract({ abi, address, functionName: "total" })).toBe(6n);
		const first = accountOf(0).address;
		expect(await other.reader.getBalance({ address: first })).toBe(await clients.reader.getBalance({ address: first }));
		expect(await other.reader.getTransactionCount({ address: first })).toBe(2);
		expect(await other.reader.getBalance({ address: accountOf(9).address })).toBe(parseEther("10000"));
		await expect(other.request("anvil_loadState", "0x1234")).rejects.toMatchObject({ code: -32602 });
	});

	test("are read when they are not packed", async () => {
		const { request, reader } = await startClients();
		const file = {
			accounts: { "0x00000000000000000000000000000000000000bb": { balance: "0x7", nonce: 3, code: "0x", storage: {} } },
		};
		await request("anvil_loadState", bytesToHex(new TextEncoder().encode(JSON.stringify(file))));
		expect(await reader.getBalance({ address: "0x00000000000000000000000000000000000000bb" })).toBe(7n);
	});
});
