import { expect, test } from "vitest";
import { startClients } from "../node/clients.js";

const from = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const to = `0x${"11".repeat(20)}`;

// Calls were taken for transactions with priority fees.
test.each(["Istanbul", "Berlin", "London"])("calls are simulated under the rules of %s", async (hardfork) => {
	const { request } = await startClients({ hardfork });
	const blockStateCalls = [{ calls: [{ from, to, value: "0x1" }] }];
	const [block] = (await request("eth_simulateV1", { blockStateCalls }, "latest")) as { calls: unknown }[];
	expect(block?.calls).toMatchObject([{ status: "0x1", gasUsed: "0x5208" }]);
});

// The offer became a gas price, and the tip was forgotten.
test("fees of EIP-1559 are refused before London", async () => {
	const { request } = await startClients({ hardfork: "Berlin" });
	const fees = { maxFeePerGas: "0x77359400", maxPriorityFeePerGas: "0x1" };
	await expect(request("eth_sendTransaction", { from, to, ...fees })).rejects.toThrow(/not valid before London/);
	expect(await request("eth_blockNumber")).toBe("0x0");
	expect(await request("eth_maxPriorityFeePerGas")).toBe("0x3b9aca00");
});

// There was no state of it to build on.
test("blocks are simulated over the pending one", async () => {
	const { request, tester } = await startClients();
	await tester.setAutomine(false);
	const contract = `0x${"22".repeat(20)}`;
	await request("eth_sendTransaction", { from, to: contract, value: "0x7", gas: "0x5208" });
	// Returns its balance, and how often it was called: SELFBALANCE, and a slot that it counts in.
	const code = "0x475f525f546001015f555f5460205260405ff3";
	const calls = [{ from, to: contract }];
	const blockStateCalls = [{ stateOverrides: { [contract]: { code } }, calls }, { calls }];
	const blocks = (await request("eth_simulateV1", { blockStateCalls }, "pending")) as {
		number: string;
		calls: { returnData: string }[];
	}[];
	expect(blocks.map(({ number }) => number)).toEqual(["0x2", "0x3"]);
	const word = (value: number): string => value.toString(16).padStart(64, "0");
	expect(blocks.map(({ calls }) => calls[0]?.returnData)).toEqual([`0x${word(7)}${word(1)}`, `0x${word(7)}${word(2)}`]);
	// The pending block is as it was.
	expect(await request("eth_getBalance", contract, "pending")).toBe("0x7");
	expect(await request("eth_getCode", contract, "pending")).toBe("0x");
});
