import { bytesToHex } from "../bytes/hex.js";
import { checksumAddress } from "../crypto/checksum-address.js";
import { FrameKind } from "../engine/abi.js";
import { type CallFrame, CallFrames, type FrameLog } from "./call-frames.js";
import { executionReverted } from "./geth-errors.js";
import { formatWord } from "./json-value.js";
import type { FrameEnd, FrameStart, LogEntry, Tracer } from "./tracer.js";

/** Longer data is cut: who wants all of it asks for a trace. */
const mostShownBytes = 1024;

const callSuffixes: Readonly<Partial<Record<FrameKind, string>>> = {
	[FrameKind.callCode]: " [callcode]",
	[FrameKind.delegateCall]: " [delegatecall]",
	[FrameKind.staticCall]: " [staticcall]",
};

/**
 * Writes the calls of each transaction or call as a tree, for people: gas that a call used itself and below, whom it called with what,
 * logs where they were emitted, and how it ended. It looks like Foundry's.
 */
export class CallTreeTracer implements Tracer {
	readonly #write: (line: string) => void;
	#frames = new CallFrames();

	/** @param write - called with each line when a tree is complete */
	constructor(write: (line: string) => void) {
		this.#write = write;
	}

	enter(frame: FrameStart): void {
		this.#frames.enter(frame);
	}

	log(log: LogEntry): void {
		this.#frames.log(log);
	}

	leave(frame: FrameEnd): void {
		const ended = this.#frames.leave(frame);
		if (this.#frames.current !== undefined) return;
		this.#frames = new CallFrames();
		this.#writeFrame(ended, "", "  ");
	}

	#writeFrame(frame: CallFrame, before: string, inner: string): void {
		this.#write(`${before}[${frame.gasUsed}] ${describeStart(frame)}`);
		const { calls, logs } = frame;
		let next = 0;
		for (let position = 0; position <= calls.length; position++) {
			for (; next < logs.length && logs[next]!.position <= position; next++) this.#writeLog(logs[next]!, inner);
			if (position < calls.length) this.#writeFrame(calls[position]!, `${inner}├─ `, `${inner}│   `);
		}
		this.#write(`${inner}└─ ← ${describeEnd(frame)}`);
	}

	#writeLog({ topics, data }: FrameLog, inner: string): void {
		const lines = topics.map((topic, index) => `topic ${index}: ${formatWord(topic)}`);
		lines.push(`${topics.length > 0 ? "   " : ""}data: ${showBytes(data)}`);
		for (const [index, line] of lines.entries()) this.#write(`${inner}${index === 0 ? "├─ emit " : "│       "}${line}`);
	}
}

function describeStart({ kind, to, value, input }: CallFrame): string {
	const name = to === undefined ? "nothing" : checksumAddress(to);
	const wei = value === undefined || value === 0n ? "" : `{value: ${value}}`;
	switch (kind) {
		case FrameKind.create:
		case FrameKind.create2:
			return `→ new ${name}${wei}`;
		case FrameKind.selfdestruct:
			return `selfdestruct to ${name}${wei}`;
		default: {
			const selector = input.length < 4 ? "fallback" : bytesToHex(input.subarray(0, 4)).slice(2);
			const parameters = input.length < 4 ? input : input.subarray(4);
			const shown = parameters.length === 0 ? "" : showBytes(parameters);
			return `${name}::${selector}${wei}(${shown})${callSuffixes[kind] ?? ""}`;
		}
	}
}

function describeEnd({ kind, error, revertReason, output }: CallFrame): string {
	if (error === executionReverted) return `[Revert] ${revertReason ?? showBytes(output ?? new Uint8Array(0))}`;
	if (error !== undefined) return `[${error}]`;
	if (output === undefined || output.length === 0) return "[Stop]";
	const isCreation = kind === FrameKind.create || kind === FrameKind.create2;
	return `[Return] ${isCreation ? `${output.length} bytes of code` : showBytes(output)}`;
}

function showBytes(bytes: Uint8Array): string {
	if (bytes.length <= mostShownBytes) return bytesToHex(bytes);
	return `${bytesToHex(bytes.subarray(0, mostShownBytes))}… (${bytes.length} bytes)`;
}
