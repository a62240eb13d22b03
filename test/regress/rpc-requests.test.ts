import { expect, test } from "vitest";
import { startClients } from "../node/clients.js";

const from = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const to = `0x${"11".repeat(20)}` as const;

/** Counts its calls in slot 0, and answers how many there were before. */
const counter = "0x5f548060010160005560005260206000f3";

const toWord = (value: number): string => `0x${value.toString(16).padStart(64, "0")}`;

// web3.py sends a JSON number.
test("the type of a transaction request is a number, or hexadecimal with leading zeros", async () => {
	const { node, request } = await startClients();
	for (const type of [2, "0x2", "0x02"]) {
		const hash = await request("eth_sendTransaction", { from, to, value: "0x1", type });
		expect(await request("eth_getTransactionByHash", hash)).toMatchObject({ type: "0x2" });
		expect(await request("eth_call", { from, to, type }, "latest")).toBe("0x");
	}
	for (const type of [5, "0x05", -1, 1.5, "x"]) {
		await expect(request("eth_sendTransaction", { from, to, type })).rejects.toMatchObject({ code: -32602 });
	}
	await node.close();
});

// It was passed over: the state was always that after the block.
test("debug_traceCall with txIndex sees the state before that transaction of the block", async () => {
	const { node, request, tester } = await startClients();
	await tester.setCode({ address: to, bytecode: counter });
	await tester.setAutomine(false);
	for (let i = 0; i < 3; i++) await request("eth_sendTransaction", { from, to, gas: "0x186a0" });
	await tester.mine({ blocks: 1 });
	const traced = async (config: object, block = "0x1"): Promise<unknown> => {
		const answer = await request("debug_traceCall", { to }, block, { tracer: "callTracer", ...config });
		return (answer as { output: unknown }).output;
	};
	expect(await traced({})).toBe(toWord(3));
	expect(await traced({ txIndex: 0 })).toBe(toWord(0));
	expect(await traced({ txIndex: "0x1" })).toBe(toWord(1));
	expect(await traced({ txIndex: "0x2" })).toBe(toWord(2));
	// Overrides come on top.
	const stateOverrides = { [to]: { stateDiff: { [toWord(0)]: toWord(7) } } };
	expect(await traced({ txIndex: "0x1", stateOverrides })).toBe(toWord(7));
	for (const txIndex of [3, "0xffffffffffffffffff"]) {
		await expect(traced({ txIndex })).rejects.toMatchObject({
			code: -32000,
			message: expect.stringMatching(/^transaction index \d+ out of range for block 0x/),
		});
	}
	await expect(traced({ txIndex: "first" })).rejects.toMatchObject({ code: -32602 });
	await request("eth_sendTransaction", { from, to, gas: "0x186a0" });
	expect(await traced({ txIndex: 0 }, "pending")).toBe(toWord(3));
	// As in go-ethereum a block without transactions has the index 0, and nothing comes before the first block.
	await request("anvil_dropAllTransactions");
	await tester.mine({ blocks: 1 });
	expect(await traced({ txIndex: 0 }, "0x2")).toBe(toWord(3));
	await expect(traced({ txIndex: 1 }, "0x2")).rejects.toMatchObject({ code: -32000 });
	await expect(traced({ txIndex: 0 }, "0x0")).rejects.toMatchObject({ code: -32000 });
	await node.close();
});

// It was refused: "not a string".
test("null in a list of topics matches anything", async () => {
	const { node, request, tester } = await startClients();
	// Writes a log with the topic 5.
	await tester.setCode({ address: to, bytecode: "0x60055f5fa1" });
	const topics = [[toWord(4), null]];
	const id = await request("eth_newFilter", { topics });
	await request("eth_sendTransaction", { from, to });
	expect(await request("eth_getLogs", { topics })).toHaveLength(1);
	expect(await request("eth_getFilterChanges", id)).toHaveLength(1);
	expect(await request("eth_getLogs", { topics: [[toWord(4)]] })).toHaveLength(0);
	// A log needs a topic at each place, whatever it is.
	expect(await request("eth_getLogs", { topics: [null, [null]] })).toHaveLength(0);
	await node.close();
});

