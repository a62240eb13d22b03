import { describe, expect, test } from "vitest";
import { assemble } from "../asm/assembler.js";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { createEvm } from "../create-evm.js";
import { emptyCodeHash, keccak256 } from "../crypto/keccak256.js";
import { MemoryState } from "../state/memory-state.js";
import { createTracer, tracerNames } from "./create-tracer.js";
import type { JsonValue } from "./json-value.js";
import { TraceLimitError, UnknownTracerError } from "./tracer-error.js";

const caller = "0x00000000000000000000000000000000000000ca";
const a = "0x00000000000000000000000000000000000000aa";
const b = "0x00000000000000000000000000000000000000bb";

/** What a tracer says of a call of `a`. */
function watch(
	codes: { a: string; b?: string },
	name: string,
	config?: unknown,
	data: `0x${string}` = "0x",
): JsonValue {
	const state = new MemoryState({
		[a]: { code: codes.a.startsWith("0x") ? hexToBytes(codes.a) : assemble(codes.a), balance: 9n },
		[b]: { code: assemble(codes.b ?? "STOP") },
	});
	const tracer = createTracer(name, config);
	createEvm({ state }).call({ from: caller, to: a, data, gas: 100_000n, tracer });
	return tracer.result();
}

const callB = `PUSH 0 PUSH 0 PUSH 4 PUSH 0 PUSH 0 PUSH ${b} GAS CALL`;

describe("names and configurations", () => {
	test("are those of go-ethereum", () => {
		expect([...tracerNames].sort()).toEqual([
			"4byteTracer",
			"callTracer",
			"erc7562Tracer",
			"flatCallTracer",
			"keccak256PreimageTracer",
			"muxTracer",
			"noopTracer",
			"prestateTracer",
		]);
	});

	test("an unknown name is refused, with the one that was meant", () => {
		expect(() => createTracer("calltracer")).toThrow(UnknownTracerError);
		expect(() => createTracer("calltracer")).toThrow("did you mean callTracer?");
		expect(() => createTracer("toString")).toThrow(UnknownTracerError);
		expect(() => createTracer("x".repeat(10_000))).toThrow(/^.{0,250}$/s);
	});

	test.each([
		["callTracer", { onlyTopCal: true }, "did you mean onlyTopCall?"],
		["callTracer", { withLog: "yes" }, "withLog of callTracer has to be true or false"],
		["callTracer", [], "is not an object"],
		["noopTracer", { a: 1 }, "has no option"],
		["prestateTracer", { diffMode: true, includeEmpty: true }, "diffMode or includeEmpty"],
		["muxTracer", { caltracer: {} }, "did you mean callTracer?"],
		["muxTracer", { callTracer: { a: 1 } }, "callTracer has no option"],
		["erc7562Tracer", { ignoredOpcodes: { "0x100": {} } }, "ignoredOpcodes"],
	])("%s refuses %j", (name, config, message) => {
		expect(() => createTracer(name, config)).toThrow(expect.objectContaining({ name: "InvalidTraceConfigError" }));
		expect(() => createTracer(name, config)).toThrow(message);
	});

	test("null is as good as nothing", () => {
		expect(watch({ a: "STOP" }, "callTracer", null)).toMatchObject({ type: "CALL" });
		expect(watch({ a: "STOP" }, "callTracer", { withLog: null })).toMatchObject({ type: "CALL" });
	});
});

