import { resolveSpec } from "@evmore/evm";
import { type CompileBudget, compileCode, defaultBudget, Kernel, type KernelHost } from "@evmore/evm/engine";
import { describe, expect, test } from "vitest";

// Code that is made to be expensive to compile: time and size grow with the code, not faster, and stay bounded at the largest size there
// is. How long it takes is the benchmarks' to say; here a bomb that goes off takes minutes.

const spec = resolveSpec("Osaka");
const { layout } = new Kernel({} as KernelHost);

/** The bytes again and again. */
const repeat =
	(...unit: number[]) =>
	(size: number): Uint8Array =>
		Uint8Array.from({ length: size }, (_, i) => unit[i % unit.length]!);

/** Pieces of five or six bytes whose jump goes where `target` says, by number of the piece. */
const jumps =
	(condition: readonly number[], jump: number, target: (piece: number, pieces: number) => number) =>
	(size: number): Uint8Array => {
		const length = 5 + condition.length;
		const pieces = Math.floor(size / length);
		const code = new Uint8Array(size);
		for (let i = 0; i < pieces; i++) {
			const to = target(i, pieces) * length;
			code.set([0x5b, ...condition, 0x61, to >> 8, to & 0xff, jump], i * length);
		}
		return code;
	};

/** Jumps into a row of JUMPDESTs that is half of the code. */
function rowOfDestinations(size: number): Uint8Array {
	const code = new Uint8Array(size).fill(0x5b);
	const row = Math.ceil(size / 10) * 5;
	for (let i = 0; i < row; i += 5) code.set([0x5b, 0x61, row >> 8, row & 0xff, 0x56], i);
	return code;
}

const bombs: Readonly<Record<string, (size: number) => Uint8Array>> = {
	"sea of JUMPDEST": repeat(0x5b),
	"sea of PUSH32 full of JUMPDEST": repeat(0x7f, ...new Array<number>(32).fill(0x5b)),
	"PUSH32, POP": repeat(0x7f, ...new Array<number>(32).fill(0xab), 0x50),
	"dense JUMPI": jumps([0x36], 0x57, (i, n) => (i * 7919) % n),
	"JUMPI to itself": jumps([0x36], 0x57, (i) => i),
	"chain of JUMP": jumps([], 0x56, (i, n) => (i + 1) % n),
	"all JUMP to one": jumps([], 0x56, () => 0),
	"row of JUMPDEST that all jump to": rowOfDestinations,
	"small blocks in a row": repeat(0x5b, 0x36, 0x50),
	"small blocks that shuffle": repeat(0x5b, 0x9f, 0x9e, 0x9d, 0x9c, 0x9b, 0x9a, 0x99),
	"DUP1, EXP": repeat(0x80, 0x0a),
	"EXP of constants": repeat(0x60, 0x03, ...new Array<number>(60).fill(0x80).flatMap((dup) => [dup, 0x0a])),
	"MUL of constants": repeat(0x60, 0x03, ...new Array<number>(60).fill(0x80).flatMap((dup) => [dup, 0x02])),
	"wall of DUP16": repeat(0x8f),
	"wall of SWAP": repeat(0x9f, 0x9e, 0x9d, 0x9c, 0x9b),
	"wall of DUP and SWAP": repeat(0x8f, 0x9f, 0x8e, 0x9e, 0x50),
	MLOAD: repeat(0x51),
	MSTORE: repeat(0x81, 0x81, 0x52),
	SLOAD: repeat(0x8f, 0x54, 0x9f),
	LOG4: repeat(0xa4),
	CALL: repeat(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0xf1),
	STATICCALL: repeat(0xfa),
	PC: repeat(0x58),
};

/** The time a test allows: machines that run tests are busy. */
const patience = 15;
const unlimited: CompileBudget = { ...defaultBudget, maxTimeMs: 60_000, maxBytesPerEntry: Number.POSITIVE_INFINITY };

interface Measurement {
	/** Processor time, the least there was. */
	readonly ms: number;
	readonly result: ReturnType<typeof compileCode>;
}

function measure(code: Uint8Array): Measurement {
	const before = process.cpuUsage();
	const result = compileCode(code, spec, layout, unlimited);
	if (typeof result === "object") new WebAssembly.Module(result.bytes as Uint8Array<ArrayBuffer>);
	const { user, system } = process.cpuUsage(before);
	return { ms: (user + system) / 1000, result };
}

/**
 * Measures two codes in turns, so that a busy moment of the machine meets both, until the measurements tell what is asked, at least three
 * times and at most twenty: the least there was of each only gets nearer to what the work takes.
 */
function measureBoth(
	one: Uint8Array,
	other: Uint8Array,
	tells: (one: number, other: number) => boolean,
): readonly [Measurement, Measurement] {
	let [first, second] = [measure(one), measure(other)];
	for (let i = 1; i < 20 && (i < 3 || !tells(first.ms, second.ms)); i++) {
		first = { ...first, ms: Math.min(first.ms, measure(one).ms) };
		second = { ...second, ms: Math.min(second.ms, measure(other).ms) };
	}
	return [first, second];
}

describe("compile bombs", () => {
	test.each(Object.entries(bombs))("%s", (_, make) => {
		// Four times the code takes four times as long, not sixteen times. What is done in a moment is measured too roughly to tell.
		const most = (quarterMs: number): number => Math.max(20 * patience, 10 * quarterMs);
		const [whole, quarter] = measureBoth(make(65536), make(16384), (ms, quarterMs) => ms < most(quarterMs));
		const { ms, result } = whole;
		expect(ms).toBeLessThan(100 * patience);
		if (typeof result === "object") expect(result.bytes.length).toBeLessThanOrEqual(8 << 20);
		if (typeof result !== "object" || typeof quarter.result !== "object") return;
		expect(ms).toBeLessThan(most(quarter.ms));
		// A little more than four times the bytes: larger numbers are longer.
		expect(result.bytes.length).toBeLessThan(6 * quarter.result.bytes.length);
	});

	test("the clock ends compilation", () => {
		const code = bombs.PC!(65536);
		expect(compileCode(code, spec, layout, { ...defaultBudget, maxTimeMs: 0 })).toBe("late");
		const before = performance.now();
		compileCode(code, spec, layout, { ...defaultBudget, maxTimeMs: 5 });
		expect(performance.now() - before).toBeLessThan(100 * patience);
	});

	test("size ends compilation", () => {
		const code = bombs.MLOAD!(65536);
		expect(compileCode(code, spec, layout, { ...unlimited, maxModuleBytes: 1 << 20 })).toBe("large");
		expect(compileCode(new Uint8Array(65537), spec, layout, unlimited)).toBe("large");
	});

	test("straight code that would not fit the processor's cache is left to the interpreter", () => {
		// In short pieces, or short, it is compiled.
		const straight = bombs.MLOAD!(20_000);
		const pieces = straight.map((byte, i) => (i % 100 === 0 ? 0x5b : byte));
		const compile = (code: Uint8Array): unknown =>
			compileCode(Uint8Array.of(0x5f, ...code), spec, layout, { ...defaultBudget, maxTimeMs: 60_000 });
		expect(compile(straight)).toBe("large");
		expect(typeof compile(straight.subarray(0, 500))).toBe("object");
		expect(typeof compile(pieces)).toBe("object");
	});
});
