/** The number that a PUSH pushes; bytes behind the end of the code are 0. @param from offset of its first byte */
export function readPush(code: Uint8Array, from: number, size: number): bigint {
	let value = 0n;
	// Six bytes at a time, which are exact in a number.
	for (let at = 0; at < size; ) {
		const end = Math.min(size, at + 6);
		const bits = (end - at) * 8;
		let part = 0;
		for (; at < end; at++) part = part * 256 + (code[from + at] ?? 0);
		value = value === 0n ? BigInt(part) : (value << BigInt(bits)) | BigInt(part);
	}
	return value;
}
