import { expect, test } from "vitest";
import { accountOf, startClients } from "../node/clients.js";

const from = accountOf(0).address;
const raw = (nonce: number): Promise<string> =>
	accountOf(0).signTransaction({ chainId: 31_337, nonce, to: from, gas: 21_000n, maxFeePerGas: 10n ** 10n });

// It was "already known", which clients take for: it is in the pool.
test("a transaction that was mined has a nonce that is too low", async () => {
	const { request } = await startClients({ automine: false });
	const transaction = await raw(0);
	await request("eth_sendRawTransaction", transaction);
	await expect(request("eth_sendRawTransaction", transaction)).rejects.toThrow("already known");
	await request("evm_mine");
	await expect(request("eth_sendRawTransaction", transaction)).rejects.toThrow("nonce too low: next nonce 1");
	await request("evm_setAutomine", true);
	await request("anvil_setNextBlockBaseFeePerGas", 10 ** 12);
	await expect(request("eth_sendRawTransaction", transaction)).rejects.toThrow("nonce too low: next nonce 1");
});
