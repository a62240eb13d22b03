import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hexToBytes } from "../bytes/hex.js";
import { decodeRlp, encodeRlp, maxRlpDepth, RlpError, type RlpItem } from "./rlp.js";

const anyItem = fc.letrec<{ item: RlpItem; list: RlpItem[] }>((tie) => ({
	item: fc.oneof(
		{ depthSize: "small" },
		fc.uint8Array({ maxLength: 3 }),
		fc.uint8Array({ minLength: 54, maxLength: 58 }),
		fc.uint8Array({ maxLength: 600, size: "max" }),
		tie("list"),
	),
	list: fc.array(tie("item"), { maxLength: 8 }),
})).item;

/** The definition, word by word (Yellow Paper, appendix B): the second opinion on `encodeRlp`. */
function encodeByDefinition(item: RlpItem): number[] {
	const [content, base] =
		item instanceof Uint8Array ? [Array.from(item), 0x80] : [item.flatMap(encodeByDefinition), 0xc0];
	if (base === 0x80 && content.length === 1 && content[0]! < 0x80) return content;
	if (content.length < 56) return [base + content.length, ...content];
	let digits = content.length.toString(16);
	if (digits.length % 2 === 1) digits = `0${digits}`;
	const length = Array.from(Buffer.from(digits, "hex"));
	return [base + 55 + length.length, ...length, ...content];
}

/** As many lists as asked, each the only item of the one around it. */
function encodeNested(depth: number): Uint8Array {
	const reversed: number[] = [];
	for (let i = 0; i < depth; i++) {
		const size = reversed.length;
		if (size < 56) {
			reversed.push(0xc0 + size);
			continue;
		}
		let rest = size;
		for (; rest > 0; rest = Math.floor(rest / 256)) reversed.push(rest % 256);
		reversed.push(0xf7 + reversed.length - size);
	}
	return Uint8Array.from(reversed.reverse());
}

function nestList(depth: number): RlpItem {
	let item: RlpItem = [];
	for (let i = 1; i < depth; i++) item = [item];
	return item;
}

/** What decoding answers: the item, or the reason of the refusal. Anything else thrown fails the test. */
function tryDecode(bytes: Uint8Array): RlpItem | string {
	try {
		return decodeRlp(bytes);
	} catch (error) {
		if (error instanceof RlpError) return error.shortMessage;
		throw error;
	}
}

describe("encodeRlp", () => {
	test("encodes any item as the definition does", () => {
		fc.assert(
			fc.property(anyItem, (item) => {
				expect(encodeRlp(item)).toEqual(Uint8Array.from(encodeByDefinition(item)));
			}),
			{ numRuns: 500 },
		);
	});

	test("has the right header around every change of its size", () => {
		for (const size of [0, 1, 31, 32, 33, 55, 56, 255, 256, 4086, 4087, 4088, 4096, 65_535, 65_536, 1 << 24]) {
			const bytes = new Uint8Array(size).fill(0x90);
			const encoded = encodeRlp(bytes);
			const list = encodeRlp([bytes]);
			const header = size <= 55 ? 1 : 1 + Math.ceil(Math.log2(size + 1) / 8);
			expect(encoded.length).toBe(size + header);
			// Not toEqual, which takes gigabytes for megabytes.
			expect(Buffer.compare(decodeRlp(encoded) as Uint8Array, bytes)).toBe(0);
			const [item] = decodeRlp(list) as Uint8Array[];
			expect(Buffer.compare(item!, bytes)).toBe(0);
		}
	});

	test("needs no native stack for a million nested lists", () => {
		const encoded = encodeRlp(nestList(1_000_000));
		expect(Buffer.compare(encoded, encodeNested(1_000_000))).toBe(0);
	});

	test("refuses what is neither bytes nor a list, and works on", () => {
		for (const wrong of ["0x00", 5, 5n, null, undefined, {}]) {
			expect(() => encodeRlp(wrong as unknown as RlpItem)).toThrow(RlpError);
			expect(() => encodeRlp([Uint8Array.of(1), [wrong as unknown as RlpItem]])).toThrow(RlpError);
		}
		expect(encodeRlp(Uint8Array.of(1))).toEqual(Uint8Array.of(1));
	});
});

