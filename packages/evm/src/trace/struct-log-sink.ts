import type { JsonValue } from "./json-value.js";
import type { TraceWriter } from "./trace-writer.js";

/** An instruction as go-ethereum's default trace tells it. One object serves all: what it holds is good until the next one. */
export class StructLog {
	pc = 0;
	op = "";
	gas = 0n;
	gasCost = 0n;
	depth = 0;
	error: string | undefined;
	/** Words from the bottom, as 0x and digits; undefined: not wanted. */
	stack: readonly string[] | undefined;
	/** Hex; undefined: not wanted, or there is none. */
	returnData: string | undefined;
	/** Words; undefined: not wanted, or there are none. */
	memory: readonly string[] | undefined;
	/** Values by slots of the account, both with all digits; undefined: not to be told here. */
	storage: ReadonlyMap<string, string> | undefined;
	refund = 0n;
}

/** What struct logs become. */
export interface StructLogSink {
	/** @returns how many bytes of text that is */
	add(log: StructLog): number;
	finish(gasUsed: bigint, failed: boolean, output: string): void;
}

/** Struct logs as text. */
export class StructLogText implements StructLogSink {
	readonly #writer: TraceWriter;
	#count = 0;

	constructor(writer: TraceWriter) {
		this.#writer = writer;
		writer.write('{"structLogs":[');
	}

	add(log: StructLog): number {
		const { stack, memory, storage, error, returnData, refund } = log;
		let text = `${this.#count++ === 0 ? "" : ","}{"pc":${log.pc},"op":"${log.op}","gas":${log.gas},"gasCost":${log.gasCost},"depth":${log.depth}`;
		if (error !== undefined) text += `,"error":${JSON.stringify(error)}`;
		if (stack !== undefined) text += stack.length === 0 ? ',"stack":[]' : `,"stack":["${stack.join('","')}"]`;
		if (returnData !== undefined) text += `,"returnData":"${returnData}"`;
		if (memory !== undefined) text += `,"memory":["${memory.join('","')}"]`;
		if (storage !== undefined) {
			text += ',"storage":{';
			for (const [slot, content] of storage) text += `${text.endsWith("{") ? "" : ","}"${slot}":"${content}"`;
			text += "}";
		}
		if (refund !== 0n) text += `,"refund":${refund}`;
		text += "}";
		this.#writer.write(text);
		// go-ethereum does not count what is between logs.
		return text.startsWith(",") ? text.length - 1 : text.length;
	}

	finish(gasUsed: bigint, failed: boolean, output: string): void {
		this.#writer.write(`],"gas":${gasUsed},"failed":${failed},"returnValue":"${output}"}`);
	}
}

/** Characters of a log besides its words. */
const usualLength = 90;

/** Struct logs as values: for somebody in the same process. They share the text of words, which parsing would make anew for each. */
export class StructLogValues implements StructLogSink {
	readonly #writer: TraceWriter;
	readonly #logs: JsonValue[] = [];

	constructor(writer: TraceWriter) {
		this.#writer = writer;
	}

	add(log: StructLog): number {
		const { stack, memory, storage, error, returnData, refund } = log;
		const value: { [name: string]: JsonValue } = {
			pc: log.pc,
			op: log.op,
			gas: Number(log.gas),
			gasCost: Number(log.gasCost),
			depth: log.depth,
		};
		let length = usualLength;
		if (error !== undefined) value.error = error;
		if (stack !== undefined) {
			value.stack = stack.slice();
			for (const word of stack) length += word.length + 3;
		}
		if (returnData !== undefined) {
			value.returnData = returnData;
			length += returnData.length;
		}
		if (memory !== undefined) {
			value.memory = memory;
			length += 69 * memory.length;
		}
		if (storage !== undefined) {
			value.storage = Object.fromEntries(storage);
			length += 138 * storage.size;
		}
		if (refund !== 0n) value.refund = Number(refund);
		this.#logs.push(value);
		this.#writer.count(length);
		return length;
	}

	finish(gasUsed: bigint, failed: boolean, output: string): void {
		this.#writer.writeValue({ structLogs: this.#logs, gas: Number(gasUsed), failed, returnValue: output });
	}
}
