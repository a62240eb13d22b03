import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixturesDir, readJson } from "../fixtures.js";
import {
	FilesystemTool,
	ServerTool,
	StreamTool,
	type TransitionAnswer,
	type TransitionData,
	type TransitionTool,
	TransitionToolError,
} from "./transition-tool.js";
import { type BlockTestJson, contentOf, transitionOf } from "./transition-tool-blocks.js";

const sender = "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b";
const secretKey = "0x45a915e4d060149eb4365960e6a7a45f334393093061116b197e3240065ff2d8";
const contract = "0x00000000000000000000000000000000000000cc";
const coinbase = "0x00000000000000000000000000000000000000c0";
const beaconRoot = `0x${"be".repeat(32)}`;
const account = { balance: "0x0de0b6b3a7640000", nonce: "0x00", code: "0x", storage: {} };

/** Logs the caller's value with the topic 7, and stores the number of the block. */
const code = "0x60073460005260206000a14360005500";

const baseEnv = {
	currentCoinbase: coinbase,
	currentGasLimit: "0x01c9c380",
	currentNumber: "0x01",
	currentTimestamp: "0x0a",
	parentTimestamp: "0x00",
	blockHashes: { "0": `0x${"ab".repeat(32)}` },
};
const proofOfStake = { ...baseEnv, currentRandom: "0x00", currentBaseFee: "0x07", withdrawals: [] };
const withBlobs = {
	...proofOfStake,
	parentExcessBlobGas: "0x00",
	parentBlobGasUsed: "0x00",
	parentBaseFee: "0x07",
	parentBeaconBlockRoot: beaconRoot,
};

const call = {
	type: "0x0",
	nonce: "0x00",
	gasPrice: "0x0a",
	gas: "0x0186a0",
	to: contract,
	value: "0x01",
	input: "0x",
	secretKey,
	...{ v: "0x0", r: "0x0", s: "0x0" },
};
const { gasPrice: _, ...withoutPrice } = call;
const typed = { ...withoutPrice, chainId: "0x01", maxFeePerGas: "0x64", maxPriorityFeePerGas: "0x01" };
const blobHash = `0x01${"00".repeat(31)}`;

function ask(
	fork: string,
	env: object,
	txs: readonly unknown[],
	rest: Partial<TransitionData> & { accounts?: object } = {},
): TransitionData {
	const { accounts, ...given } = rest;
	const alloc = { [sender]: account, [contract]: { ...account, balance: "0x00", code }, ...accounts };
	return { fork, chainId: 1, reward: 0, alloc, env, txs, trace: true, ...given };
}

/** Code of a contract that answers a system call with one byte: requests of its type with that content. */
const answersOneByte = "0x602a60005360016000f3";
const requestContracts = {
	"0x00000961ef480eb55e80d19ad83579a64c007002": { ...account, code: answersOneByte },
	"0x0000bbddc7ce488642fb579f8b00f3a590007251": { ...account, code: "0x00" },
};