describe("decodeRlp", () => {
	test("is the inverse of encoding", () => {
		fc.assert(
			fc.property(anyItem, (item) => {
				expect(decodeRlp(encodeRlp(item))).toEqual(item);
			}),
			{ numRuns: 500 },
		);
	});

	test("names what is wrong, and where", () => {
		// "more": the text depends on how the number of announced bytes is written.
		const refusals: [hex: string, position: number, reason: string][] = [
			["0x", 0, "the input is empty"],
			["0x8100", 0, "a byte below 0x80 must stand for itself"],
			["0xc2817f", 1, "a byte below 0x80 must stand for itself"],
			["0x81", 0, "1 bytes are announced, 0 remain"],
			["0x83aabb", 0, "3 bytes are announced, 2 remain"],
			["0xb8", 0, "the length runs past the end"],
			["0xb800", 0, "the length has leading zeros"],
			["0xb837", 0, "a short length is in the long form"],
			["0xf837", 0, "a short length is in the long form"],
			["0xb90038", 0, "the length has leading zeros"],
			["0xbfffffffffffffffff", 0, "more"],
			["0xffffffffffffffffff", 0, "more"],
			["0x8000", 1, "there are bytes after the item"],
			["0xc000", 1, "there are bytes after the item"],
			["0xc10000", 2, "there are bytes after the item"],
			["0xc2c200", 1, "2 bytes are announced, 1 remain"],
		];
		for (const [hex, position, reason] of refusals) {
			let refused: unknown;
			try {
				decodeRlp(hexToBytes(hex));
			} catch (error) {
				refused = error;
			}
			expect(refused, hex).toBeInstanceOf(RlpError);
			expect((refused as RlpError).position, hex).toBe(position);
			if (reason !== "more")
				expect((refused as RlpError).shortMessage).toBe(`Invalid RLP at byte ${position}: ${reason}`);
		}
	});

	test("accepts nothing but what encodes to the same bytes: 20,000 mutations", () => {
		const samples = fc.sample(anyItem, { numRuns: 200, seed: 1 }).map((item) => encodeRlp(item));
		let state = 12345;
		const random = (below: number): number => {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			return Math.floor((state / 2 ** 32) * below);
		};
		const interesting = [0x00, 0x7f, 0x80, 0x81, 0xb7, 0xb8, 0xbf, 0xc0, 0xc1, 0xf7, 0xf8, 0xff];
		let accepted = 0;
		for (let i = 0; i < 20_000; i++) {
			let bytes = samples[i % samples.length]!.slice();
			for (let change = random(3); change >= 0; change--) {
				const at = random(bytes.length + 1);
				const kind = random(4);
				if (kind === 0 && bytes.length > 0) bytes[Math.min(at, bytes.length - 1)] = random(256);
				else if (kind === 1) bytes = bytes.slice(0, at);
				else if (kind === 2) bytes = Uint8Array.from([...bytes, random(256)]);
				else if (bytes.length > 0) bytes[random(Math.min(8, bytes.length))] = interesting[random(12)]!;
			}
			const answer = tryDecode(bytes);
			if (typeof answer === "string") continue;
			accepted++;
			if (Buffer.compare(encodeRlp(answer), bytes) !== 0) expect(encodeRlp(answer)).toEqual(bytes);
		}
		expect(accepted).toBeGreaterThan(1000);
		expect(accepted).toBeLessThan(19_000);
	});

	test("of all inputs of one or two bytes 388 are canonical", () => {
		let accepted = 0;
		for (let first = 0; first < 256; first++) {
			if (typeof tryDecode(Uint8Array.of(first)) !== "string") accepted++;
			for (let second = 0; second < 256; second++) {
				const bytes = Uint8Array.of(first, second);
				const answer = tryDecode(bytes);
				if (typeof answer === "string") continue;
				accepted++;
				expect(encodeRlp(answer)).toEqual(bytes);
			}
		}
		// One byte: below 0x80, "", []. Two: 0x81 with 128 values; a list of a byte below 0x80, of "" or of [].
		expect(accepted).toBe(128 + 2 + 128 + 130);
	});

	test("nesting has a limit, and a million lists are refused at once", () => {
		expect(decodeRlp(encodeNested(maxRlpDepth))).toEqual(nestList(maxRlpDepth));
		expect(() => decodeRlp(encodeNested(maxRlpDepth + 1))).toThrow(/nested more than 1024 deep/);
		const deep = encodeNested(1_000_000);
		const begin = performance.now();
		expect(() => decodeRlp(deep)).toThrow(RlpError);
		// Reading all of it first would take the memory of a million lists.
		expect(performance.now() - begin).toBeLessThan(2000);
	});
});
