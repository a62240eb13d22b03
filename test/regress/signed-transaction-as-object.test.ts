import { keccak256, parseTransaction, recoverTransactionAddress } from "viem";
import { expect, test } from "vitest";
import { accountOf, startClients } from "../node/clients.js";

const from = accountOf(0).address;
const draft = { from, to: accountOf(1).address, value: "0x1" };
const impersonated = `0x${"c5".repeat(20)}`;

// It was an object with the bytes and a hash of zeros; viem and ethers hand on what they get.
test("eth_signTransaction answers the bytes, which can be sent", async () => {
	const { request, reader, remote } = await startClients();
	const raw = (await request("eth_signTransaction", draft)) as `0x02${string}`;
	expect(await recoverTransactionAddress({ serializedTransaction: raw })).toBe(from);
	const hash = (await request("eth_sendRawTransaction", raw)) as `0x${string}`;
	expect((await reader.getTransactionReceipt({ hash })).status).toBe("success");
	const signed = await remote.signTransaction({ account: from, to: accountOf(1).address, value: 2n });
	expect(parseTransaction(signed as `0x02${string}`)).toMatchObject({ value: 2n });
});

test("eth_fillTransaction answers the bytes that nobody has signed, too", async () => {
	const { request } = await startClients();
	const { raw, tx } = (await request("eth_fillTransaction", draft)) as { raw: `0x02${string}`; tx: { hash: string } };
	expect(parseTransaction(raw)).toMatchObject({ type: "eip1559", value: 1n, gas: 21_000n, nonce: 0 });
	expect(tx).toMatchObject({ from: from.toLowerCase(), hash: keccak256(raw), gas: "0x5208" });
});

// It got the signature that stands for an impersonated sender in blocks of this node, which nobody else takes.
test("nothing is signed in the name of an impersonated account", async () => {
	const { request } = await startClients();
	await request("hardhat_impersonateAccount", impersonated);
	const refusal = /an impersonated account can send, but not sign/;
	await expect(request("eth_signTransaction", { ...draft, from: impersonated })).rejects.toThrow(refusal);
	await expect(request("eth_sign", impersonated, "0x1234")).rejects.toThrow(refusal);
	await expect(request("eth_sign", `0x${"c6".repeat(20)}`, "0x1234")).rejects.toThrow(/no key of it/);
});
