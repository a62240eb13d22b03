import { type Address, bytesToAddress } from "../bytes/address.js";
import { bytesToHex, type Hex } from "../bytes/hex.js";
import type { Machine } from "./machine.js";

/** A log of a transaction. */
export interface Log {
	readonly address: Address;
	/** At most four, 32 bytes each. */
	readonly topics: readonly Hex[];
	readonly data: Uint8Array;
}

/** The logs of the transaction so far, in order. @param from offset in the kernel's list to begin at */
export function readLogs(machine: Machine, from = 0): Log[] {
	const { kernel } = machine;
	const { functions } = kernel;
	return decodeLogs(kernel.copyBytes((functions.getLogs() >>> 0) + from, functions.getLogTop() - from));
}

/**
 * Gives the result of the message that has just ended its `logs`. They are decoded when they are first looked at: a call that emits thousands of them would
 * otherwise spend most of its time on that.
 */
export function attachLogs(machine: Machine, result: object): void {
	const bytes = machine.messageRecord.readLogs();
	Object.defineProperty(result, "logs", {
		enumerable: true,
		configurable: true,
		get(): Log[] {
			const logs = decodeLogs(bytes);
			Object.defineProperty(result, "logs", { enumerable: true, configurable: true, value: logs });
			return logs;
		},
	});
}

/** The kernel's list of logs (kernel/logs.ts). */
function decodeLogs(bytes: Uint8Array): Log[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset);
	const logs: Log[] = [];
	for (let at = 0; at < bytes.length; ) {
		const topicCount = view.getUint32(at, true);
		const dataSize = view.getUint32(at + 4, true);
		const address = bytesToAddress(bytes.slice(at + 16, at + 36).reverse());
		at += 48;
		const topics: Hex[] = [];
		for (let i = 0; i < topicCount; i++, at += 32) topics.push(bytesToHex(bytes.slice(at, at + 32).reverse()));
		logs.push({ address, topics, data: bytes.slice(at, at + dataSize) });
		at += (dataSize + 15) & ~15;
	}
	return logs;
}
