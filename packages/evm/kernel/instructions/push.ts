// PUSH1 to PUSH32: immediates of any width with two wide loads.
import { loadBigEndian, loadLanes } from "../words/convert";

/** For PUSHn: at n * 32, the mask that keeps the lower n bytes of a word. */
const PUSH_MASKS: usize = memory.data(33 * 32, 16);

export function initializePush(): void {
	for (let n: usize = 0; n <= 32; n++) memory.fill(PUSH_MASKS + n * 32, 0xff, n);
}

/** Pushes the n bytes at `immediate`; reads the 32 bytes that end with them. */
@inline
export function push(sp: usize, immediate: usize, n: usize): void {
	loadBigEndian(sp, immediate + n - 32);
	const mask = PUSH_MASKS + (n << 5);
	v128.store(sp, v128.and(loadLanes(sp), v128.load(mask)));
	v128.store(sp, v128.and(loadLanes(sp + 16), v128.load(mask, 16)), 16);
}

