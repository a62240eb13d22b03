import {
	type Hex,
	hashTypedData,
	keccak256,
	parseTransaction,
	recoverAddress,
	verifyMessage,
	verifyTypedData,
} from "viem";
import { describe, expect, test } from "vitest";
import { accountOf, startClients } from "./clients.js";
import { compileCounter } from "./contracts.js";

const typedData = {
	domain: { name: "evmore", version: "1", chainId: 31_337, verifyingContract: `0x${"cc".repeat(20)}` },
	types: {
		Mail: [
			{ name: "to", type: "address" },
			{ name: "text", type: "string" },
		],
	},
	primaryType: "Mail",
	message: { to: `0x${"bb".repeat(20)}`, text: "hello" },
} as const;

describe("accounts of the node sign", () => {
	test("messages and typed data", async () => {
		const { remote, request } = await startClients();
		const account = accountOf(3).address;
		const signature = await remote.signMessage({ account, message: "hello" });
		expect(signature).toBe(await accountOf(3).signMessage({ message: "hello" }));
		expect(await verifyMessage({ address: account, message: "hello", signature })).toBe(true);
		expect(await request("eth_sign", account, "0x68656c6c6f")).toBe(signature);
		const typed = await remote.signTypedData({ account, ...typedData });
		expect(await verifyTypedData({ address: account, signature: typed, ...typedData })).toBe(true);
		expect(await recoverAddress({ hash: hashTypedData(typedData), signature: typed })).toBe(account);
		await expect(request("eth_sign", `0x${"11".repeat(20)}`, "0x00")).rejects.toMatchObject({ code: -32000 });
		await expect(request("eth_signTypedData_v4", account, { types: {} })).rejects.toMatchObject({ code: -32602 });
	});

	test("transactions, which others can send", async () => {
		const { request, reader } = await startClients();
		const [from, to] = [accountOf(2).address, accountOf(1).address];
		const raw = (await request("eth_signTransaction", { from, to, value: "0x5", gas: "0x5208" })) as Hex;
		expect(parseTransaction(raw)).toMatchObject({ type: "eip1559", value: 5n, nonce: 0, to: to.toLowerCase() });
		const receipt = (await request("eth_sendRawTransactionSync", raw)) as { transactionHash: Hex; from: Hex };
		expect(receipt).toMatchObject({ transactionHash: keccak256(raw), from: from.toLowerCase() });
		expect(await reader.getTransactionCount({ address: from })).toBe(1);
		await expect(request("eth_sendRawTransaction", raw)).rejects.toThrow(/nonce too low: next nonce 1, tx nonce 0/);
	});
});

test("an account delegates to a contract's code (EIP-7702)", async () => {
	const { wallet, reader, request } = await startClients();
	const { abi, bytecode } = compileCounter();
	const deployment = await wallet.deployContract({ abi, bytecode, args: [5n] });
	const { contractAddress } = await reader.getTransactionReceipt({ hash: deployment });
	const delegating = accountOf(4);
	const authorization = await delegating.signAuthorization!({ address: contractAddress!, chainId: 31_337, nonce: 0 });
	const hash = await wallet.sendTransaction({
		to: delegating.address,
		authorizationList: [authorization],
		gas: 200_000n,
	});
	expect((await reader.getTransactionReceipt({ hash })).type).toBe("eip7702");
	expect(await reader.getCode({ address: delegating.address })).toBe(`0xef0100${contractAddress!.slice(2)}`);
	const mined = (await request("eth_getTransactionByHash", hash)) as { authorizationList: unknown[] };
	expect(mined.authorizationList).toHaveLength(1);
	await wallet.writeContract({ abi, address: delegating.address, functionName: "count", args: [7n] });
	expect(await reader.readContract({ abi, address: delegating.address, functionName: "total" })).toBe(7n);
});

test("eth_sendUnsignedTransaction: in anybody's name, once", async () => {
	const { request } = await startClients();
	const from = "0x00000000000000000000000000000000000000aa";
	await request("anvil_setBalance", from, "0xde0b6b3a7640000");
	const hash = await request("eth_sendUnsignedTransaction", { from, to: from, value: "0x1" });
	expect(await request("eth_getTransactionReceipt", hash)).toMatchObject({ status: "0x1", from });
	await expect(request("eth_sendTransaction", { from, to: from })).rejects.toThrow("unknown account");
	await expect(request("eth_sendUnsignedTransaction", { to: from })).rejects.toThrow('missing "from"');
});
