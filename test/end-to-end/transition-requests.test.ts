import { afterAll, beforeAll, expect, test } from "vitest";
import { Random } from "../differential/random.js";
import { ServerTool } from "./transition-tool.js";

const sender = "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b";
const contract = "0x00000000000000000000000000000000000000cc";
const requests = ["0x00000961ef480eb55e80d19ad83579a64c007002", "0x0000bbddc7ce488642fb579f8b00f3a590007251"];
const call = {
	type: "0x0",
	nonce: "0x0",
	gasPrice: "0xa",
	gas: "0x186a0",
	to: contract,
	value: "0x1",
	input: "0x00ff",
	secretKey: "0x45a915e4d060149eb4365960e6a7a45f334393093061116b197e3240065ff2d8",
};
const typed = { ...call, chainId: "0x1", maxFeePerGas: "0x64", maxPriorityFeePerGas: "0x1" };

/** A request with something of everything. */
const request = {
	state: { fork: "Osaka", chainid: 1, reward: 0 },
	input: {
		alloc: {
			[sender]: { balance: "0x0de0b6b3a7640000", nonce: "0x0" },
			[contract]: { balance: "0x0", code: "0x60016000405500", storage: { "0x00": "0x01" } },
			...Object.fromEntries(requests.map((address) => [address, { balance: "0x0", nonce: "0x1", code: "0x00" }])),
		},
		env: {
			currentCoinbase: "0x00000000000000000000000000000000000000c0",
			currentGasLimit: "0x1c9c380",
			currentNumber: "0x1",
			currentTimestamp: "0xa",
			currentRandom: "0x0",
			parentBaseFee: "0x7",
			parentGasUsed: "0x0",
			parentGasLimit: "0x1c9c380",
			parentExcessBlobGas: "0x0",
			parentBlobGasUsed: "0x20000",
			parentBeaconBlockRoot: `0x${"00".repeat(32)}`,
			blockHashes: { "0": `0x${"ab".repeat(32)}` },
			ommers: [{ delta: 1, address: sender }],
			withdrawals: [{ index: "0x0", validatorIndex: "0x1", address: sender, amount: "0x2" }],
		},
		txs: [
			call,
			{
				...typed,
				type: "0x2",
				nonce: "0x1",
				accessList: [{ address: contract, storageKeys: [`0x${"00".repeat(32)}`] }],
			},
			{ ...typed, type: "0x3", nonce: "0x2", maxFeePerBlobGas: "0xa", blobVersionedHashes: [`0x01${"00".repeat(31)}`] },
			{
				...{ ...typed, type: "0x4", nonce: "0x3" },
				authorizationList: [{ chainId: "0x0", address: contract, nonce: "0x1", v: "0x0", r: "0x1", s: "0x1" }],
			},
		],
		blobParams: { target: "0x6", max: "0x9", baseFeeUpdateFraction: "0x4c6964" },
	},
};

const values: readonly unknown[] = [
	...[
		null,
		true,
		false,
		0,
		1,
		-1,
		1.5,
		1e18,
		1e300,
		"",
		"0x",
		"0x0",
		"-1",
		"x",
		"zero",
		[],
		{},
		[[]],
		[1],
		[null],
		{ a: 1 },
	],
	...[
		"0x1",
		"0xff",
		"0xffffffff",
		"0x7fffffffffffffff",
		"0xffffffffffffffff",
		`0x${"f".repeat(64)}`,
		`0x1${"0".repeat(64)}`,
	],
	...["9007199254740993", `0x${"00".repeat(20)}`, `0x${"00".repeat(32)}`, `0x${"ef".repeat(3000)}`, "9".repeat(2000)],
	...["Frontier", "Berlin", "Shanghai", "Cancun+3855", "ShanghaiToCancunAtTime15k", "constructor", "__proto__"],
];

type Json = Record<string, unknown> | unknown[];

/** Every place of a JSON value: the object or list, and the key. */
function* placesOf(value: Json): Generator<readonly [Json, string]> {
	for (const [key, member] of Object.entries(value)) {
		yield [value, key];
		if (typeof member === "object" && member !== null) yield* placesOf(member as Json);
	}
}

let server: ServerTool;
beforeAll(() => {
	server = new ServerTool();
});
afterAll(() => server.close());

test("the request is good", async () => {
	const response = await server.post(JSON.stringify(request));
	const { result } = (await response.json()) as { result: { receipts: unknown[]; rejected: unknown[] } };
	expect([response.status, result.receipts.length, result.rejected]).toEqual([200, 4, undefined]);
});

test("1500 changed requests: each is answered or refused on one line, and none hangs", {
	timeout: 600_000,
}, async () => {
	const random = new Random("transitions");
	const statuses = new Map<number, number>();
	for (let i = 0; i < 1500; i++) {
		const changed = structuredClone(request) as Json;
		for (let changes = 1 + random.below(3); changes > 0; changes--) {
			const places = [...placesOf(changed)];
			const [parent, key] = places[random.below(places.length)]!;
			const value = structuredClone(values[random.below(values.length)]);
			if (random.below(5) === 0) delete (parent as Record<string, unknown>)[key];
			else (parent as Record<string, unknown>)[key] = value;
		}
		const text = JSON.stringify(changed);
		const start = performance.now();
		const response = await server.post(text);
		const answer = (await response.json()) as { error?: string };
		expect.soft(performance.now() - start, text).toBeLessThan(30_000);
		statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
		if (response.status === 200) continue;
		expect.soft(response.status, `${answer.error}\n${text}`).toBe(400);
		expect.soft(answer.error, text).toMatch(/^ERROR\(\d+\): [^\n]+$/);
	}
	console.info(Object.fromEntries(statuses));
	expect(statuses.get(200)).toBeGreaterThan(100);
	expect(statuses.get(400)).toBeGreaterThan(100);
});
