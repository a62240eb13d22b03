import { bytesToHex } from "../bytes/hex.js";
import { type CallFrame, CallFrames, type FrameLog, frameNames } from "./call-frames.js";
import { ConfigFields } from "./config-fields.js";
import { formatQuantity } from "./geth-tracer.js";
import { formatWord, type JsonValue } from "./json-value.js";
import type { ResultTracer, TracerSetting } from "./result-tracer.js";
import type { FrameEnd, FrameStart, LogEntry, TransactionStart } from "./tracer.js";

/** go-ethereum's `callTracer`: the calls of a transaction as a tree. Options: `onlyTopCall`, `withLog`. */
export class CallTracer implements ResultTracer {
	readonly #frames: CallFrames;
	readonly #onlyTopCall: boolean;
	/** Set when logs are wanted: the machine reads them for nobody else. */
	readonly log?: (log: LogEntry) => void;
	#depth = 0;

	constructor(config: unknown, setting: TracerSetting) {
		const fields = new ConfigFields(config, "callTracer", ["onlyTopCall", "withLog"]);
		this.#frames = new CallFrames(setting);
		this.#onlyTopCall = fields.flag("onlyTopCall");
		if (fields.flag("withLog")) {
			this.log = (log) => {
				if (this.#keeps(this.#depth)) this.#frames.log(log);
				else this.#frames.logUnkept();
			};
		}
	}

	transactionStart(start: TransactionStart): void {
		this.#frames.start(start);
	}

	enter(frame: FrameStart): void {
		this.#depth = frame.depth;
		if (this.#keeps(frame.depth)) this.#frames.enter(frame);
		else this.#frames.enterUnkept();
	}

	leave(frame: FrameEnd): void {
		this.#depth = frame.depth - 1;
		if (this.#keeps(frame.depth)) this.#frames.leave(frame);
		else this.#frames.leaveUnkept(frame);
	}

	#keeps(depth: number): boolean {
		return !this.#onlyTopCall || depth === 1;
	}

	transactionEnd(gasUsed: bigint): void {
		this.#frames.end(gasUsed);
	}

	result(): JsonValue {
		const { root } = this.#frames;
		return root === undefined ? null : formatCallFrame(root);
	}
}

function formatCallFrame(frame: CallFrame): JsonValue {
	const { calls, logs, value } = frame;
	const object = formatCallMembers(frame);
	if (calls.length > 0) object.calls = calls.map(formatCallFrame);
	if (logs.length > 0) object.logs = logs.map(formatLog);
	if (value !== undefined) object.value = formatQuantity(value);
	object.type = frameNames[frame.kind];
	return object;
}

/** What comes before calls and logs, in go-ethereum's order. */
export function formatCallMembers(frame: CallFrame): { [name: string]: JsonValue } {
	const { from, to, gas, gasUsed, input, output, error, revertReason } = frame;
	const object: { [name: string]: JsonValue } = { from, gas: formatQuantity(gas), gasUsed: formatQuantity(gasUsed) };
	if (to !== undefined) object.to = to;
	object.input = bytesToHex(input);
	if (output !== undefined && output.length > 0) object.output = bytesToHex(output);
	if (error !== undefined) object.error = error;
	if (revertReason !== undefined && revertReason !== "") object.revertReason = revertReason;
	return object;
}

export function formatLog({ address, topics, data, index, position }: FrameLog): JsonValue {
	return {
		address,
		topics: topics.map(formatWord),
		data: bytesToHex(data),
		index: formatQuantity(BigInt(index)),
		position: formatQuantity(BigInt(position)),
	};
}
