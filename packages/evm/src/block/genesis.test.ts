import { describe, expect, test } from "vitest";
import { parseGenesis } from "./genesis.js";
import { InvalidGenesisError } from "./genesis-json.js";

describe("parseGenesis", () => {
	test("everything may be missing", () => {
		expect(parseGenesis({})).toMatchObject({ number: 0n, nonce: "0x0000000000000000", accounts: [] });
	});

	test("numbers come in every form, addresses with and without 0x", () => {
		const { accounts, timestamp } = parseGenesis({
			timestamp: 12,
			baseFeePerGas: null,
			alloc: {
				"00000000000000000000000000000000000000AA": { balance: "1000000000000000000000", storage: { "0x3": "0x07" } },
				"0x00000000000000000000000000000000000000bb": { balance: "0x0a", nonce: "0x1", code: "0x6000" },
			},
		});
		expect(timestamp).toBe(12n);
		expect(accounts).toEqual([
			{
				address: "0x00000000000000000000000000000000000000aa",
				nonce: 0n,
				balance: 10n ** 21n,
				code: new Uint8Array(0),
				storage: new Map([[3n, 7n]]),
			},
			{
				address: "0x00000000000000000000000000000000000000bb",
				nonce: 1n,
				balance: 10n,
				code: Uint8Array.of(0x60, 0),
				storage: new Map(),
			},
		]);
	});

	test.each([
		["not an object", [], "genesis is not an object"],
		["a negative number", { timestamp: -1 }, "genesis.timestamp is not an unsigned integer"],
		["a fraction", { gasLimit: 1.5 }, "genesis.gasLimit is not an unsigned integer"],
		["a number too large", { gasLimit: "0x10000000000000000" }, "genesis.gasLimit needs more than 8 bytes"],
		["text for a number", { difficulty: "many" }, "genesis.difficulty is not an unsigned integer"],
		["a short hash", { parentHash: "0x00" }, "genesis.parentHash is not 0x and 64 hexadecimal digits"],
		["odd digits", { extraData: "0x0" }, "genesis.extraData is not hexadecimal"],
		["a short address", { coinbase: "0x00" }, "genesis.coinbase is not an address"],
		["an account's name", { alloc: { abc: {} } }, "genesis.alloc has an account that is not named by an address: abc"],
		["an account that is none", { alloc: { abc: 1 } }, "genesis.alloc.abc is not an object"],
	])("%s: says where", (_, json, message) => {
		expect(() => parseGenesis(json)).toThrow(InvalidGenesisError);
		expect(() => parseGenesis(json)).toThrow(message);
	});
});
