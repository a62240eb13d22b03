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
