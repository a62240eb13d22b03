import { type BaseError, ContractFunctionRevertedError, encodeFunctionData, type Hex, parseEther } from "viem";
import { beforeAll, describe, expect, test } from "vitest";
import { accountOf, type Clients, startClients } from "./clients.js";
import { compileCounter } from "./contracts.js";

const { abi, bytecode } = compileCounter();

async function deploy({ wallet, reader }: Clients, start = 5n): Promise<Hex> {
	const hash = await wallet.deployContract({ abi, bytecode, args: [start] });
	const { contractAddress, status } = await reader.getTransactionReceipt({ hash });
	expect(status).toBe("success");
	return contractAddress!;
}

async function reasonOf(work: Promise<unknown>): Promise<unknown> {
	try {
		await work;
	} catch (error) {
		const revert = (error as BaseError).walk((cause) => cause instanceof ContractFunctionRevertedError);
		const { reason, data } = revert as ContractFunctionRevertedError;
		return reason ?? [data?.errorName, ...(data?.args ?? [])];
	}
	return "no error";
}

describe("a contract", () => {
	let clients: Clients;
	let address: Hex;

	beforeAll(async () => {
		clients = await startClients();
		address = await deploy(clients);
	});

	test("is deployed, called, written to, and read in older blocks", async () => {
		const { reader, wallet } = clients;
		expect(await reader.readContract({ abi, address, functionName: "total" })).toBe(5n);
		const hash = await wallet.writeContract({ abi, address, functionName: "count", args: [3n] });
		const receipt = await reader.getTransactionReceipt({ hash });
		expect(receipt.status).toBe("success");
		expect(receipt.logs).toHaveLength(1);
		expect(await reader.readContract({ abi, address, functionName: "total" })).toBe(8n);
		const { blockNumber } = receipt;
		expect(await reader.readContract({ abi, address, functionName: "total", blockNumber: blockNumber - 1n })).toBe(5n);
		expect(await reader.getStorageAt({ address, slot: "0x0" })).toBe(`0x${"8".padStart(64, "0")}`);
	});

	test("says why it reverts: a text, a custom error, a panic", async () => {
		const { reader, wallet } = clients;
		const call = (step: bigint): Promise<unknown> =>
			reader.simulateContract({ abi, address, functionName: "count", args: [step], account: wallet.account });
		expect(await reasonOf(call(13n))).toBe("unlucky");
		expect(await reasonOf(call(101n))).toEqual(["TooMuch", 101n, 100n]);
		expect(await reasonOf(call(14n))).toMatch(/assert/);
		await expect(
			reader.estimateContractGas({ abi, address, functionName: "count", args: [13n], account: wallet.account }),
		).rejects.toThrow(/unlucky/);
		const raw = clients.request("eth_call", { to: address, data: "0x12345678", value: "0x1" });
		await expect(raw).rejects.toMatchObject({ code: 3, data: "0x", message: "execution reverted" });
	});

	test("fails on chain when the gas is given, and the receipt says so", async () => {
		const { reader, wallet } = clients;
		const hash = await wallet.writeContract({ abi, address, functionName: "count", args: [13n], gas: 100_000n });
		expect(await reader.getTransactionReceipt({ hash })).toMatchObject({ status: "reverted", logs: [] });
	});

	test("is estimated to the last unit of gas", async () => {
		const { reader, wallet, tester } = clients;
		for (const functionName of ["needy", "clear"] as const) {
			const gas = await reader.estimateContractGas({ abi, address, functionName, account: wallet.account });
			const id = await tester.snapshot();
			const enough = await wallet.writeContract({ abi, address, functionName, gas });
			expect((await reader.getTransactionReceipt({ hash: enough })).status).toBe("success");
			await tester.revert({ id });
			const little = await wallet.writeContract({ abi, address, functionName, gas: gas - 1n });
			expect((await reader.getTransactionReceipt({ hash: little })).status).toBe("reverted");
		}
	});

	test("is found by its logs", async () => {
		const { reader, wallet } = clients;
		const first = await reader.getBlockNumber();
		for (const step of [1n, 2n, 3n]) await wallet.writeContract({ abi, address, functionName: "count", args: [step] });
		const range = { fromBlock: first + 1n, toBlock: "latest" } as const;
		const all = await reader.getContractEvents({ abi, address, eventName: "Counted", ...range });
		expect(all.map(({ args }) => (args as unknown as { step: bigint }).step)).toEqual([1n, 2n, 3n]);
		const two = await reader.getContractEvents({ abi, address, eventName: "Counted", args: { step: 2n }, ...range });
		expect(two).toHaveLength(1);
		expect(two[0]).toMatchObject({ blockNumber: first + 2n, logIndex: 0, removed: false });
		const none = await reader.getLogs({ address: wallet.account.address, ...range });
		expect(none).toEqual([]);
	});

	test("sees the block it is called in, and overrides of it", async () => {
		const { reader } = clients;
		const block = await reader.getBlock();
		const read = async (overrides = {}): Promise<readonly bigint[]> =>
			(await reader.readContract({ abi, address, functionName: "environment", ...overrides })) as readonly bigint[];
		const [number, timestamp, baseFee, , , gasLimit] = await read();
		expect([number, timestamp, baseFee, gasLimit]).toEqual([block.number, block.timestamp, 0n, 30_000_000n]);
		const changed = await read({ blockOverrides: { number: 77n, time: 99n } });
		expect(changed.slice(0, 2)).toEqual([77n, 99n]);
	});

	test("is called with another state", async () => {
		const { reader } = clients;
		const total = (
			stateOverride: NonNullable<Parameters<typeof reader.readContract>[0]["stateOverride"]>,
		): Promise<unknown> => reader.readContract({ abi, address, functionName: "total", stateOverride });
		const slot = `0x${"00".repeat(32)}` as const;
		const value = `0x${"7".padStart(64, "0")}` as const;
		expect(await total([{ address, stateDiff: [{ slot, value }] }])).toBe(7n);
		expect(await total([{ address, state: [] }])).not.toBe(7n);
		expect(await reader.readContract({ abi, address, functionName: "owner" })).not.toBe(
			"0x0000000000000000000000000000000000000000",
		);
	});

	test("is given an access list", async () => {
		const { reader, wallet } = clients;
		const { accessList, gasUsed } = await reader.createAccessList({
			account: wallet.account,
			to: address,
			data: "0x52efea6e",
		});
		expect(accessList).toEqual([{ address, storageKeys: [`0x${"00".repeat(32)}`, `0x${"1".padStart(64, "0")}`] }]);
		expect(gasUsed).toBeGreaterThan(21_000n);
	});

	test("has proofs", async () => {
		const { reader } = clients;
		const proof = await reader.getProof({ address, storageKeys: [`0x${"00".repeat(32)}`] });
		expect(proof.storageProof[0]!.value).toBe(await reader.readContract({ abi, address, functionName: "total" }));
		expect(proof.accountProof.length).toBeGreaterThan(0);
	});

	test("is simulated over blocks", async () => {
		const { reader, wallet } = clients;
		const before = (await reader.readContract({ abi, address, functionName: "total" })) as bigint;
		const blocks = await reader.simulateBlocks({
			blocks: [
				{ calls: [{ account: wallet.account, to: address, abi, functionName: "count", args: [4n] }] },
				{ calls: [{ account: wallet.account, to: address, abi, functionName: "count", args: [5n] }] },
			],
		});
		expect(blocks.map(({ calls }) => (calls[0] as { result: bigint }).result)).toEqual([before + 4n, before + 9n]);
		expect(await reader.readContract({ abi, address, functionName: "total" })).toBe(before);
	});

	test("writes lines for people", async () => {
		const lines: string[] = [];
		const other = await startClients({ log: (line) => lines.push(line) });
		const at = await deploy(other);
		await other.reader.readContract({ abi, address: at, functionName: "shout", args: ["it is %d now", 42n] });
		expect(lines.join("\n")).toContain("it is 42 now");
		await other.wallet.writeContract({ abi, address: at, functionName: "count", args: [13n], gas: 90_000n });
		expect(lines.join("\n")).toContain("Error: execution reverted: unlucky");
	});
});

