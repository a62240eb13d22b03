import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonTexts } from "./json-texts.js";

function takeApart(stream: string, cuts: readonly number[]): string[] {
	const texts = new JsonTexts();
	const found: string[] = [];
	let start = 0;
	for (const cut of [...cuts, stream.length].sort((a, b) => a - b)) {
		found.push(...texts.take(stream.slice(start, cut)));
		start = cut;
	}
	return found;
}

test("requests come out as they were sent, however they are cut", () => {
	const request = fc
		.oneof(fc.object(), fc.array(fc.anything({ maxDepth: 2 })))
		.map((value) => JSON.stringify(value) ?? "{}");
	const separator = fc.constantFrom("", "\n", " \r\n\t");
	fc.assert(
		fc.property(
			fc.array(fc.tuple(request, separator), { maxLength: 5 }),
			fc.array(fc.nat(400), { maxLength: 8 }),
			(sent, cuts) => {
				const stream = sent.map(([text, after]) => text + after).join("");
				const inside = cuts.filter((cut) => cut < stream.length);
				expect(takeApart(stream, inside)).toEqual(sent.map(([text]) => text));
			},
		),
	);
});

test("what is no request ends with its line", () => {
	expect(takeApart('oops\n{"a":"}\\""}"x"\n]\n[1]', [])).toEqual(["oops", '{"a":"}\\""}', '"x"', "]", "[1]"]);
});

test("what has not ended is counted", () => {
	const texts = new JsonTexts();
	expect(texts.take('{"a":')).toEqual([]);
	expect(texts.take("[1,")).toEqual([]);
	expect(texts.pendingLength).toBe(8);
	expect(texts.take("2]}")).toEqual(['{"a":[1,2]}']);
	expect(texts.pendingLength).toBe(0);
});
