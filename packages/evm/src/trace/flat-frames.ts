import { bytesToHex } from "../bytes/hex.js";
import { FrameKind } from "../engine/abi.js";
import { type CallFrame, frameNames } from "./call-frames.js";
import { executionReverted } from "./geth-errors.js";
import { formatQuantity } from "./geth-tracer.js";
import { type JsonValue, jsonObject } from "./json-value.js";
import type { TransactionOrigin } from "./result-tracer.js";

/** How a tree of calls is made flat. */
export interface FlatOptions {
	/** Parity's texts for what went wrong, instead of go-ethereum's. */
	readonly convertErrors: boolean;
	readonly origin: TransactionOrigin;
	/** Members of the place in the chain are there, as null, when nothing is known of it. */
	readonly withPlace: boolean;
}

/** The calls of a transaction in the order they were made, each with its place in the tree, as Parity has them. */
export function flattenFrames(root: CallFrame, options: FlatOptions): JsonValue[] {
	const flat: JsonValue[] = [];
	// Frames nest a thousand deep: no recursion.
	const open: { readonly frame: CallFrame; readonly address: readonly number[] }[] = [{ frame: root, address: [] }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { frame, address } = next;
		flat.push(formatFlat(frame, address, options));
		for (let i = frame.calls.length - 1; i >= 0; i--) open.push({ frame: frame.calls[i]!, address: [...address, i] });
	}
	return flat;
}

function formatFlat(frame: CallFrame, traceAddress: readonly number[], options: FlatOptions): JsonValue {
	const { origin, convertErrors, withPlace } = options;
	const { error } = frame;
	const place = {
		blockHash: origin.blockHash ?? null,
		blockNumber: Number(origin.blockNumber ?? 0n),
		transactionHash: origin.transactionHash ?? null,
		transactionPosition: origin.transactionIndex ?? 0,
	};
	const text = error === undefined ? undefined : convertErrors ? parityError(error) : error;
	// What was returned with a revert says why; what any other failure leaves says nothing.
	const hasResult = error === undefined || error === executionReverted;
	return jsonObject({
		action: formatAction(frame),
		...(withPlace && { blockHash: place.blockHash, blockNumber: place.blockNumber }),
		error: text,
		result: hasResult ? formatResult(frame) : undefined,
		subtraces: frame.calls.length,
		traceAddress,
		...(withPlace && { transactionHash: place.transactionHash, transactionPosition: place.transactionPosition }),
		type: typeOf(frame),
	});
}

function typeOf({ kind }: CallFrame): string {
	if (kind === FrameKind.create || kind === FrameKind.create2) return "create";
	return kind === FrameKind.selfdestruct ? "suicide" : "call";
}

function formatAction(frame: CallFrame): JsonValue {
	const { kind, from, to, gas, input } = frame;
	const value = formatQuantity(frame.value ?? 0n);
	if (kind === FrameKind.selfdestruct) return jsonObject({ address: from, balance: value, refundAddress: to });
	const name = frameNames[kind].toLowerCase();
	if (kind === FrameKind.create || kind === FrameKind.create2) {
		return { creationMethod: name, from, gas: formatQuantity(gas), init: bytesToHex(input), value };
	}
	return jsonObject({ callType: name, from, gas: formatQuantity(gas), input: bytesToHex(input), to, value });
}

function formatResult({ kind, gasUsed, output, to }: CallFrame): JsonValue | undefined {
	if (kind === FrameKind.selfdestruct) return undefined;
	const used = formatQuantity(gasUsed);
	const bytes = bytesToHex(output ?? new Uint8Array(0));
	if (kind !== FrameKind.create && kind !== FrameKind.create2) return { gasUsed: used, output: bytes };
	return jsonObject({ address: to, code: bytes, gasUsed: used });
}

/** go-ethereum's texts and Parity's, by their whole or by how they begin. */
const parityErrors: ReadonlyMap<string, string> = new Map([
	["contract creation code storage out of gas", "Out of gas"],
	["out of gas", "Out of gas"],
	["gas uint64 overflow", "Out of gas"],
	["max code size exceeded", "Out of gas"],
	["invalid jump destination", "Bad jump destination"],
	[executionReverted, "Reverted"],
	["return data out of bounds", "Out of bounds"],
	["stack limit reached 1024 (1023)", "Out of stack"],
	["precompiled contract failed", "Built-in failed"],
]);
const parityErrorBeginnings: readonly (readonly [beginning: string, text: string])[] = [
	// Two beginnings fit: Parity's word is kept, although go-ethereum counts this to the charging of gas.
	["out of gas: write protection", "Mutable Call In Static Context"],
	["out of gas:", "Out of gas"],
	["invalid opcode:", "Bad instruction"],
	["stack underflow", "Stack underflow"],
	["stack limit reached", "Out of stack"],
	["write protection", "Mutable Call In Static Context"],
];

function parityError(error: string): string {
	const text = parityErrors.get(error);
	return text ?? parityErrorBeginnings.find(([beginning]) => error.startsWith(beginning))?.[1] ?? error;
}
