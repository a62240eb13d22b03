import { decodeLogs, type Log } from "./log-shelf.js";
import type { Machine } from "./machine.js";

export type { Log };

/** The logs of the transaction so far, in order. @param from offset in the kernel's list to begin at */
export function readLogs(machine: Machine, from = 0): Log[] {
	const { kernel } = machine;
	const { functions } = kernel;
	return decodeLogs(kernel.copyBytes((functions.getLogs() >>> 0) + from, functions.getLogTop() - from));
}
