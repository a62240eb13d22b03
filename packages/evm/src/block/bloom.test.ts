import { describe, expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { keccak256 } from "../crypto/keccak256.js";
import { bloomContains, computeLogsBloom, mergeBloom } from "./bloom.js";

const address = "0x22341ae42d6dd7384bc8584e50419ea3ac75b83f";
const topic = "0x04491edcd115127caedbd478e2e7895ed80c7847e903431f94f9cfa579cad47f";

describe("computeLogsBloom", () => {
	test("nothing is in the filter of no logs", () => {
		const bloom = computeLogsBloom([]);
		expect(bloom).toEqual(new Uint8Array(256));
		expect(bloomContains(bloom, hexToBytes(address))).toBe(false);
	});

	test("addresses and topics are found, data is not", () => {
		const data = new Uint8Array(32).fill(7);
		const bloom = computeLogsBloom([{ address, topics: [topic], data }]);
		expect(bloomContains(bloom, hexToBytes(address))).toBe(true);
		expect(bloomContains(bloom, hexToBytes(topic))).toBe(true);
		expect(bloomContains(bloom, data)).toBe(false);
	});

	test("three bits of 2048, each a pair of bytes of the hash", () => {
		const hash = BigInt(bytesToHex(keccak256(hexToBytes(address))));
		const due = [240n, 224n, 208n].map((shift) => Number((hash >> shift) & 0x7ffn));
		const bloom = computeLogsBloom([{ address, topics: [], data: new Uint8Array(0) }]);
		const bits = [...bloom].flatMap((byte, index) =>
			[0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte >> bit) & 1).map((bit) => (255 - index) * 8 + bit),
		);
		expect(bits.toSorted()).toEqual(due.toSorted());
	});

	test("merging is the filter of all", () => {
		const first = { address, topics: [], data: new Uint8Array(0) } as const;
		const second = { address: `0x${"11".repeat(20)}`, topics: [topic], data: new Uint8Array(0) } as const;
		const merged = computeLogsBloom([first]);
		mergeBloom(merged, computeLogsBloom([second]));
		expect(merged).toEqual(computeLogsBloom([first, second]));
	});
});
