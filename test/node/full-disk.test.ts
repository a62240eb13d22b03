import { rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { askForAnswer, askUrl, runEvmore, startNode } from "./node-process.js";
import { mountSmallDisk } from "./small-disk.js";

/** Init code that leaves a contract of 20,000 bytes, others for each number. */
function bigContract(number: number): string {
	return `0x63${number.toString(16).padStart(8, "0")}5f52614e205ff3`;
}

test("a full disk fails requests, changes nothing, and is over when there is space again", {
	timeout: 300_000,
}, async () => {
	const disk = await mountSmallDisk(8);
	const datadir = join(disk.folder, "chain");
	// What somebody else has on the disk.
	const ballast = join(disk.folder, "ballast");
	writeFileSync(ballast, new Uint8Array(4 << 20));
	const first = await startNode("--datadir", datadir);
	let { process } = first;
	let { url } = first;
	try {
		const [from, to] = (await askUrl(url, "eth_accounts")) as string[];
		const acknowledged: string[] = [];
		const refusals: { code: number; message: string }[] = [];
		let sent = 0;
		const send = async (): Promise<void> => {
			const data = bigContract(sent++);
			const { result, error } = await askForAnswer(url, "eth_sendTransaction", { from, data, gas: "0x989680" });
			if (error === undefined) acknowledged.push(result as string);
			else refusals.push(error);
		};
		// Four at a time, until the disk has been full for a while.
		for (let round = 0; refusals.length < 20; round++) {
			if (round > 2000) throw new Error(`the disk is not full after ${acknowledged.length} blocks`);
			await Promise.all([send(), send(), send(), send()]);
		}
		expect(acknowledged.length).toBeGreaterThan(10);
		for (const { code, message } of refusals) {
			expect(code).toBe(-32000);
			expect(message).toMatch(/could not be written; nothing was changed/);
		}
		// What is there can be read.
		const head = Number(await askUrl(url, "eth_blockNumber"));
		for (const hash of acknowledged) {
			expect(await askUrl(url, "eth_getTransactionReceipt", hash)).toMatchObject({ status: "0x1" });
		}
		expect(await askUrl(url, "eth_getBlockByNumber", "latest", true)).toMatchObject({
			number: `0x${head.toString(16)}`,
		});
		expect(statfsSync(disk.folder).bavail).toBeLessThan(512);

		rmSync(ballast);
		const hash = await askUrl(url, "eth_sendTransaction", { from, to, value: "0x1" });
		acknowledged.push(hash as string);
		expect(Number(await askUrl(url, "eth_blockNumber"))).toBeGreaterThan(head);

		expect((await process.signal("SIGTERM")).code).toBe(0);
		const { code, output, errors } = await runEvmore("verify", "--datadir", datadir);
		expect([code, errors]).toEqual([0, ""]);
		expect(output).toMatch(/every hash is right/);

		({ process, url } = await startNode("--datadir", datadir));
		for (const hash of acknowledged) {
			expect(await askUrl(url, "eth_getTransactionReceipt", hash)).toMatchObject({ status: "0x1" });
		}
	} finally {
		await process.signal("SIGKILL");
		await disk.remove();
	}
});

test("a node that is killed while the disk is full starts again", { timeout: 300_000 }, async () => {
	const disk = await mountSmallDisk(3);
	const datadir = join(disk.folder, "chain");
	const { process, url } = await startNode("--datadir", datadir);
	try {
		const [from] = (await askUrl(url, "eth_accounts")) as string[];
		let acknowledged: unknown;
		for (let sent = 0, failed = 0; failed < 3; sent++) {
			const data = bigContract(sent);
			const { result } = await askForAnswer(url, "eth_sendTransaction", { from, data, gas: "0x989680" });
			if (result === undefined) failed++;
			else acknowledged = result;
		}
		await process.signal("SIGKILL");
		const { code, output } = await runEvmore("verify", "--datadir", datadir);
		expect([code, output]).toEqual([0, expect.stringMatching(/every hash is right/)]);
		// There is no space to write down who owns the folder: a clear line, or a node that can be asked.
		const again = await startNode("--datadir", datadir).catch((error: Error) => error);
		if (again instanceof Error) expect(again.message).toMatch(/ended with 1: error: .*(written|full|space)/i);
		else {
			expect(await askUrl(again.url, "eth_getTransactionReceipt", acknowledged)).toMatchObject({ status: "0x1" });
			await again.process.signal("SIGKILL");
		}
	} finally {
		await process.signal("SIGKILL");
		await disk.remove();
	}
});
