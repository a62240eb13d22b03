import { describe, expect, test } from "vitest";
import { blockTestSuite } from "../blocktest/block-test-suite.js";
import { stateTestSuite } from "../statetest/state-test-suite.js";
import type { CaseSelection } from "./case-report.js";
import type { TestSuite } from "./test-suite.js";

const sender = "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b";
const root = "0xdf3771ccf909b7cbde1f6282f57fe0c6567adbc8bbf26d4e5e9eccdae459a62b";
const noLogs = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";
const selection: CaseSelection = { run: "", dump: false, summary: false, engine: "interpreter" };

function stateTest(): object {
	return {
		env: {
			currentCoinbase: "0x00000000000000000000000000000000000000cc",
			currentGasLimit: "0xffffff",
			currentNumber: "1",
			currentTimestamp: "1",
			currentRandom: `0x${"00".repeat(32)}`,
			currentBaseFee: "7",
		},
		pre: {
			"0x00000000000000000000000000000000000000aa": { balance: "0x0", nonce: "0x0", code: "0x600360050160005500" },
			[sender]: { balance: "0xde0b6b3a7640000", storage: {} },
		},
		transaction: {
			sender,
			to: "0x00000000000000000000000000000000000000aa",
			nonce: "0x0",
			gasPrice: "0xa",
			data: ["0x"],
			gasLimit: ["0x186a0"],
			value: ["0x0"],
		},
		post: { Cancun: [{ indexes: { data: 0, gas: 0, value: 0 }, hash: root, logs: noLogs }] },
	};
}

/** A copy with another value at the path; undefined: with nothing there. */
function withValue(json: object, path: readonly string[], value: unknown): object {
	const copy = structuredClone(json) as Record<string, unknown>;
	let parent = copy;
	for (const name of path.slice(0, -1)) parent = parent[name] as Record<string, unknown>;
	if (value === undefined) delete parent[path.at(-1)!];
	else parent[path.at(-1)!] = value;
	return copy;
}

/** What comes of the cases of a test, whatever its file holds. */
async function errorsOf<T>(suite: TestSuite<T>, json: object): Promise<(string | undefined)[]> {
	const errors: (string | undefined)[] = [];
	for await (const { error } of suite.runTest("name", json as T, selection, {})) errors.push(error);
	return errors;
}

