import type { Address } from "../bytes/address.js";
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
	const base = functions.getLogs() >>> 0;
	const end = base + functions.getLogTop();
	const logs: Log[] = [];
	for (let at = base + from; at < end; ) {
		const account = kernel.readU32(at);
		const topicCount = kernel.readU32(at + 4);
		const dataSize = kernel.readU32(at + 8);
		const topics: Hex[] = [];
		at += 16;
		for (let i = 0; i < topicCount; i++, at += 32) topics.push(bytesToHex(kernel.copyBytes(at, 32).reverse()));
		logs.push({ address: machine.addressOf(account), topics, data: kernel.copyBytes(at, dataSize) });
		at += (dataSize + 15) & ~15;
	}
	return logs;
}
