// Exponentiation modulo 2^256.
import { leadingZeros } from "./bitwise";
import { copyWord, fitsU64, setU64, setZero } from "./convert";
import { mulHigh64, multiply, square, squareTimes } from "./mul";

const EXPONENT: usize = memory.data(32, 16);
const RESULT: usize = memory.data(32, 16);
// Powers of the base: 0 (not used) to 15.
const POWERS: usize = memory.data(16 * 32, 16);
const BASE: usize = POWERS + 32;

// From this many bits on, taking the exponent in pieces of four bits saves more multiplications than the table of powers costs.
const LONG_EXPONENT_BITS: u64 = 44;

/** How many bytes the word needs: 0 for zero, 32 at most. EXP is charged by it (EIP-160). */
@inline
export function byteLength(pointer: usize): i32 {
	return <i32>((263 - leadingZeros(pointer)) >> 3);
}

/** [sp - 32] = [sp] ^ [sp - 32] modulo 2^256; 0 ^ 0 is 1 */
export function exp(sp: usize): void {
	const target = sp - 32;
	const bits = 256 - leadingZeros(target);
	if (bits <= 1) {
		if (bits == 0) setU64(target, 1);
		else copyWord(target, sp);
		return;
	}
	const b0 = load<u64>(sp);
	if ((b0 & 1) == 0) {
		// An even base to the 256th power is 0 modulo 2^256.
		if (bits > 8) {
			setZero(target);
			return;
		}
		const ones =
			popcnt<u64>(b0) + popcnt<u64>(load<u64>(sp, 8)) + popcnt<u64>(load<u64>(sp, 16)) + popcnt<u64>(load<u64>(sp, 24));
		if (ones == 1) {
			const position = (255 - leadingZeros(sp)) * load<u64>(target);
			setZero(target);
			if (position < 256) store<u8>(target + <usize>(position >> 3), <u8>((<u32>1) << (<u32>position & 7)));
			return;
		}
	}
	copyWord(EXPONENT, target);
	copyWord(BASE, sp);
	if (bits < LONG_EXPONENT_BITS) {
		copyWord(RESULT, sp);
		raiseByBits(load<u64>(EXPONENT), bits);
	} else {
		raiseByWindows(bits);
	}
	copyWord(target, RESULT);
}

/** [RESULT] = [BASE] ^ exponent, from the bit below the highest one down; [RESULT] holds [BASE]. */
function raiseByBits(exponent: u64, bits: u64): void {
	let bit = bits - 1;
	// Single limbs as long as they suffice.
	if (fitsU64(BASE)) {
		const base = load<u64>(BASE);
		let result = base;
		let high: u64 = 0;
		while (bit > 0 && result >> 32 == 0) {
			result *= result;
			bit--;
			if ((exponent >> bit) & 1) {
				high = mulHigh64(result, base);
				result *= base;
				if (high != 0) break;
			}
		}
		store<u64>(RESULT, result);
		store<u64>(RESULT, high, 8);
	}
	while (bit > 0) {
		bit--;
		square(RESULT, RESULT);
		if ((exponent >> bit) & 1) multiply(RESULT, RESULT, BASE);
	}
}

/** [RESULT] = [BASE] ^ [EXPONENT], four bits of the exponent at a time. */
function raiseByWindows(bits: u64): void {
	for (let i: usize = 2; i < 16; i += 2) {
		square(POWERS + (i << 5), POWERS + ((i >> 1) << 5));
		multiply(POWERS + (i << 5) + 32, POWERS + (i << 5), BASE);
	}
	let window = (bits - 1) >> 2;
	copyWord(RESULT, POWERS + (windowAt(window) << 5));
	while (window > 0) {
		window--;
		squareTimes(RESULT, RESULT, 4);
		const power = windowAt(window);
		if (power != 0) multiply(RESULT, RESULT, POWERS + (power << 5));
	}
}

@inline
function windowAt(window: u64): usize {
	return (<usize>load<u8>(EXPONENT + <usize>(window >> 1)) >> <usize>((window & 1) << 2)) & 15;
}