// It was "gas required exceeds allowance".
test("eth_estimateGas takes a gas limit that no transaction can have for none, as go-ethereum", async () => {
	const { node, request } = await startClients();
	for (const gas of ["0x0", "0x5207", "0x5208"]) {
		expect(await request("eth_estimateGas", { from, to, value: "0x1", gas })).toBe("0x5208");
	}
	const data = `0x${"ff".repeat(100)}`;
	expect(await request("eth_estimateGas", { from, to, data, gas: "0x1" })).toBe(
		await request("eth_estimateGas", { from, to, data }),
	);
	await expect(request("eth_estimateGas", { from, to, data, gas: "0x5208" })).rejects.toThrow(/exceeds allowance/);
	await node.close();
});

test("anvil_setStorageAt takes a number for the slot, anvil_setCode code without 0x, as anvil does", async () => {
	const { node, request } = await startClients();
	await request("anvil_setStorageAt", to, 0, toWord(42));
	await request("anvil_setStorageAt", to, "0x1", toWord(43));
	expect(await request("eth_getStorageAt", to, "0x0")).toBe(toWord(42));
	expect(await request("eth_getStorageAt", to, "0x1")).toBe(toWord(43));
	for (const slot of [-1, 1.5, true]) {
		await expect(request("anvil_setStorageAt", to, slot, toWord(1))).rejects.toMatchObject({ code: -32602 });
	}
	for (const code of ["6001", "0x6001"]) {
		await request("anvil_setCode", to, code);
		expect(await request("eth_getCode", to)).toBe("0x6001");
		await request("anvil_setCode", to, "0x");
		expect(await request("eth_getCode", to)).toBe("0x");
	}
	for (const code of ["600", "6x01", 6001, ""]) {
		await expect(request("anvil_setCode", to, code)).rejects.toMatchObject({ code: -32602 });
	}
	await node.close();
});

// The first was rounded, and the second failed while the state was hashed.
test("a chain id above 2^53 - 1 and a nonce above 64 bits are refused", async () => {
	const { node, request } = await startClients();
	await expect(request("anvil_setChainId", "0x20000000000000")).rejects.toMatchObject({
		code: -32602,
		message: expect.stringContaining("chain id above 2^53 - 1"),
	});
	expect(await request("eth_chainId")).toBe("0x7a69");
	await request("anvil_setChainId", Number.MAX_SAFE_INTEGER);
	expect(await request("eth_chainId")).toBe("0x1fffffffffffff");
	for (const method of ["anvil_setNonce", "evm_setAccountNonce"]) {
		await expect(request(method, to, "0x10000000000000000")).rejects.toMatchObject({
			code: -32602,
			message: expect.stringContaining("nonce > 64 bits"),
		});
	}
	await request("anvil_setNonce", to, "0xfffffffffffffffe");
	expect(await request("eth_getTransactionCount", to, "latest")).toBe("0xfffffffffffffffe");
	await node.close();
});

test("anvil_setERC20Balance is another name of anvil_dealERC20", async () => {
	const { node, request, tester } = await startClients();
	// Answers every question with slot 0.
	await tester.setCode({ address: to, bytecode: "0x5f545f5260205ff3" });
	await request("anvil_setERC20Balance", from, to, "0x1234");
	expect(await request("eth_call", { to })).toBe(toWord(0x1234));
	await node.close();
});

