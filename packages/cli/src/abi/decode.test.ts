import { bytesToHex, type Hex, hexToBytes } from "@evmore/evm/bytes";
import { describe, expect, test } from "vitest";
import type { AbiItem } from "./abi.js";
import { encodeValues, hashSignature, selectorOf } from "./abi-coding.js";
import { describeLog } from "./decode-logs.js";
import { decodeOutput } from "./decode-output.js";
import { describeRevert } from "./decode-revert.js";

const custom: AbiItem = {
	type: "error",
	name: "TooLittle",
	inputs: [{ type: "uint256", name: "needed" }, { type: "string" }],
};

async function revert(item: AbiItem, ...values: never[]): Promise<string | undefined> {
	const data = (await selectorOf(item)) + (await encodeValues(item.inputs ?? [], values)).slice(2);
	return describeRevert(hexToBytes(data), [custom]);
}

describe("revert reasons", () => {
	test("Error, Panic and custom errors", async () => {
		expect(await revert({ type: "error", name: "Error", inputs: [{ type: "string" }] }, "no \u001b[31m" as never)).toBe(
			'Error("no \\u001b[31m")',
		);
		const panic: AbiItem = { type: "error", name: "Panic", inputs: [{ type: "uint256" }] };
		expect(await revert(panic, 0x11n as never)).toBe("Panic(17): arithmetic overflow or underflow");
		expect(await revert(panic, 0x99n as never)).toBe("Panic(153)");
		expect(await revert(custom, 5n as never, "x" as never)).toBe('TooLittle(needed: 5, "x")');
	});

	test("what is none of these", async () => {
		expect(await describeRevert(new Uint8Array(0), [])).toBeUndefined();
		expect(await describeRevert(hexToBytes("0x1234"), [])).toBe("0x1234");
		expect(await describeRevert(hexToBytes("0x12345678"), [])).toBe("custom error 0x12345678");
		expect(await describeRevert(hexToBytes("0x1234567890"), [])).toBe("0x1234567890");
		// The selector of Error, and data that are no string: an offset far outside.
		const broken = `0x08c379a0${"f".repeat(64)}` as Hex;
		expect(await describeRevert(hexToBytes(broken), [])).toBe(`custom error 0x08c379a0 with 0x${"f".repeat(64)}`);
		expect(await describeRevert(new Uint8Array(5000), [])).toMatch(/… \(5000 bytes\)$/);
	});
});

describe("logs", () => {
	const transfer: AbiItem = {
		type: "event",
		name: "Moved",
		inputs: [
			{ type: "uint256", name: "amount" },
			{ type: "address", name: "to", indexed: true },
			{ type: "string", name: "why", indexed: true },
			{ type: "bool", indexed: true },
		],
	};
	const to: Hex = `0x${"0".repeat(24)}${"ab".repeat(20)}`;
	const why: Hex = `0x${"77".repeat(32)}`;
	const yes: Hex = `0x${"1".padStart(64, "0")}`;
	const address: Hex = `0x${"0".repeat(40)}`;

	test("in the order of the event, hashed values as hashes", async () => {
		const topics = [await hashSignature(transfer), to, why, yes];
		const data = hexToBytes(await encodeValues([{ type: "uint256" }], [7n]));
		expect(await describeLog({ address, topics, data }, [custom, transfer])).toBe(
			`Moved(amount: 7, to: 0xABaBaBaBABabABabAbAbABAbABabababaBaBABaB, why: hash ${why}, true)`,
		);
	});

	test("unknown ones, and such that do not fit, as they are", async () => {
		const data = new Uint8Array([1]);
		expect(await describeLog({ address, topics: [], data }, [transfer])).toBe("log data 0x01");
		const topics = [await hashSignature(transfer), to, why, yes];
		expect(await describeLog({ address, topics, data }, [transfer])).toBe(`log topics ${topics.join(" ")} data 0x01`);
	});
});

test("output by its types, and data that are not of these types", async () => {
	const item: AbiItem = {
		type: "function",
		outputs: [{ type: "int8" }, { type: "tuple[]", components: [{ type: "bool", name: "a" }, { type: "string" }] }],
	};
	const data = await encodeValues(item.outputs!, [-3n, [[true, "x"]]]);
	expect(await decodeOutput(data, item)).toEqual(["-3", '[(a: true, "x")]']);
	expect(await decodeOutput(bytesToHex(new Uint8Array(3)), item)).toBeUndefined();
});
