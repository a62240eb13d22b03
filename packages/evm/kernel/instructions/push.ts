// PUSH1 to PUSH32: immediates of any width with two wide loads.

/** For PUSHn: at n * 32, where in the last 16 bytes of the immediate, and the 16 before, each byte of the word comes from. */
const PUSH_ORDERS: usize = memory.data(33 * 32, 16);
/** Makes a byte 0 in a swizzle. */
const NOWHERE: u8 = 0x80;

export function initializePush(): void {
	for (let n: usize = 0; n <= 32; n++) {
		for (let i: usize = 0; i < 32; i++) store<u8>(PUSH_ORDERS + n * 32 + i, i < n ? 15 - <u8>(i & 15) : NOWHERE);
	}
}

/** Pushes the n bytes before `end`; reads the 32 bytes before it. */
@inline
export function push(sp: usize, end: usize, n: usize): void {
	const order = PUSH_ORDERS + (n << 5);
	v128.store(sp, v128.swizzle(v128.load(end - 16), v128.load(order)));
	v128.store(sp, v128.swizzle(v128.load(end - 32), v128.load(order, 16)), 16);
}
