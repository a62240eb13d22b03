import { expect, test } from "vitest";
import { concatBytes } from "../bytes/bytes.js";
import { encodeRlp } from "../rlp/rlp.js";
import { InvalidBlockError } from "./block-exception.js";
import { splitBlocks } from "./split-blocks.js";

const parts = [encodeRlp([]), encodeRlp([new Uint8Array(54)]), encodeRlp([new Uint8Array(300)]), encodeRlp([[], []])];

test("lists of all sizes are told apart", () => {
	expect([...splitBlocks(concatBytes(...parts))]).toEqual(parts);
	expect([...splitBlocks(new Uint8Array(0))]).toEqual([]);
});

test.each<[string, Uint8Array]>([
	["a byte string", concatBytes(parts[0]!, Uint8Array.of(0x80))],
	["cut in a list", concatBytes(...parts).slice(0, -1)],
	["cut in a length", Uint8Array.of(0xf9, 1)],
	["a length of 2^64 - 1", Uint8Array.of(0xff, ...new Uint8Array(8).fill(255), 0)],
])("%s: refused", (_, bytes) => {
	expect(() => [...splitBlocks(bytes)]).toThrow(InvalidBlockError);
});
