import type { Address } from "viem";
import { expect, test } from "vitest";
import { accountOf, type Clients, startClients } from "../node/clients.js";

/** A node whose clock on the wall stands still, and what tells the seconds from its head to the last block after a request. */
async function startStopped() {
	const clients = await startClients({ wallTimeMs: () => 1_800_000_000_000 });
	const time = async (): Promise<number> => Number((await clients.reader.getBlock()).timestamp);
	const secondsOf = async (method: string, ...params: unknown[]): Promise<number> => {
		const before = await time();
		await clients.request(method, ...params);
		return (await time()) - before;
	};
	return { ...clients, secondsOf };
}

// The first block came a second after the head.
test("anvil_mine: the interval is before the first block, too", async () => {
	const { request, secondsOf } = await startStopped();
	expect(await secondsOf("anvil_mine", 1, 3600)).toBe(3600);
	expect(await secondsOf("anvil_mine", 2, 100)).toBe(200);
	await request("anvil_increaseTime", 1000);
	expect(await secondsOf("anvil_mine", 1, 3600)).toBe(4600);
	expect(await secondsOf("anvil_mine", 0, 3600)).toBe(0);
	expect(await secondsOf("anvil_mine")).toBe(1);
});

test("hardhat_mine: the interval is between the blocks alone", async () => {
	const { secondsOf } = await startStopped();
	expect(await secondsOf("hardhat_mine", 1, 3600)).toBe(1);
	expect(await secondsOf("hardhat_mine", 2, 100)).toBe(101);
});

// Nothing was answered before the last block was there.
test("others are answered while many blocks are mined", async () => {
	const { request } = await startClients();
	let isDone = false;
	const mining = request("hardhat_mine", 2_000).then(() => {
		isDone = true;
	});
	await new Promise((resolve) => setTimeout(resolve, 30));
	const number = Number(await request("eth_blockNumber"));
	expect(isDone).toBe(false);
	expect(number).toBeLessThan(2_000);
	await mining;
	expect(await request("eth_blockNumber")).toBe("0x7d0");
});

// They were taken, and the next block was none that another client would take.
test("times and gas limits beyond 64 bits are refused", async () => {
	const { request } = await startClients();
	const tooMuch = `0x1${"0".repeat(16)}`;
	for (const [method, value] of [
		["evm_setNextBlockTimestamp", tooMuch],
		["evm_setTime", `0x1${"0".repeat(20)}`],
		["evm_increaseTime", tooMuch],
		["evm_increaseTime", `0x${"f".repeat(16)}`],
		["evm_mine", tooMuch],
		["anvil_setBlockTimestampInterval", tooMuch],
		["evm_setBlockGasLimit", tooMuch],
	] as const) {
		await expect(request(method, value), method).rejects.toMatchObject({
			code: -32602,
			message: expect.stringContaining("more than 64 bits"),
		});
	}
	await expect(request("anvil_mine", 1, tooMuch)).rejects.toMatchObject({ code: -32602 });
	await request("evm_mine", `0x${"f".repeat(16)}`);
	await expect(request("evm_mine")).rejects.toThrow("more than 64 bits");
	expect(await request("eth_blockNumber")).toBe("0x1");
});

// They waited for the next transaction.
test("evm_setAutomine: what waits is mined at once", async () => {
	const { request } = await startClients({ automine: false, maxTransactions: 2 });
	const from = accountOf(0).address;
	for (const nonce of ["0x0", "0x1", "0x2", "0x4"]) {
		await request("eth_sendTransaction", { from, to: from, gas: "0x5208", nonce });
	}
	await request("evm_setAutomine", true);
	expect(await request("eth_blockNumber")).toBe("0x2");
	expect(await request("eth_getTransactionCount", from, "latest")).toBe("0x3");
	expect(await request("txpool_status")).toEqual({ pending: "0x0", queued: "0x1" });
	await request("evm_setAutomine", true);
	expect(await request("eth_blockNumber")).toBe("0x2");
});

const coinbase: Address = `0x${"cb".repeat(20)}`;

async function setNextBlock(request: Clients["request"], number: number): Promise<void> {
	await request("anvil_setNextBlockBaseFeePerGas", number);
	await request("anvil_setNextBlockPrevRandao", number);
	await request("evm_setBlockGasLimit", number * 1_000_000);
	await request("anvil_setCoinbase", `0x${number.toString(16).padStart(40, "0")}`);
}

async function mineOne(request: Clients["request"]): Promise<unknown> {
	await request("evm_mine");
	const { baseFeePerGas, mixHash, gasLimit, miner } = (await request(
		"eth_getBlockByNumber",
		"latest",
		false,
	)) as Record<string, string>;
	return { baseFeePerGas, mixHash, gasLimit, miner };
}

// They were those of the last request.
test("after anvil_reset the next block is that of a new node", async () => {
	const options = { coinbase, gasLimit: 20_000_000n, timestamp: 1_700_000_000n } as const;
	const expected = await mineOne((await startClients(options)).request);
	const { request, reader } = await startClients(options);
	await setNextBlock(request, 12);
	await request("anvil_reset");
	expect(await mineOne(request)).toEqual(expected);
	expect((await reader.getBlock()).timestamp).toBeLessThan(1_700_000_100n);
});

// They were those of the last request.
test("evm_revert brings back what was set for the next block", async () => {
	const { request } = await startClients();
	await setNextBlock(request, 12);
	const snapshot = await request("evm_snapshot");
	const expected = await mineOne(request);
	expect(expected).toMatchObject({ baseFeePerGas: "0xc", gasLimit: "0xb71b00" });
	await setNextBlock(request, 13);
	await request("evm_revert", snapshot);
	expect(await mineOne(request)).toEqual(expected);
});

// It was what follows from the head.
test("eth_feeHistory ends with the base fee that was set for the next block", async () => {
	const { request } = await startClients();
	await request("anvil_mine", 2);
	const lastOf = async (newest: string): Promise<unknown> =>
		((await request("eth_feeHistory", "0x1", newest)) as { baseFeePerGas: unknown[] }).baseFeePerGas.at(-1);
	const before = await lastOf("0x1");
	await request("anvil_setNextBlockBaseFeePerGas", 1234);
	for (const newest of ["latest", "pending", "0x2"]) expect(await lastOf(newest)).toBe("0x4d2");
	expect(await lastOf("0x1")).toBe(before);
});
