/** No bytes. Shared: there is nothing in it to change. */
export const emptyBytes: Uint8Array = new Uint8Array(0);

/** All parts one after another, in a new array. */
export function concatBytes(...parts: Uint8Array[]): Uint8Array {
	let size = 0;
	for (const part of parts) size += part.length;
	const joined = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		joined.set(part, at);
		at += part.length;
	}
	return joined;
}

/** Whether both have the same length and content. Not constant-time: for public data only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}

/**
 * Lexicographic order for `sort`: negative when `a` comes first, 0 when equal, positive when `b` comes first. A prefix
 * comes before what it begins.
 */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
	const shared = Math.min(a.length, b.length);
	for (let i = 0; i < shared; i++) {
		const difference = a[i]! - b[i]!;
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}
