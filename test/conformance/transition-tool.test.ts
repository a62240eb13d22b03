import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ServerTool, type TransitionAnswer, TransitionToolError } from "../end-to-end/transition-tool.js";
import { type BlockTestJson, contentOf, transitionOf } from "../end-to-end/transition-tool-blocks.js";
import { exceptionTexts, matchesText } from "../end-to-end/transition-tool-exceptions.js";
import { fixturesDir, readJson } from "../fixtures.js";

const root = fixturesDir();

/** One test of so many is taken, by a hash of its name; with EVMORE_FULL=1 all are. */
const sample = process.env.EVMORE_FULL === "1" ? 1 : 12;

function isTaken(name: string, share: number): boolean {
	return createHash("sha256").update(name).digest().readUInt32BE(0) % share === 0;
}

interface Counts {
	blocks: number;
	rejected: number;
	refused: number;
	ommers: number;
	readonly forks: Set<string>;
}

/** Compares numbers by value: headers have leading zeros. */
function numberOf(text: string | null | undefined): bigint | undefined {
	return text === undefined || text === null ? undefined : BigInt(text);
}

/** What of a header the tool tells, by the names that the tool gives. */
function claimsOf(header: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
	return {
		stateRoot: header.stateRoot,
		receiptsRoot: header.receiptTrie,
		txRoot: header.transactionsTrie,
		logsBloom: header.bloom,
		gasUsed: numberOf(header.gasUsed),
		currentDifficulty: numberOf(header.difficulty) ?? 0n,
		currentBaseFee: numberOf(header.baseFeePerGas),
		withdrawalsRoot: header.withdrawalsRoot,
		currentExcessBlobGas: numberOf(header.excessBlobGas),
		blobGasUsed: numberOf(header.blobGasUsed),
		requestsHash: header.requestsHash,
	};
}

function toldBy({ result }: TransitionAnswer): Record<string, unknown> {
	const { stateRoot, receiptsRoot, txRoot, logsBloom, withdrawalsRoot, requestsHash } = result;
	return {
		...{ stateRoot, receiptsRoot, txRoot, logsBloom, withdrawalsRoot, requestsHash },
		gasUsed: numberOf(result.gasUsed),
		currentDifficulty: numberOf(result.currentDifficulty) ?? 0n,
		currentBaseFee: numberOf(result.currentBaseFee),
		currentExcessBlobGas: numberOf(result.currentExcessBlobGas),
		blobGasUsed: numberOf(result.blobGasUsed),
	};
}

/** Makes the blocks of a test one after another, each on the state that the tool gave for the one before. */
async function checkBlocks(tool: ServerTool, name: string, json: BlockTestJson, counts: Counts): Promise<void> {
	const chain = [json.genesisBlockHeader];
	let alloc: Readonly<Record<string, unknown>> = json.pre;
	for (const [index, block] of json.blocks.entries()) {
		const where = `${name}, block ${index}`;
		const { expectException } = block;
		const content = contentOf(block);
		if (content === undefined) continue;
		// A side chain begins: its parent's state is not at hand.
		if (expectException === undefined && content.blockHeader.parentHash !== chain.at(-1)!.hash) return;
		const data = transitionOf(json, chain, alloc, content);
		if (expectException === undefined) {
			const answer = await tool.evaluate(data);
			expect.soft(answer.result.rejected, where).toBeUndefined();
			expect.soft(toldBy(answer), where).toEqual(claimsOf(content.blockHeader));
			chain.push(content.blockHeader);
			alloc = answer.alloc;
			counts.blocks++;
			counts.ommers += content.uncleHeaders?.length ?? 0;
			counts.forks.add(json.network);
			continue;
		}
		// Faults of the header are not the tool's matter: it makes the header.
		if (!expectException.split("|").some((exception) => exception in exceptionTexts)) continue;
		if (expectException.startsWith("TransactionException.")) {
			const { result } = await tool.evaluate(data);
			const text = result.rejected?.at(-1)?.error ?? "not rejected";
			expect.soft(matchesText(expectException, text), `${where}: ${text}, expected ${expectException}`).toBe(true);
			counts.rejected++;
		} else {
			const error = await tool.evaluate(data).then(
				() => new Error("made"),
				(fault: Error) => fault,
			);
			expect.soft(error, where).toBeInstanceOf(TransitionToolError);
			expect.soft(matchesText(expectException, error.message), `${where}: ${error.message}`).toBe(true);
			counts.refused++;
		}
	}
	if (json.postState !== undefined && json.blocks.every(({ expectException }) => expectException === undefined)) {
		expect.soft(Object.keys(alloc).sort(), name).toEqual(Object.keys(json.postState).sort());
	}
}

function readTests(path: string): [string, BlockTestJson][] {
	return Object.entries(readJson(path) as Readonly<Record<string, BlockTestJson>>);
}

function filesIn(path: string): string[] {
	const names = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json.gz"));
	return names.sort().map((name) => join(path, name));
}

function startCounting(): Counts {
	return { blocks: 0, rejected: 0, refused: 0, ommers: 0, forks: new Set() };
}

/** Tests whose fault is what the tool is about; few, so that more of them are taken. */
function shareOf({ blocks }: BlockTestJson): number {
	const faults = blocks.map(({ expectException }) => expectException ?? "").join();
	if (/SYSTEM_CONTRACT|DEPOSIT/.test(faults)) return 1;
	return faults.includes("TransactionException") ? Math.ceil(sample / 3) : sample;
}

describe.skipIf(root === undefined)("blocks of the official tests, made by the transition tool", () => {
	let tool: ServerTool;
	beforeAll(() => {
		tool = new ServerTool();
	});
	afterAll(() => tool.close());

	test("roots, gas, blooms and requests are those of the headers; what must be rejected is", {
		timeout: 1_800_000,
	}, async () => {
		const counts = startCounting();
		for (const file of filesIn(join(root!, "eest-blockchain"))) {
			for (const [name, json] of readTests(file)) {
				if (isTaken(name, shareOf(json))) await checkBlocks(tool, name, json, counts);
			}
		}
		const { blocks, forks, rejected, refused } = counts;
		console.info(`${blocks} blocks of ${forks.size} networks, ${rejected} rejections, ${refused} refusals`);
		expect(blocks).toBeGreaterThan(5000 / sample);
		expect(rejected).toBeGreaterThan(400 / sample);
		expect(refused).toBe(20);
		expect(forks.size).toBeGreaterThan(12);
	});

	test("rewards of ommers, from Frontier to London", { timeout: 600_000 }, async () => {
		const counts = startCounting();
		for (const suite of ["legacy-constantinople-blockchain", "legacy-cancun-blockchain"]) {
			for (const folder of ["bcUncleTest", "bcUncleSpecialTests"]) {
				for (const file of filesIn(join(root!, suite, "ValidBlocks", folder))) {
					for (const [name, json] of readTests(file)) await checkBlocks(tool, name, json, counts);
				}
			}
		}
		console.info(`${counts.blocks} blocks, ${counts.ommers} ommers, ${[...counts.forks].join(" ")}`);
		expect(counts.ommers).toBeGreaterThan(80);
		expect(counts.forks.size).toBeGreaterThan(9);
	});
});
