import { expect, test } from "vitest";
import { startClients } from "../node/clients.js";

const from = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

// Names of the execution specification's tests, where clients look for go-ethereum's words.
test.each([
	["0x", "typed transaction too short"],
	["0x01", "typed transaction too short"],
	["0xf8", "rlp: value size exceeds available input length"],
	["0xc180", "rlp: too few elements for a transaction"],
])("what is no transaction is refused in words: %s", async (raw, words) => {
	const { request } = await startClients();
	await expect(request("eth_sendRawTransaction", raw)).rejects.toThrow(words);
});

test("a transaction that cannot be traced is refused in words", async () => {
	const { request, wallet } = await startClients();
	const raw = await wallet.signTransaction({ to: from, gas: 21_000n, nonce: 9, maxFeePerGas: 2n * 10n ** 9n } as never);
	await expect(request("trace_rawTransaction", raw, ["trace"])).rejects.toThrow(/^nonce too high/);
});

test("typed data that lacks a field is refused with the field's name", async () => {
	const { request } = await startClients();
	const types = {
		EIP712Domain: [{ name: "chainId", type: "uint256" }],
		Mail: [{ name: "to", type: "Person[]" }],
		Person: [{ name: "age", type: "uint256" }],
	};
	const data = { types, primaryType: "Mail", domain: { chainId: 1 }, message: { to: [{ age: 1 }, {}] } };
	await expect(request("eth_signTypedData_v4", from, data)).rejects.toThrow(/there is no message\.to\[1\]\.age/);
});

// Gas that ran out at a SSTORE was no lack of gas.
test("an estimate says that no gas is enough", async () => {
	const { request } = await startClients();
	const call = { from, to: `0x${"33".repeat(20)}`, gas: "0x30d40" };
	const code = "0x5b5f546001015f555f56";
	await expect(request("eth_estimateGas", call, "latest", { [call.to]: { code } })).rejects.toThrow(
		"gas required exceeds allowance (200000)",
	);
});

test("a transaction that is not included in time is told with the code of EIP-7966, and its hash", async () => {
	const { request, wallet, tester } = await startClients();
	await tester.setAutomine(false);
	const raw = await wallet.signTransaction(
		await wallet.prepareTransactionRequest({ to: from, value: 1n, gas: 21_000n }),
	);
	await expect(request("eth_sendRawTransactionSync", raw, 1)).rejects.toMatchObject({
		code: 4,
		data: expect.stringMatching(/^0x[0-9a-f]{64}$/),
	});
});
