import { describe, expect, test } from "vitest";
import { assemble } from "../../packages/evm/src/asm/index.js";
import { bytesToHex } from "../../packages/evm/src/index.js";
import { startClients } from "./clients.js";

const moved = "0x0000000000000000000000000000000000123456";
const other = "0x0000000000000000000000000000000000123457";
const sha256 = "0x0000000000000000000000000000000000000002";
const identity = "0x0000000000000000000000000000000000000004";
const hashOf1234 = "0x3a103a4e5729ad68c02a678ae39accfbc0ae208096437401b7ceab63cca0622f";

const move = (from: string, to: string): object => ({ [from]: { movePrecompileToAddress: to } });
const call = (to: string): object => ({ to, input: "0x1234" });

describe("precompiled contracts that are moved", () => {
	test("eth_call, eth_estimateGas, eth_createAccessList, debug_traceCall, eth_callMany", async () => {
		const { node, request } = await startClients();
		const overrides = move(sha256, moved);
		expect(await request("eth_call", call(moved), "latest", overrides)).toBe(hashOf1234);
		expect(await request("eth_call", call(sha256), "latest", overrides)).toBe("0x");
		// Nothing is left of it.
		expect(await request("eth_call", call(moved), "latest")).toBe("0x");
		expect(await request("eth_call", call(sha256), "latest")).toBe(hashOf1234);
		const plain = BigInt((await request("eth_estimateGas", call(moved), "latest")) as string);
		const hashing = BigInt((await request("eth_estimateGas", call(moved), "latest", overrides)) as string);
		// The calldata floor (EIP-7623), and the 72 gas of the contract above the intrinsic gas.
		expect([plain, hashing]).toEqual([21_080n, 21_104n]);
		expect(await request("eth_createAccessList", call(moved), "latest", overrides)).toMatchObject({
			gasUsed: "0x5270",
		});
		const config = { tracer: "callTracer", stateOverrides: overrides };
		expect(await request("debug_traceCall", call(moved), "latest", config)).toMatchObject({ output: hashOf1234 });
		const bundle = [{ transactions: [call(moved), call(sha256)] }];
		expect(await request("eth_callMany", bundle, { blockNumber: "latest" }, overrides)).toEqual([
			[{ value: hashOf1234 }, { value: "0x" }],
		]);
		await node.close();
	});

	test("whatever is overridden makes its account an ordinary one, as in go-ethereum", async () => {
		const { node, request } = await startClients();
		expect(await request("eth_call", call(identity), "latest", { [identity]: { balance: "0x1" } })).toBe("0x");
		const code = bytesToHex(assemble("PUSH 42 PUSH0 MSTORE PUSH 1 PUSH 31 RETURN"));
		expect(await request("eth_call", call(identity), "latest", { [identity]: { code } })).toBe("0x2a");
		await node.close();
	});

	test("refusals have the codes of execution-apis", async () => {
		const { node, request } = await startClients();
		const simulate = (stateOverrides: object): Promise<unknown> =>
			request("eth_simulateV1", { blockStateCalls: [{ stateOverrides }] }, "latest");
		for (const ask of [simulate, (overrides: object) => request("eth_call", call(moved), "latest", overrides)]) {
			await expect(ask(move(moved, other))).rejects.toMatchObject({
				code: -32000,
				message: `account ${moved} is not a precompile`,
			});
			await expect(ask(move(sha256, sha256))).rejects.toMatchObject({ code: -38022 });
			await expect(ask({ ...move(sha256, moved), ...move(identity, moved) })).rejects.toMatchObject({ code: -38023 });
			await expect(ask({ ...move(sha256, moved), [moved]: { balance: "0x1" } })).rejects.toMatchObject({
				code: -32000,
				message: `account ${moved} is already overridden`,
			});
		}
		await node.close();
	});

	test("a move holds for its block only", async () => {
		const { node, request } = await startClients();
		const blocks = (await request("eth_simulateV1", {
			blockStateCalls: [
				{ stateOverrides: move(sha256, moved), calls: [call(moved), call(sha256)] },
				{ calls: [call(moved), call(sha256)] },
			],
		})) as { calls: { returnData: string }[] }[];
		expect(blocks.map(({ calls }) => calls.map(({ returnData }) => returnData))).toEqual([
			[hashOf1234, "0x"],
			["0x", hashOf1234],
		]);
		await node.close();
	});
});

describe("the base fee of blob gas in simulated blocks", () => {
	const code = bytesToHex(assemble("BLOBBASEFEE PUSH0 MSTORE PUSH 32 PUSH0 RETURN"));
	const reader = "0x00000000000000000000000000000000000000c1";
	const balanceReader = "0x00000000000000000000000000000000000000c2";
	const balanceCode = bytesToHex(assemble("PUSH0 CALLDATALOAD BALANCE PUSH0 MSTORE PUSH 32 PUSH0 RETURN"));
	const stateOverrides = { [reader]: { code }, [balanceReader]: { code: balanceCode } };
	const word = (value: bigint): string => `0x${value.toString(16).padStart(64, "0")}`;

	test("is what instructions see in that block; the header keeps its excess", async () => {
		const { node, request } = await startClients();
		const blocks = (await request("eth_simulateV1", {
			blockStateCalls: [
				{ stateOverrides, blockOverrides: { blobBaseFee: "0x4d2" }, calls: [{ to: reader }] },
				{ calls: [{ to: reader }] },
			],
		})) as { excessBlobGas: string; calls: { returnData: string }[] }[];
		expect(blocks.map(({ excessBlobGas, calls }) => [excessBlobGas, calls[0]!.returnData])).toEqual([
			["0x0", word(1234n)],
			["0x0", word(1n)],
		]);
		await node.close();
	});

	test("is what blobs are paid with, and what offers are held to when that is asked for", async () => {
		const { node, request } = await startClients();
		const from = "0x00000000000000000000000000000000000000aa";
		const hash = `0x01${"00".repeat(31)}`;
		const ask = (validation: boolean, maxFeePerBlobGas: string | undefined): Promise<unknown> =>
			request("eth_simulateV1", {
				validation,
				blockStateCalls: [
					{
						stateOverrides: { [from]: { balance: "0xde0b6b3a7640000" }, ...stateOverrides },
						blockOverrides: { blobBaseFee: "0x64", baseFeePerGas: "0x0" },
						calls: [
							{
								from,
								to: reader,
								type: "0x3",
								blobVersionedHashes: [hash],
								maxFeePerGas: "0x0",
								maxPriorityFeePerGas: "0x0",
								...(maxFeePerBlobGas !== undefined && { maxFeePerBlobGas }),
							},
							{ to: balanceReader, input: `0x${from.slice(2).padStart(64, "0")}` },
						],
					},
				],
			});
		const balanceAfter = async (validation: boolean, offer: string | undefined): Promise<bigint> => {
			const [block] = (await ask(validation, offer)) as { calls: { returnData: string }[] }[];
			return BigInt(block!.calls[1]!.returnData);
		};
		const before = 10n ** 18n;
		expect(await balanceAfter(false, "0xc8")).toBe(before - 131_072n * 100n);
		// An offer below the price is all that is paid.
		expect(await balanceAfter(false, undefined)).toBe(before);
		expect(await balanceAfter(true, "0x64")).toBe(before - 131_072n * 100n);
		await expect(ask(true, "0x63")).rejects.toMatchObject({ message: expect.stringContaining("blob") });
		await node.close();
	});
});
