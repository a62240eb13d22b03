import { type ChildProcessByStdio, spawn } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { LmdbDatabase, verifyDatabase } from "@evmore/node/persistence";
import { askUrl } from "./node-process.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const command = join(root, "packages/cli/bin/evmore.js");
/** Clients that send at the same time. */
const senders = 4;
/** Most transactions that are acknowledged before a kill, about. */
const mostAcknowledged = 60;
/** Blocks that are verified after each kill. */
const verifiedBlocks = 40;

export interface KillReport {
	readonly kills: number;
	/** Transactions whose hash was answered, which means that their block was on the disk. */
	readonly acknowledged: number;
	/** Of those: how many were not there afterwards. */
	readonly lost: number;
	readonly blocks: bigint;
}

/**
 * Starts a node in a folder, again and again, sends it transactions, and kills it at a random moment.
 *
 * @param random - from 0 to 1
 * @throws something in the folder is not what it should be
 */
export async function killNodes(
	folder: string,
	kills: number,
	random: () => number,
	onKill: (kill: number) => void = () => {},
): Promise<KillReport> {
	let acknowledged = 0;
	let lost = 0;
	let blocks = 0n;
	for (let kill = 0; kill < kills; kill++) {
		const hashes = await runAndKill(folder, Math.floor(random() * mostAcknowledged), random() * 30);
		acknowledged += hashes.length;
		const database = new LmdbDatabase(folder, { readOnly: true });
		try {
			verifyDatabase(database, undefined, kill === kills - 1 ? undefined : verifiedBlocks);
			for (const hash of hashes) if (database.getTransactionPlace(hash) === undefined) lost++;
			blocks = database.getBlock(database.getHead()!)!.block.header.number;
		} finally {
			await database.close();
		}
		onKill(kill + 1);
	}
	return { kills, acknowledged, lost, blocks };
}

function wait(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

type Process = ChildProcessByStdio<null, Readable, Readable>;

/** Kills the node some time after so many acknowledgements. Answers the hashes that were acknowledged. */
async function runAndKill(folder: string, count: number, delayMs: number): Promise<`0x${string}`[]> {
	const child: Process = spawn(process.execPath, [command, "node", "--port", "0", "--datadir", folder], {
		stdio: ["ignore", "pipe", "pipe"],
	});
	const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
	const url = await listening(child);
	const hashes: `0x${string}`[] = [];
	const sending = Promise.allSettled(Array.from({ length: senders }, (_, sender) => send(url, sender, hashes)));
	let isSending = true;
	void sending.then(() => {
		isSending = false;
	});
	while (hashes.length < count && isSending && child.exitCode === null) await wait(1);
	await wait(delayMs);
	child.kill("SIGKILL");
	for (const outcome of await sending) if (outcome.status === "rejected") throw outcome.reason;
	await ended;
	return hashes;
}

function listening(child: Process): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = "";
		let errors = "";
		child.stderr.on("data", (data) => {
			errors += data;
		});
		child.stdout.on("data", (data) => {
			text += data;
			const address = /Listening on (\S+)/.exec(text)?.[1];
			if (address !== undefined) resolve(`http://${address}`);
		});
		child.once("exit", (code) => reject(new Error(`the node ended with ${code}: ${errors}`)));
	});
}

/** Sends one transaction after the other, until nobody answers any more. */
async function send(url: string, sender: number, hashes: `0x${string}`[]): Promise<void> {
	try {
		const accounts = (await askUrl(url, "eth_accounts")) as `0x${string}`[];
		for (;;) {
			const from = accounts[sender];
			// Storage is written by a contract that is made: its code stores the time.
			const transaction =
				hashes.length % 3 === 0 ? { from, data: "0x42600055" } : { from, to: accounts[9], value: "0x1" };
			hashes.push((await askUrl(url, "eth_sendTransaction", transaction)) as `0x${string}`);
		}
	} catch (error) {
		// The connection ends with the process; what the node answers is something else.
		if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
	}
}