// Calls were refused, too.
test("data and input that differ: calls take input, what is sent or signed is refused", async () => {
	const { node, request, tester } = await startClients();
	// Answers the first word of its input.
	await tester.setCode({ address: to, bytecode: "0x5f355f5260205ff3" });
	const both = { from, to, data: toWord(1), input: toWord(2) };
	const config = { tracer: "callTracer" };
	expect(await request("eth_call", both)).toBe(toWord(2));
	expect(await request("debug_traceCall", both, "latest", config)).toMatchObject({ output: toWord(2) });
	expect(await request("trace_call", both, ["trace"])).toMatchObject({ output: toWord(2) });
	expect(await request("eth_callMany", [{ transactions: [both] }])).toEqual([[{ value: toWord(2) }]]);
	expect(await request("eth_simulateV1", { blockStateCalls: [{ calls: [both] }] })).toMatchObject([
		{ calls: [{ returnData: toWord(2) }] },
	]);
	for (const method of ["eth_estimateGas", "eth_createAccessList"]) {
		expect(await request(method, both)).toEqual(await request(method, { from, to, input: toWord(2) }));
	}
	for (const method of ["eth_sendTransaction", "eth_signTransaction", "eth_fillTransaction"]) {
		await expect(request(method, both)).rejects.toMatchObject({
			code: -32602,
			message: expect.stringContaining('both "data" and "input" are set and not equal'),
		});
	}
	await node.close();
});

// Timers of more than 2^31 - 1 ms end at once.
test("eth_sendRawTransactionSync waits with any timeout", async () => {
	const { node, request, tester } = await startClients();
	await tester.setAutomine(false);
	for (const wait of [2 ** 31, `0x${"f".repeat(64)}`]) {
		const raw = await request("eth_signTransaction", { from, to, value: "0x1" });
		const receipt = request("eth_sendRawTransactionSync", raw, wait);
		receipt.catch(() => undefined);
		await new Promise((resolve) => setTimeout(resolve, 50));
		await tester.mine({ blocks: 1 });
		expect(await receipt).toMatchObject({ status: "0x1" });
	}
	await node.close();
});

// It was the last block.
test("debug_traceBlockByNumber traces the pending block", async () => {
	const { node, request, tester } = await startClients();
	await tester.setAutomine(false);
	const config = { tracer: "callTracer" };
	expect(await request("debug_traceBlockByNumber", "pending", config)).toEqual([]);
	const hash = await request("eth_sendTransaction", { from, to, value: "0x5" });
	expect(await request("debug_traceBlockByNumber", "pending", config)).toMatchObject([
		{ txHash: hash, result: { from, to, value: "0x5" } },
	]);
	await expect(request("debug_traceBlockByNumber", "latest", config)).rejects.toThrow(/genesis is not traceable/);
	await node.close();
});

// They were passed over.
test("block overrides that a call cannot have are refused by name", async () => {
	const { node, request } = await startClients();
	const refused: [string, unknown][] = [
		["beaconRoot", toWord(1)],
		["withdrawals", []],
		["blockHash", { "0x0": toWord(1) }],
		["basefee", "0x1"],
	];
	for (const [name, value] of refused) {
		const overrides = { number: "0x9", [name]: value };
		const calls = [
			["eth_call", { to }, "latest", {}, overrides],
			["eth_estimateGas", { to }, "latest", {}, overrides],
			["debug_traceCall", { to }, "latest", { blockOverrides: overrides }],
			["eth_callMany", [{ transactions: [{ to }], blockOverride: overrides }]],
		] as const;
		for (const [method, ...parameters] of calls) {
			await expect(request(method, ...parameters)).rejects.toMatchObject({
				code: -32602,
				message: expect.stringContaining(`"${name}"`),
			});
		}
	}
	expect(await request("eth_call", { to }, "latest", {}, { number: "0x9", beaconRoot: null })).toBe("0x");
	// A simulated block has these, and no others.
	const simulate = (blockOverrides: object): Promise<unknown> =>
		request("eth_simulateV1", { blockStateCalls: [{ blockOverrides }] });
	expect(await simulate({ beaconRoot: toWord(1), withdrawals: [] })).toMatchObject([
		{ parentBeaconBlockRoot: toWord(1) },
	]);
	await expect(simulate({ blockHash: {} })).rejects.toMatchObject({ code: -32602 });
	await node.close();
});
