// The memories of all nested frames are one growing stack: a child's memory begins where its caller's ends.
import { Frame, childOf, currentFrame, frameAt, parentOf } from "./frame";
import { allocate, release } from "./heap";

let arena: usize = 0;
let arenaSize: usize = 0;
/** Gas per word, and the divisor of the quadratic term as a shift (Yellow Paper H.1). */
let wordGas: i64 = 3;
let quadraticShift: i64 = 9;

/** Bytes from which on no gas can pay for a memory: addresses must fit 32 bits. */
const MEMORY_LIMIT: u64 = 0x7ff00000;

/** Bytes from which on the square of the words would not fit 64 bits: they cost 2^53 gas and more. */
const PRICED_END: u64 = (1 << 36) - 1;

/** Bytes behind the last memory: wide stores may run over the end. */
const ROOM_BEHIND: usize = 64;

/** Gas that no frame has. */
export const UNPAYABLE: i64 = i64.MAX_VALUE >> 1;

export function setMemoryPrice(perWord: i64, divisorShift: i64): void {
	wordGas = perWord;
	quadraticShift = divisorShift;
}

export function initializeMemory(): void {
	arenaSize = 1 << 20;
	arena = allocate(arenaSize);
	const root = frameAt(0);
	root.memory = arena;
	root.memorySize = 0;
}

/** Gives the child of `parent` an empty memory. */
@inline
export function openMemory(parent: Frame, child: Frame): void {
	child.memory = parent.memory + <usize>parent.memorySize;
	child.memorySize = 0;
}

@inline
function costOfWords(words: i64): i64 {
	return words * wordGas + ((words * words) >> quadraticShift);
}

/**
 * The end of the range [offset, offset + size), both 256-bit words; 0 when size is 0, and u64.MAX_VALUE when the range
 * ends beyond what can be addressed.
 */
export function rangeEnd(offset: usize, size: usize): u64 {
	const sizeLow = load<u64>(size);
	const sizeHigh = load<u64>(size, 8) | load<u64>(size, 16) | load<u64>(size, 24);
	if ((sizeLow | sizeHigh) == 0) return 0;
	const offsetHigh = load<u64>(offset, 8) | load<u64>(offset, 16) | load<u64>(offset, 24);
	const offsetLow = load<u64>(offset);
	if ((sizeHigh | offsetHigh) != 0) return u64.MAX_VALUE;
	if (sizeLow > 0xffffffffff || offsetLow > 0xffffffffff) return u64.MAX_VALUE;
	return offsetLow + sizeLow;
}

/** Gas for growing the frame's memory to hold `end` bytes; UNPAYABLE beyond the limit. Changes nothing. */
@inline
export function expansionCost(frame: Frame, end: u64): i64 {
	if (end <= <u64>frame.memorySize) return 0;
	return slowExpansionCost(frame, end);
}

function slowExpansionCost(frame: Frame, end: u64): i64 {
	if (end > PRICED_END) return UNPAYABLE;
	return costOfWords(<i64>((end + 31) >> 5)) - costOfWords(<i64>(frame.memorySize >> 5));
}

/** Grows the memory by a word, zeroed; returns the gas left, or a negative number, with nothing done, when gas or room are missing. */
@inline
export function appendWord(frame: Frame, gas: i64): i64 {
	const size = frame.memorySize;
	const words = <i64>(size >> 5);
	gas -= costOfWords(words + 1) - costOfWords(words);
	const end = frame.memory + size;
	if (gas < 0 || end + 32 + ROOM_BEHIND > arena + arenaSize) return -1;
	v128.store(end, i64x2(0, 0));
	v128.store(end, i64x2(0, 0), 16);
	frame.memorySize = size + 32;
	return gas;
}

/** Grows the memory to hold `end` bytes, zeroed; false when the machine has no more. The gas has been paid. */
export function expandMemory(frame: Frame, end: u64): bool {
	if (end <= <u64>frame.memorySize) return true;
	if (end > MEMORY_LIMIT) return false;
	const newSize = (<u32>end + 31) & ~31;
	// In 64 bits: the sum may be beyond the address space.
	if (<u64>frame.memory + <u64>newSize + ROOM_BEHIND > <u64>(arena + arenaSize)) {
		if (!growArena(frame, newSize)) return false;
	}
	let from = frame.memory + frame.memorySize;
	const to = frame.memory + newSize;
	if (to - from > 256) {
		memory.fill(from, 0, to - from);
	} else {
		for (; from < to; from += 32) {
			v128.store(from, i64x2(0, 0));
			v128.store(from, i64x2(0, 0), 16);
		}
	}
	frame.memorySize = newSize;
	return true;
}

function growArena(frame: Frame, newSize: u32): bool {
	const used = frame.memory - arena;
	const wanted = <u64>used + <u64>newSize + ROOM_BEHIND;
	// Beyond this the doubling below would overflow, and the heap has no such block.
	if (wanted > 0x80000000) return false;
	let size = arenaSize << 1;
	while (<u64>size < wanted) size <<= 1;
	const newArena = allocate(size);
	if (newArena == 0) return false;
	memory.copy(newArena, arena, used + frame.memorySize);
	const shift = newArena - arena;
	// All frames up to this one move; inputs that lie in a caller's memory move with it.
	for (let each = frameAt(0); ; each = childOf(each)) {
		each.memory += shift;
		if (each.input >= arena && each.input < arena + arenaSize) each.input += shift;
		if (changetype<usize>(each) == changetype<usize>(frame)) break;
	}
	release(arena, arenaSize);
	arena = newArena;
	arenaSize = size;
	return true;
}