describe("a state test with a field that is missing or cannot be read", () => {
	const cases: readonly (readonly [error: string, path: string, value?: unknown])[] = [
		["env.currentCoinbase is missing", "env currentCoinbase"],
		["env.currentGasLimit is missing", "env currentGasLimit"],
		["env.currentNumber is missing", "env currentNumber"],
		["env.currentTimestamp is missing", "env currentTimestamp"],
		['env.currentNumber is not an unsigned number: "zz"', "env currentNumber", "zz"],
		["env.currentNumber is not an unsigned number", "env currentNumber", -1],
		[`pre.${sender}.balance is missing`, `pre ${sender} balance`, null],
		[`pre.${sender}.balance is missing`, `pre ${sender} balance`],
		[`pre.${sender} is missing`, `pre ${sender}`, null],
		[`pre.${sender}.code is not bytes in hexadecimal: "0x1"`, `pre ${sender} code`, "0x1"],
		[`pre.${sender}.storage has a slot that is no number: "x"`, `pre ${sender} storage`, { x: "0x1" }],
		['pre has an account that is not named by an address: "0x12"', "pre 0x12", {}],
		["transaction.nonce is missing", "transaction nonce"],
		["transaction.data is missing", "transaction data"],
		["transaction.gasLimit is missing", "transaction gasLimit"],
		["transaction.value is missing", "transaction value"],
		["transaction.sender is missing", "transaction sender"],
		['transaction.data is not a list: "0x"', "transaction data", "0x"],
		['transaction.to is not an address: "0x1"', "transaction to", "0x1"],
		[
			"transaction.accessLists[0][1].address is missing",
			"transaction accessLists",
			[[{ address: sender, storageKeys: ["0x0"] }, { storageKeys: [] }]],
		],
		["post.Cancun[0].indexes is missing", "post Cancun 0 indexes"],
		["transaction.gasLimit[3] is missing", "post Cancun 0 indexes gas", 3],
		["post.Cancun[0].hash is missing", "post Cancun 0 hash"],
		['post.Cancun[0].logs is not 32 bytes in hexadecimal: "0x"', "post Cancun 0 logs", "0x"],
		["post.Cancun[0].expectException is not text", "post Cancun 0 expectException", 1],
		["post.Cancun[0] is missing", "post Cancun 0", null],
		["config.blobSchedule.Cancun.max is missing", "config", { blobSchedule: { Cancun: { target: "0x3" } } }],
	];

	test.each(cases.map(([error, path, value]) => ({ error, path, value })))("$error", async ({ error, path, value }) => {
		expect(await errorsOf(stateTestSuite, withValue(stateTest(), path.split(" "), value))).toEqual([error]);
	});

	test("numbers of JSON, a key in place of the sender, and fields that may be missing", async () => {
		const secretKey = "45a915e4d060149eb4365960e6a7a45f334393093061116b197e3240065ff2d8";
		for (const [path, value] of [
			["transaction nonce", 0],
			["transaction accessLists", null],
			["env currentRandom", undefined],
			["env currentDifficulty", null],
		] as const) {
			expect(await errorsOf(stateTestSuite, withValue(stateTest(), path.split(" "), value))).toEqual([undefined]);
		}
		const keyed = withValue(stateTest(), ["transaction", "secretKey"], secretKey);
		expect(await errorsOf(stateTestSuite, withValue(keyed, ["transaction", "sender"], undefined))).toEqual([undefined]);
	});
});

describe("a blockchain test with a field that is missing or cannot be read", () => {
	const hash = `0x${"11".repeat(32)}`;
	const header = {
		hash,
		parentHash: hash,
		uncleHash: hash,
		coinbase: sender,
		stateRoot: hash,
		transactionsTrie: hash,
		receiptTrie: hash,
		bloom: `0x${"00".repeat(256)}`,
		difficulty: "0x0",
		number: "0x0",
		gasLimit: "0x0",
		gasUsed: "0x0",
		timestamp: "0x0",
		extraData: "0x",
		mixHash: hash,
		nonce: "0x0000000000000000",
	};
	const complete = {
		network: "Shanghai",
		genesisBlockHeader: header,
		pre: {},
		blocks: [],
		lastblockhash: hash,
		postState: {},
	};
	const cases: readonly (readonly [error: RegExp, fields: object])[] = [
		[/^genesis block hash mismatch: got 0x[0-9a-f]{64}, want 0x(11){32}$/, {}],
		[/^genesisBlockHeader\.parentHash is missing$/, { genesisBlockHeader: { hash } }],
		[/^genesisBlockHeader\.hash is missing$/, { genesisBlockHeader: { ...header, hash: undefined } }],
		[/^genesisBlockHeader\.bloom is missing$/, { genesisBlockHeader: { ...header, bloom: null } }],
		[/^genesisRLP is no block: /, { genesisRLP: "0x01" }],
		[/^genesisRLP is not bytes in hexadecimal: "0x1"$/, { genesisRLP: "0x1" }],
		[/^lastblockhash is not 32 bytes in hexadecimal: ""$/, { lastblockhash: "" }],
		[/^postState\.0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b\.balance is missing$/, { postState: { [sender]: {} } }],
		[/^pre\.0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b\.balance is missing$/, { pre: { [sender]: {} } }],
		[/^config\.chainid is not an unsigned number: "one"$/, { config: { chainid: "one" } }],
	];

	test.each(cases)("%s", async (error, fields) => {
		const [found] = await errorsOf(blockTestSuite, { ...complete, ...fields });
		expect(found).toMatch(error);
	});
});
