import { describe, expect, test } from "vitest";
import { concatBytes } from "../bytes/bytes.js";
import { bytesToHex } from "../bytes/hex.js";
import { bigIntToBytes } from "../bytes/integer.js";
import { sha256 } from "../crypto/sha256.js";
import { mainnet } from "../spec/chains/index.js";
import { depositEventTopic } from "../spec/system-contracts.js";
import { emptyRequestsHash } from "./empty-hashes.js";
import { collectDeposits, hashRequests } from "./requests.js";

const sizes = [48, 32, 8, 96, 8];
const parts = sizes.map((size, index) => new Uint8Array(size).fill(index + 1));

/** ABI encoding of the event's five byte strings. */
function depositData(): Uint8Array {
	const word = (value: number): Uint8Array => bigIntToBytes(BigInt(value), 32);
	const padded = parts.map((part) => concatBytes(part, new Uint8Array((32 - (part.length % 32)) % 32)));
	let offset = 5 * 32;
	const heads: Uint8Array[] = [];
	for (const part of padded) {
		heads.push(word(offset));
		offset += 32 + part.length;
	}
	return concatBytes(...heads, ...padded.flatMap((part, index) => [word(sizes[index]!), part]));
}

const log = { address: mainnet.depositContract, topics: [depositEventTopic], data: depositData() };

describe("collectDeposits (EIP-6110)", () => {
	test("the fields of each deposit, one after another", () => {
		expect(log.data.length).toBe(576);
		expect(collectDeposits([log, log], mainnet.depositContract)).toEqual(concatBytes(...parts, ...parts));
	});

	test("other logs do not count", () => {
		const others = [
			{ ...log, address: `0x${"11".repeat(20)}` as const },
			{ ...log, topics: [`0x${"22".repeat(32)}` as const] },
			{ ...log, topics: [] },
		];
		expect(collectDeposits(others, mainnet.depositContract)).toEqual(new Uint8Array(0));
	});

	test.each<[string, Uint8Array]>([
		["too short", log.data.slice(0, 575)],
		["too long", concatBytes(log.data, new Uint8Array(1))],
		["empty", new Uint8Array(0)],
		...[0, 1, 2, 3, 4].map((index): [string, Uint8Array] => {
			const changed = log.data.slice();
			changed[index * 32 + 31]! ^= 1;
			return [`offset ${index} is another`, changed];
		}),
		...[160, 256, 320, 384, 512].map((at): [string, Uint8Array] => {
			const changed = log.data.slice();
			changed[at]! ^= 1;
			return [`the size at ${at} is another`, changed];
		}),
	])("%s: refused", (_, data) => {
		expect(collectDeposits([{ ...log, data }], mainnet.depositContract)).toBeUndefined();
	});
});

describe("hashRequests (EIP-7685)", () => {
	test("of nothing", () => {
		expect(hashRequests([])).toBe(emptyRequestsHash);
		expect(hashRequests([Uint8Array.of(0), Uint8Array.of(1)])).toBe(emptyRequestsHash);
	});

	test("of the hashes of each", () => {
		const requests = [Uint8Array.of(0, 1, 2), Uint8Array.of(2, 9)];
		expect(hashRequests(requests)).toBe(bytesToHex(sha256(concatBytes(...requests.map(sha256)))));
		expect(hashRequests(requests.toReversed())).not.toBe(hashRequests(requests));
	});
});
