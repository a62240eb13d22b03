import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AbiParameter, AbiValue } from "./abi.js";
import { parseArguments } from "./abi-arguments.js";
import { findFunction } from "./abi-signature.js";
import { formatValue } from "./decode-output.js";

async function parse(types: string, text: string): Promise<AbiValue[]> {
	return parseArguments(text, (await findFunction(`f(${types})`, undefined)).item);
}

describe("arguments as text", () => {
	test.each<[string, string, AbiValue[]]>([
		["", "", []],
		["uint256,uint256", "3,5", [3n, 5n]],
		["uint256,uint256", " 3 , 0x5 ", [3n, 5n]],
		["int8,int8", "-128,+127", [-128n, 127n]],
		["bool,bool,bool", "true,FALSE,1", [true, false, true]],
		["address", `${"Ab".repeat(20)}`, [`0x${"ab".repeat(20)}`]],
		["bytes,bytes4", "0x,0xDEADbeef", ["0x", "0xdeadbeef"]],
		[
			"uint8[],uint8[2][]",
			"[1,2,3],[[1,2],[3,4]]",
			[
				[1n, 2n, 3n],
				[
					[1n, 2n],
					[3n, 4n],
				],
			],
		],
		["uint8[]", "[]", [[]]],
		["(uint8,(bool,string)),uint8", '(1,(true,"a, b")),2', [[1n, [true, "a, b"]], 2n]],
		["string", "hello, world", ["hello, world"]],
		["string", "it's", ["it's"]],
		["string", '"quoted"', ["quoted"]],
		["string,string", "it's,'a,b'", ["it's", "a,b"]],
		["string[]", '["a","b]",c]', [["a", "b]", "c"]]],
		["string", '"line\\n\\u0041"', ["line\nA"]],
	])("%s: %s", async (types, text, values) => {
		expect(await parse(types, text)).toEqual(values);
	});

	test.each<[string, string, RegExp]>([
		["uint8", "256", /argument 1 \(uint8\): 256 is out of range, it has to be from 0 to 255/],
		["int8", "-129", /from -128 to 127/],
		["uint256", "-1", /out of range/],
		["uint256", `0x1${"0".repeat(64)}`, /is not an integer/],
		["uint256", "1.5", /not an integer/],
		["uint256", "", /takes 1 argument, 0 given/],
		["uint256,uint256", "1", /takes 2 arguments, 1 given/],
		["bool", "yes", /not true or false/],
		["address", "0x12", /not an address/],
		["bytes4", "0x12", /4 bytes are needed, 1 given/],
		["bytes", "0x123", /two digits per byte/],
		["uint8[2]", "[1]", /2 elements are needed, 1 given/],
		["uint8[]", "1", /not enclosed in \[ \]/],
		["uint8[]", "[1,300]", /argument 1 \(uint8\[\]\), element 2: 300 is out of range/],
		["(uint8,bool)", "(1)", /2 components are needed, 1 given/],
		["uint8[]", "[1", /"\]" is missing/],
		["uint8[]", "1]", /closes nothing/],
		["string,string", '"a,b', /a quote is not closed/],
	])("%s: %s is refused", async (types, text, message) => {
		await expect(parse(types, text)).rejects.toThrow(message);
	});

	test("what is printed for decoded values can be given as arguments again", () => {
		const { tuple } = fc.letrec((tie) => ({
			leaf: fc.oneof(
				fc.bigInt(0n, (1n << 256n) - 1n).map((value) => ({ type: { type: "uint256" }, value: value as AbiValue })),
				fc
					.bigInt(-(1n << 63n), (1n << 63n) - 1n)
					.map((value) => ({ type: { type: "int64" }, value: value as AbiValue })),
				fc.boolean().map((value) => ({ type: { type: "bool" }, value: value as AbiValue })),
				fc.string({ unit: "binary" }).map((value) => ({ type: { type: "string" }, value: value as AbiValue })),
				fc.uint8Array({ maxLength: 40 }).map((bytes) => ({
					type: { type: "bytes" },
					value: `0x${Buffer.from(bytes).toString("hex")}` as AbiValue,
				})),
			),
			tuple: fc.array(tie("values"), { maxLength: 4 }).map((members) => {
				const items = members as { type: AbiParameter; value: AbiValue }[];
				return {
					type: { type: "tuple", components: items.map(({ type }) => type) } as AbiParameter,
					value: items.map(({ value }) => value) as AbiValue,
				};
			}),
			values: fc.oneof({ maxDepth: 3 }, tie("leaf"), tie("tuple")),
		}));
		fc.assert(
			fc.property(tuple, (generated) => {
				const { type, value } = generated as { type: AbiParameter; value: AbiValue };
				const text = formatValue(value, type);
				expect(parseArguments(text, { type: "function", name: "f", inputs: [type] })).toEqual([value]);
			}),
			{ numRuns: 200 },
		);
	});
});

describe("signatures", () => {
	test.each([
		["add(uint256,uint256)", "add", 2, 0],
		["add(uint256,uint256)(uint256)", "add", 2, 1],
		["function add(uint a, uint b) external view returns (uint sum)", "add", 2, 1],
		["f((uint8,(bool,string))[],address[2][])(bytes32,(int8,bool))", "f", 2, 2],
		[" f() ", "f", 0, 0],
	])("%s", async (text, name, inputs, outputs) => {
		const { item, hasOutputs } = await findFunction(text, undefined);
		expect([item.name, item.inputs?.length, item.outputs?.length]).toEqual([name, inputs, outputs]);
		expect(hasOutputs).toBe(outputs > 0);
	});

	test.each(["f", "f(", "f(uint257)", "f(uint256))", "(uint256)", "f(uint256) returns uint256"])(
		"%s is refused",
		async (text) => {
			await expect(findFunction(text, undefined)).rejects.toThrow(/signature|parameter types/);
		},
	);

	test("with an ABI the name is enough, and return types are known", async () => {
		const abi = [
			{ type: "function", name: "get", inputs: [], outputs: [{ type: "uint256" }] },
			{ type: "function", name: "set", inputs: [{ type: "uint256" }], outputs: [] },
			{ type: "function", name: "set", inputs: [{ type: "string" }], outputs: [] },
		];
		expect(await findFunction("get", abi)).toEqual({ item: abi[0], hasOutputs: true });
		expect(await findFunction("get()", abi)).toEqual({ item: abi[0], hasOutputs: true });
		await expect(findFunction("set", abi)).rejects.toThrow(
			"several functions are named set: set(uint256), set(string)",
		);
		await expect(findFunction("gett", abi)).rejects.toThrow('Did you mean "get"?');
	});
});
