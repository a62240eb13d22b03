import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { evmoreCommand } from "../end-to-end/evmore.js";
import { askUrl } from "../node/node-process.js";

// The first line of its log ended it, with exit code 0 and nothing said; so did `evmore node | head -3`.
test("a node goes on serving when the reader of its output has gone", async () => {
	const child = spawn(process.execPath, [evmoreCommand, "node", "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
	const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
	try {
		const url = await new Promise<string>((resolve) => {
			let output = "";
			child.stdout.on("data", (data) => {
				output += data;
				const address = /Listening on (\S+)\n/.exec(output)?.[1];
				if (address !== undefined) resolve(`http://${address}`);
			});
		});
		child.stdout.destroy();
		child.stderr.destroy();
		const [from, to] = (await askUrl(url, "eth_accounts")) as readonly string[];
		for (let count = 1; count <= 2; count++) {
			const hash = await askUrl(url, "eth_sendTransaction", { from, to, value: "0x1" });
			expect(await askUrl(url, "eth_getTransactionReceipt", hash)).toMatchObject({
				status: "0x1",
				blockNumber: `0x${count}`,
			});
		}
	} finally {
		child.kill("SIGTERM");
	}
	// It ended when told to, as it should.
	expect(await ended).toBe(0);
});