/** Name → what is asked, and what has to come of it besides being the same everywhere. */
const cases: readonly (readonly [string, TransitionData, (answer: TransitionAnswer) => void])[] = [
	[
		"Frontier, with rewards for two ommers",
		ask(
			"Frontier",
			{
				...baseEnv,
				currentNumber: "0x05",
				currentDifficulty: "0x20000",
				ommers: [
					{ delta: 1, address: `0x${"b1".repeat(20)}` },
					{ delta: 2, address: `0x${"b2".repeat(20)}` },
				],
			},
			[{ ...call, protected: false }],
			{ reward: 5e18 },
		),
		({ alloc, result }) => {
			expect(alloc[`0x${"b1".repeat(20)}`]).toEqual({ balance: `0x${((5n * 10n ** 18n * 7n) / 8n).toString(16)}` });
			expect(alloc[`0x${"b2".repeat(20)}`]).toEqual({ balance: `0x${((5n * 10n ** 18n * 6n) / 8n).toString(16)}` });
			const fees = BigInt(result.gasUsed) * 10n;
			const made = 5n * 10n ** 18n + ((5n * 10n ** 18n) / 32n) * 2n;
			expect(alloc[coinbase]).toEqual({ balance: `0x${(made + fees).toString(16)}` });
			expect(result.receipts[0]!.root).toMatch(/^0x[0-9a-f]{64}$/);
		},
	],
	[
		"block 0 rewards nobody",
		ask("Homestead", { ...baseEnv, currentNumber: "0x00", currentDifficulty: "0x20000" }, [], { reward: -1 }),
		({ alloc, result }) => {
			expect(alloc[coinbase]).toBeUndefined();
			expect(result.receipts).toEqual([]);
		},
	],
	[
		"London, the base fee and the difficulty from the parent",
		ask(
			"London",
			{
				...baseEnv,
				parentDifficulty: "0x20000",
				parentUncleHash: "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
				parentBaseFee: "0x10",
				parentGasUsed: "0x01c9c380",
				parentGasLimit: "0x01c9c380",
			},
			[call, { ...typed, type: "0x2", nonce: "0x01", accessList: [{ address: contract, storageKeys: ["0x00"] }] }],
			{ reward: 2e18 },
		),
		({ result, traces }) => {
			expect(result.currentBaseFee).toBe("0x12");
			expect(result.currentDifficulty).toBe("0x20000");
			// The first pays less than the base fee.
			expect(result.rejected).toEqual([
				{ index: 0, error: expect.stringContaining("max fee per gas less than block base fee") },
				{ index: 1, error: expect.stringContaining("nonce too high") },
			]);
			expect(traces).toEqual({});
		},
	],
	[
		"Shanghai, withdrawals",
		ask(
			"Shanghai",
			{
				...proofOfStake,
				withdrawals: [{ index: "0x0", validatorIndex: "0x1", address: `0x${"dd".repeat(20)}`, amount: "0x02" }],
			},
			[call],
		),
		({ alloc, result, traces }) => {
			expect(alloc[`0x${"dd".repeat(20)}`]).toEqual({ balance: "0x77359400" });
			expect(alloc[contract]).toMatchObject({ storage: { [`0x${"0".repeat(64)}`]: `0x${"1".padStart(64, "0")}` } });
			expect(result.receipts[0]).toMatchObject({
				status: "0x1",
				logs: [{ address: contract, topics: [`0x${"7".padStart(64, "0")}`], logIndex: "0x0", removed: false }],
			});
			const [name] = Object.keys(traces);
			expect(name).toBe(`trace-0-${result.receipts[0]!.transactionHash}.jsonl`);
			const lines = traces[name!]!.trimEnd()
				.split("\n")
				.map((line) => JSON.parse(line) as Record<string, unknown>);
			expect(lines[0]).toMatchObject({ pc: 0, op: 0x60, depth: 1, refund: 0, memSize: 0, opName: "PUSH1", stack: [] });
			expect(lines.at(-1)).toEqual({ output: "", gasUsed: expect.stringMatching(/^0x/) });
		},
	],
	[
		"Cancun, blobs, more of them than the block may have",
		ask("Cancun", withBlobs, [
			{ ...typed, type: "0x3", accessList: [], maxFeePerBlobGas: "0x0a", blobVersionedHashes: Array(4).fill(blobHash) },
			{
				...{ ...typed, type: "0x3", nonce: "0x01", accessList: [], maxFeePerBlobGas: "0x0a" },
				blobVersionedHashes: Array(3).fill(blobHash),
			},
			{ ...typed, type: "0x3", nonce: "0x01", to: null, maxFeePerBlobGas: "0x0a", blobVersionedHashes: [blobHash] },
			{ ...typed, type: "0x3", nonce: "0x01", maxFeePerBlobGas: "0x0a", blobVersionedHashes: [] },
			{ ...typed, type: "0x3", nonce: "0x01", maxFeePerBlobGas: "0x00", blobVersionedHashes: [blobHash] },
		]),
		({ result }) => {
			expect(result).toMatchObject({ blobGasUsed: "0x80000", currentExcessBlobGas: "0x0" });
			expect(result.receipts[0]).toMatchObject({ type: "0x3", blobGasUsed: "0x80000", blobGasPrice: "0x1" });
			expect(result.rejected!.map(({ index, error }) => [index, error])).toEqual([
				[1, "blob gas (917504) would exceed maximum allowance 786432"],
				[2, "rlp: input string too short for common.Address, decoding into (types.BlobTx).To"],
				[3, "blob transaction missing blob hashes"],
				[4, expect.stringContaining("max fee per blob gas less than block blob gas fee: address 0xa94f5374Fce5")],
			]);
		},
	],
	[
		"Cancun, with other blob parameters",
		ask(
			"Cancun",
			withBlobs,
			[{ ...typed, type: "0x3", maxFeePerBlobGas: "0x0a", blobVersionedHashes: [blobHash, blobHash] }],
			{
				blobParams: { target: "0x0", max: "0x01", baseFeeUpdateFraction: "0x32f0ed" },
			},
		),
		({ result }) => {
			expect(result.rejected).toEqual([{ index: 0, error: "blob gas (262144) would exceed maximum allowance 131072" }]);
		},
	],
	[
		"Prague, requests and a delegation",
		ask(
			"Prague",
			withBlobs,
			[
				{
					...{ ...typed, type: "0x4", gas: "0x030d40", to: sender },
					authorizationList: [{ chainId: "0x0", address: contract, nonce: "0x1", v: "0x0", r: "0x1", s: "0x1" }],
				},
				{ ...typed, type: "0x4", nonce: "0x01", authorizationList: [] },
			],
			{ accounts: requestContracts },
		),
		({ result }) => {
			expect(result.requests).toEqual(["0x012a"]);
			expect(result.requestsHash).toMatch(/^0x[0-9a-f]{64}$/);
			expect(result.rejected).toEqual([
				{ index: 1, error: expect.stringContaining("EIP-7702 transaction with empty auth list") },
			]);
		},
	],
	[
		"Osaka, gas limits and what no fork has",
		ask(
			"Osaka",
			withBlobs,
			[
				{ ...call, gas: "0x1000001" },
				{ ...call, chainId: "0x01", input: `0x${"ff".repeat(64)}`, gas: "0x5300" },
				{ ...call, nonce: "0x07" },
				{ ...call, gas: "0x5208" },
				{ ...call, nonce: "0x01", value: `0x${"f".repeat(64)}` },
				{ ...call, secretKey: undefined, v: "0x1c", r: "0x01", s: `0x${"f".repeat(64)}` },
				{ ...call, secretKey: undefined, v: "0x66", r: "0x01", s: "0x01" },
				{ ...call, gas: "0x0186a0" },
			],
			{ accounts: requestContracts },
		),
		({ result }) => {
			expect(result.rejected!.map(({ index, error }) => [index, error])).toEqual([
				[0, "transaction gas limit too high (cap: 16777216, tx: 16777217)"],
				[1, "intrinsic gas too low: have 21248, want 22024"],
				[2, "nonce too high: address 0xa94f5374Fce5edBC8E2a8697C15331677e6EbF0B, tx: 7 state: 0"],
				[4, expect.stringContaining("required balance exceeds 256 bits")],
				[5, "invalid transaction v, r, s values"],
				[6, "invalid chain id for signer: have 33 want 1"],
				[7, "nonce too low: address 0xa94f5374Fce5edBC8E2a8697C15331677e6EbF0B, tx: 0 state: 1"],
			]);
			// Out of gas is no rejection.
			expect(result.receipts).toHaveLength(1);
			expect(result.receipts[0]).toMatchObject({ status: "0x0", gasUsed: "0x5208" });
		},
	],
	[
		"Berlin, a type that came later",
		ask("Berlin", { ...baseEnv, currentDifficulty: "0x20000" }, [
			{ ...typed, type: "0x2" },
			{ ...call, protected: false },
		]),
		({ result }) => {
			expect(result.rejected).toEqual([{ index: 0, error: "transaction type not supported" }]);
			expect(result.receipts).toHaveLength(1);
		},
	],
];

