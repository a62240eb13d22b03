// Logs of the transaction, one behind the other: {topics: u32, data size: u32, unused: u64}, the address and the topics as
// words, the data padded to 16 bytes. A failing frame cuts the list back to where it began.
import { copyRoomy } from "./copy";
import { allocate, release } from "./heap";

const HEADER: usize = 16;
let arena: usize = 0;
let arenaSize: usize = 0;
/** Offset behind the last log. */
export let logTop: usize = 0;

export function initializeLogs(): void {
	arenaSize = 1 << 14;
	arena = allocate(arenaSize);
}

export function clearLogs(): void {
	logTop = 0;
}

export function cutLogs(top: usize): void {
	logTop = top;
}

export function logsAddress(): usize {
	return arena;
}

/** Appends a log of the account whose record is at `account`; topics lie below `topicsTop`, first topic on top. False when memory is exhausted. */
export function appendLog(account: usize, topics: u32, topicsTop: usize, data: usize, dataSize: u32): bool {
	const size = HEADER + 32 + ((<usize>topics) << 5) + ((<usize>dataSize + 15) & ~15);
	if (<u64>logTop + <u64>size > <u64>arenaSize) {
		// More than the largest block that there is.
		if (<u64>logTop + <u64>size > 0x80000000) return false;
		let larger = arenaSize << 1;
		while (logTop + size > larger) larger <<= 1;
		const moved = allocate(larger);
		if (moved == 0) return false;
		memory.copy(moved, arena, logTop);
		release(arena, arenaSize);
		arena = moved;
		arenaSize = larger;
	}
	const log = arena + logTop;
	store<u32>(log, topics);
	store<u32>(log, dataSize, 4);
	let target = log + HEADER;
	v128.store(target, v128.load(account));
	v128.store(target, v128.load(account, 16), 16);
	target += 32;
	for (let i: u32 = 0; i < topics; i++) {
		v128.store(target, v128.load(topicsTop));
		v128.store(target, v128.load(topicsTop, 16), 16);
		topicsTop -= 32;
		target += 32;
	}
	copyRoomy(target, data, dataSize);
	logTop += size;
	return true;
}
