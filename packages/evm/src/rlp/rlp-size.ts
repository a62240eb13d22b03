/** Bytes of the header of a list, or of a string that is no byte below 0x80, whose content has this length. */
export function headerSize(length: number): number {
	let size = 1;
	if (length > 55) for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size++;
	return size;
}

/** Bytes of the RLP of a string. */
export function stringSize(bytes: Uint8Array): number {
	const { length } = bytes;
	return length === 1 && bytes[0]! < 0x80 ? 1 : headerSize(length) + length;
}

/** Bytes of the RLP of a list whose items have this many bytes together. */
export function listSize(contentSize: number): number {
	return headerSize(contentSize) + contentSize;
}