describe("callTracer", () => {
	test.each([
		["INVALID", "invalid opcode: INVALID"],
		["0x0c", "invalid opcode: opcode 0xc not defined"],
		["ADD", "stack underflow (0 <=> 2)"],
		["PUSH 7 JUMP", "invalid jump destination"],
		["PUSH 0 PUSH 0xffffffffffffffffffffff MSTORE", "gas uint64 overflow"],
		["loop: PUSH @loop JUMP", "out of gas"],
	])("tells of %s: %s", (code, error) => {
		expect(watch({ a: code }, "callTracer")).toMatchObject({ error, gasUsed: "0x186a0" });
	});

	test("gives the reason of a revert", () => {
		const text =
			"0x08c379a0000000000000000000000000000000000000000000000000000000000000002000000000000000000000000000000000000000000000000000000000000000026e6f";
		const words = [0, 32, 64, 96].map((at) => {
			const word = text.slice(2 + at * 2, 66 + at * 2).padEnd(64, "0");
			return `PUSH 0x${word} PUSH ${at} MSTORE`;
		});
		const result = watch({ a: `${words.join(" ")} PUSH 100 PUSH 0 REVERT` }, "callTracer");
		expect(result).toMatchObject({ error: "execution reverted", revertReason: "no" });
	});

	test("shows calls, or the first alone", () => {
		const result = watch({ a: callB, b: "INVALID" }, "callTracer") as { calls: JsonValue[] };
		expect(result.calls).toEqual([expect.objectContaining({ from: a, to: b, input: "0x00000000" })]);
		expect(watch({ a: callB }, "callTracer", { onlyTopCall: true })).not.toHaveProperty("calls");
	});

	test("shows logs with their place, not those of what failed", () => {
		const log = "PUSH 0 PUSH 0 LOG0";
		const result = watch({ a: `${log} ${callB} ${log}`, b: `${log} INVALID` }, "callTracer", { withLog: true });
		expect(result).toMatchObject({
			logs: [
				{ address: a, topics: [], data: "0x", index: "0x0", position: "0x0" },
				{ address: a, index: "0x1", position: "0x1" },
			],
		});
		expect((result as { calls: object[] }).calls[0]).not.toHaveProperty("logs");
	});

	test("keeps no more than it may", () => {
		const tracer = createTracer("callTracer", undefined, { maxBytes: 10_000 });
		const loop = `again: PUSH 0 PUSH 0 PUSH 1000 PUSH 0 PUSH 0 PUSH ${b} GAS CALL POP PUSH @again JUMP`;
		const state = new MemoryState({ [a]: { code: assemble(loop) } });
		expect(() => createEvm({ state }).call({ to: a, gas: 10_000_000n, tracer })).toThrow(TraceLimitError);
	});
});

test("4byteTracer counts selectors of calls, not those of precompiled contracts", () => {
	const identity = "PUSH 0 PUSH 0 PUSH 4 PUSH 0 PUSH 0 PUSH 4 GAS CALL";
	expect(watch({ a: `${callB} ${callB} ${identity}` }, "4byteTracer", undefined, "0x0102030405")).toEqual({
		"0x01020304-1": 1,
		"0x00000000-0": 2,
	});
});

test("keccak256PreimageTracer knows what was hashed, memory that is only now paid for included", () => {
	const preimage = Uint8Array.of(1, ...new Uint8Array(32));
	const hashes = "PUSH 1 PUSH 0 MSTORE8 PUSH 33 PUSH 0 KECCAK256 PUSH 0 PUSH 0 KECCAK256";
	expect(watch({ a: hashes }, "keccak256PreimageTracer")).toEqual({
		[bytesToHex(keccak256(preimage))]: bytesToHex(preimage),
		[emptyCodeHash]: "0x",
	});
	expect(watch({ a: "PUSH 0xffffffffff PUSH 0 KECCAK256" }, "keccak256PreimageTracer")).toEqual({});
});

test("muxTracer gives the answers of several", () => {
	const result = watch({ a: "STOP" }, "muxTracer", { callTracer: {}, noopTracer: {}, prestateTracer: {} });
	expect(Object.keys(result as object)).toEqual(["callTracer", "noopTracer", "prestateTracer"]);
	expect(result).toMatchObject({ callTracer: { type: "CALL" }, noopTracer: {}, prestateTracer: { [a]: {} } });
});

test("flatCallTracer speaks Parity's language", () => {
	const result = watch({ a: callB, b: "INVALID" }, "flatCallTracer", { convertParityErrors: true });
	expect(result).toMatchObject([
		{ type: "call", subtraces: 1, traceAddress: [] },
		{ type: "call", error: "Bad instruction", traceAddress: [0] },
	]);
});