const transports = ["filesystem", "stream", "server"] as const;
const tools = new Map<(typeof transports)[number], TransitionTool>();

beforeAll(() => {
	tools.set("filesystem", new FilesystemTool());
	tools.set("stream", new StreamTool());
	tools.set("server", new ServerTool());
});
afterAll(() => Promise.all([...tools.values()].map((tool) => tool.close())));

async function askAll(data: TransitionData): Promise<TransitionAnswer> {
	const answers: TransitionAnswer[] = [];
	for (const name of transports) answers.push(await tools.get(name)!.evaluate(data));
	expect(answers[1]).toEqual(answers[0]);
	expect(answers[2]).toEqual(answers[0]);
	return answers[0]!;
}

describe("a test filler gets the same answers over all three transports", () => {
	test.each(cases)("%s", async (_name, data, check) => check(await askAll(data)));

	test("a block that is not valid, a block hash that is missing, and a fork that does not exist", async () => {
		const broken = { ...requestContracts, "0x00000961ef480eb55e80d19ad83579a64c007002": { ...account, code: "0xfe" } };
		const asksForHash = { [contract]: { ...account, code: "0x6000405000" } };
		const { blockHashes: _hashes, ...withoutHashes } = withBlobs;
		const faults: readonly (readonly [TransitionData, RegExp])[] = [
			[ask("Prague", withBlobs, [], { accounts: broken }), /^ERROR\(2\): .*system call failed to execute: /],
			[ask("Prague", withBlobs, []), /^ERROR\(2\): .*system call failed to execute: there is no code at/],
			[
				ask("Cancun", withoutHashes, [call], { accounts: asksForHash }),
				/^ERROR\(4\): getHash\(0\) invoked, no blockhashes provided/,
			],
			[
				ask("Cancun", { ...withBlobs, blockHashes: {} }, [call], { accounts: asksForHash }),
				/^ERROR\(4\): getHash\(0\) invoked, blockhash for that block not provided/,
			],
			[ask("Atlantis", baseEnv, []), /^ERROR\(3\): failed constructing chain configuration: Unknown fork "Atlantis"/],
			[ask("Cancun", { ...withBlobs, currentRandom: undefined }, []), /^ERROR\(3\): post-merge requires currentRandom/],
			[ask("Cancun", { ...withBlobs, currentGasLimit: "much" }, []), /^ERROR\(10\): .*env\.currentGasLimit/],
		];
		for (const [data, expected] of faults) {
			for (const name of transports) {
				const error = await tools
					.get(name)!
					.evaluate(data)
					.catch((fault: unknown) => fault);
				expect(error, name).toBeInstanceOf(TransitionToolError);
				expect((error as Error).message.trimEnd(), name).toMatch(expected);
				expect((error as Error).message.trimEnd(), name).not.toContain("\n");
			}
		}
	});

	const root = fixturesDir();
	test.skipIf(root === undefined)("blocks of the official tests, one of each fork", async () => {
		const folder = join(root!, "eest-blockchain");
		let count = 0;
		for (const fork of readdirSync(folder)) {
			const files = readdirSync(join(folder, fork), { recursive: true, encoding: "utf8" });
			const file = files.filter((path) => path.endsWith(".json.gz")).sort()[0]!;
			const tests = readJson(join(folder, fork, file)) as Readonly<Record<string, BlockTestJson>>;
			const valid = Object.values(tests).find(({ blocks }) => blocks[0]?.blockHeader !== undefined);
			if (valid === undefined) continue;
			const content = contentOf(valid.blocks[0]!)!;
			const { result } = await askAll(transitionOf(valid, [valid.genesisBlockHeader], valid.pre, content));
			expect(result.stateRoot).toBe(content.blockHeader.stateRoot);
			expect(result.receiptsRoot).toBe(content.blockHeader.receiptTrie);
			count++;
		}
		expect(count).toBeGreaterThan(8);
	});
});
