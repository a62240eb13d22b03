import { describe, expect, test } from "vitest";
import { StructLog, StructLogText, StructLogValues } from "./struct-log-sink.js";
import { TraceWriter } from "./trace-writer.js";

function withEverything(): StructLog {
	const log = new StructLog();
	log.pc = 7;
	log.op = "SSTORE";
	log.gas = 30_000_000n;
	log.gasCost = 22_100n;
	log.depth = 2;
	log.error = 'stack underflow (0 <=> 2), "quoted"';
	log.stack = ["0x0", `0x${"ff".repeat(32)}`];
	log.returnData = "0x0102";
	log.memory = [`0x${"00".repeat(32)}`];
	log.storage = new Map([[`0x${"00".repeat(32)}`, `0x${"11".repeat(32)}`]]);
	log.refund = 4800n;
	return log;
}

function withLittle(): StructLog {
	const log = new StructLog();
	log.op = "STOP";
	log.stack = [];
	return log;
}

describe("struct logs", () => {
	test("are the same as values and as text, the order of members included", () => {
		let text = "";
		const textWriter = new TraceWriter({
			write(piece) {
				text += piece;
			},
		});
		const valueWriter = new TraceWriter({ write: () => undefined });
		valueWriter.takesValue = true;
		for (const sink of [new StructLogText(textWriter), new StructLogValues(valueWriter)]) {
			for (const log of [withEverything(), withLittle(), new StructLog()]) expect(sink.add(log)).toBeGreaterThan(0);
			sink.finish(21_000n, true, "0x");
		}
		textWriter.finish();
		expect(valueWriter.value).toEqual(JSON.parse(text));
		expect(JSON.stringify(valueWriter.value)).toBe(text);
	});

	test("that are too many are refused in both", () => {
		for (const Sink of [StructLogText, StructLogValues]) {
			const sink = new Sink(new TraceWriter({ write: () => undefined }, 100_000));
			expect(() => {
				for (let i = 0; i < 2000; i++) sink.add(withLittle());
			}).toThrow("the trace is longer than 100000 bytes");
		}
	});
});
