import { describe, expect, test } from "vitest";
import { InvalidGenesisError, JsonFields } from "./genesis-json.js";

const json = {
	number: "0x2a",
	word: `0x${"f".repeat(64)}`,
	address: "AA".repeat(20),
	flag: true,
	count: 5e18,
	nothing: null,
	texts: ["a", "b"],
	list: [{ number: 1 }, { number: "2" }],
	wrong: [1],
	alloc: { ["aB".repeat(20)]: { number: 7 }, [`0x${"cd".repeat(20)}`]: {} },
};

describe("JSON read field by field", () => {
	const fields = JsonFields.of(json, "file");

	test("values", () => {
		expect(fields.integer("number", 1)).toBe(42n);
		expect(fields.integer("word", 32)).toBe(2n ** 256n - 1n);
		expect(fields.address("address")).toBe(`0x${"aa".repeat(20)}`);
		expect(fields.boolean("flag")).toBe(true);
		expect(fields.number("count")).toBe(5e18);
		expect(fields.number("word")).toBeUndefined();
		expect(fields.text("number")).toBe("0x2a");
		expect(fields.texts("texts")).toEqual(["a", "b"]);
		expect(fields.list("list")?.map((item) => item.integer("number", 8))).toEqual([1n, 2n]);
		expect([...fields.object("alloc")!.entriesByAddress()].map(([address]) => address)).toEqual([
			`0x${"ab".repeat(20)}`,
			`0x${"cd".repeat(20)}`,
		]);
		expect(fields.object("alloc")?.names()).toEqual(Object.keys(json.alloc));
	});

	test("what is missing or null", () => {
		expect([fields.has("nothing"), fields.has("never"), fields.has("toString"), fields.has("flag")]).toEqual([
			false,
			false,
			false,
			true,
		]);
		for (const name of ["nothing", "never", "toString"]) {
			expect(fields.text(name)).toBeUndefined();
			expect(fields.list(name)).toBeUndefined();
			expect(fields.boolean(name)).toBeUndefined();
		}
	});

	test.each<[string, () => unknown, string]>([
		["a width", () => fields.integer("word", 8), "file.word needs more than 8 bytes"],
		["text", () => fields.text("flag"), "file.flag is not text"],
		["a switch", () => fields.boolean("word"), "file.word is not true or false"],
		["a list", () => fields.list("flag"), "file.flag is not a list"],
		["its items", () => fields.list("wrong"), "file.wrong[0] is not an object"],
		["a list of texts", () => fields.texts("wrong"), "file.wrong[0] is not text"],
		["an address", () => fields.address("word"), "file.word is not an address"],
		["names", () => [...fields.entriesByAddress()], "file.number is not an object"],
		["a list of none", () => fields.list("list")?.[1]?.address("number"), "file.list[1].number is not an address"],
		["a path without a beginning", () => JsonFields.of({ a: 1 }, "").text("a"), "a is not text"],
	])("%s that is wrong is named with its path", (_name, read, message) => {
		expect(read).toThrow(new InvalidGenesisError(message));
	});
});
