import { expect, test } from "vitest";
import { startClients } from "./clients.js";

const from = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
/** Returns as many zero bytes as there are, 30,000: more than EIP-170 allows. */
const initcode = "0x6175305ff3";

test("contracts may be larger where the limit is another", async () => {
	const { request } = await startClients({ codeSizeLimit: 30_000 });
	const hash = await request("eth_sendTransaction", { from, data: initcode });
	const { contractAddress } = (await request("eth_getTransactionReceipt", hash)) as { contractAddress: string };
	expect(await request("eth_getCode", contractAddress)).toBe(`0x${"00".repeat(30_000)}`);
	const larger = "0x6175315ff3";
	await expect(request("eth_sendTransaction", { from, data: larger })).rejects.toThrow("max code size exceeded");
	const { request: usual } = await startClients();
	await expect(usual("eth_sendTransaction", { from, data: initcode })).rejects.toThrow("max code size exceeded");
});

test("and initcode twice as large", async () => {
	const send = (codeSizeLimit: number | undefined): Promise<unknown> =>
		startClients(codeSizeLimit === undefined ? {} : { codeSizeLimit }).then(({ request }) =>
			request("eth_sendTransaction", { from, data: `0x${"00".repeat(50_000)}` }),
		);
	await expect(send(undefined)).rejects.toThrow("max initcode size exceeded");
	await expect(send(24_999)).rejects.toThrow("max initcode size exceeded");
	expect(await send(25_000)).toMatch(/^0x/);
});