test("a token's balances and allowances are set", async () => {
	const clients = await startClients();
	const { reader, request, wallet } = clients;
	const address = await deploy(clients);
	const [owner, spender] = [wallet.account.address, accountOf(1).address];
	await request("anvil_dealERC20", owner, address, "0x1234");
	expect(await reader.readContract({ abi, address, functionName: "balanceOf", args: [owner] })).toBe(0x1234n);
	expect(await reader.readContract({ abi, address, functionName: "total" })).toBe(5n);
	await request("anvil_setERC20Allowance", owner, spender, address, "0x77");
	expect(await reader.readContract({ abi, address, functionName: "allowance", args: [owner, spender] })).toBe(0x77n);
	await expect(request("anvil_dealERC20", owner, spender, "0x1")).rejects.toMatchObject({ code: -32000 });
});

test("calls in a row see what the ones before them did", async () => {
	const clients = await startClients();
	const address = await deploy(clients);
	const call = (functionName: string, args: unknown[] = []): object => ({
		from: clients.wallet.account.address,
		to: address,
		data: encodeFunctionData({ abi, functionName, args }),
	});
	const answers = await clients.request("eth_callMany", [
		{ transactions: [call("count", [3n]), call("total"), call("count", [13n])] },
		{ transactions: [call("total")], blockOverride: { number: "0x99" } },
	]);
	const eight = `0x${"8".padStart(64, "0")}`;
	expect(answers).toEqual([
		[{ value: eight }, { value: eight }, { error: "execution reverted: unlucky" }],
		[{ value: eight }],
	]);
	expect(await clients.request("debug_getModifiedAccountsByNumber", "0x1")).toEqual(
		[
			address,
			clients.wallet.account.address.toLowerCase(),
			"0x0000f90827f1c53a10cb7a02335b175320002935",
			`0x${"00".repeat(20)}`,
			"0x000f3df6d732807ef1319fb7b8bb8522d0beac02",
		].sort(),
	);
});

test("custom errors are told by name when their ABI is known", async () => {
	const lines: string[] = [];
	const clients = await startClients({ abi, log: (line) => lines.push(line) });
	const address = await deploy(clients);
	const call = { to: address, data: encodeFunctionData({ abi, functionName: "count", args: [101n] }) };
	await expect(clients.request("eth_call", call)).rejects.toMatchObject({
		code: 3,
		message: "execution reverted: TooMuch(101, 100)",
	});
	await expect(clients.request("eth_estimateGas", call)).rejects.toThrow("TooMuch(101, 100)");
	await clients.wallet.sendTransaction({ ...call, gas: 90_000n });
	expect(lines.join("\n")).toContain("Error: execution reverted: TooMuch(101, 100)");
});

test("a balance that goes with a deployment", async () => {
	const clients = await startClients();
	const { wallet, reader } = clients;
	const hash = await wallet.deployContract({ abi, bytecode, args: [1n], value: parseEther("2") });
	const { contractAddress } = await reader.getTransactionReceipt({ hash });
	expect(await reader.getBalance({ address: contractAddress! })).toBe(parseEther("2"));
	const code = await clients.request("eth_call", {
		from: wallet.account.address,
		data: bytecode + "1".padStart(64, "0"),
	});
	expect(code).toBe(await reader.getCode({ address: contractAddress! }));
});
