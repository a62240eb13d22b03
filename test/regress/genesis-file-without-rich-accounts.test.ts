import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNode } from "../../packages/node/src/index.js";
import { newFolder } from "../node/new-folder.js";
import { askUrl, startNode } from "../node/node-process.js";

const first = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const second = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
const genesis = {
	config: { chainId: 77, homesteadBlock: 0 },
	difficulty: "0x1",
	gasLimit: "0x1c9c380",
	alloc: { [second]: { balance: "0x5" } },
};

// The accounts had nothing, and the banner said that they had; with --hardfork the genesis' chain id was forgotten.
test("with --init the accounts that the genesis does not name have ether, and its chain id counts", async () => {
	const file = join(newFolder(), "genesis.json");
	writeFileSync(file, JSON.stringify(genesis));
	const { process, url } = await startNode("--init", file, "--hardfork", "Cancun", "--balance", "3");
	try {
		const results: unknown[] = [];
		for (const [method, ...params] of [
			["eth_chainId"],
			["eth_getBalance", first],
			["eth_getBalance", second],
			["eth_getBlockByNumber", "0x0", false],
		] as const) {
			results.push(await askUrl(url, method, ...params));
		}
		expect(results.slice(0, 3)).toEqual(["0x4d", "0x29a2241af62c0000", "0x5"]);
		expect(process.output).toContain("(0) 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 (3.000000000000000000 ETH)");
		expect(process.output).toContain("(1) 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 (0.000000000000000005 ETH)");
		// The block is that of the genesis file all the same.
		const plain = await createNode({ genesis, hardfork: "Cancun" });
		const block = await plain.provider.request({ method: "eth_getBlockByNumber", params: ["0x0", false] });
		expect(results[3]).toEqual(block);
		expect(await plain.provider.request({ method: "eth_getBalance", params: [first] })).toBe("0x0");
	} finally {
		await process.signal("SIGTERM");
	}
});
