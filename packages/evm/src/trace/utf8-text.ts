const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Bytes as text, as Go's libraries read them: each byte that is no part of a character becomes U+FFFD, where the decoders of
 * JavaScript write one for all bytes of a character that was begun; and a byte order mark is a character.
 */
export function decodeText(bytes: Uint8Array): string {
	let text = "";
	let done = 0;
	let at = 0;
	while (at < bytes.length) {
		const size = characterSize(bytes, at);
		if (size > 0) {
			at += size;
			continue;
		}
		text += `${decoder.decode(bytes.subarray(done, at))}\ufffd`;
		at++;
		done = at;
	}
	return text + decoder.decode(bytes.subarray(done));
}

/** Bytes of the character that starts here (Unicode, table 3-7); 0: none does. */
function characterSize(bytes: Uint8Array, at: number): number {
	const first = bytes[at]!;
	if (first < 0x80) return 1;
	if (first < 0xc2 || first > 0xf4) return 0;
	const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	if (at + size > bytes.length) return 0;
	const [lowest, highest] = secondBytes.get(first) ?? [0x80, 0xbf];
	const second = bytes[at + 1]!;
	if (second < lowest || second > highest) return 0;
	for (let i = at + 2; i < at + size; i++) if ((bytes[i]! & 0xc0) !== 0x80) return 0;
	return size;
}

/** Second bytes where not all that continue a character are possible: no longer forms, no surrogates, nothing beyond U+10FFFF. */
const secondBytes: ReadonlyMap<number, readonly [lowest: number, highest: number]> = new Map([
	[0xe0, [0xa0, 0xbf]],
	[0xed, [0x80, 0x9f]],
	[0xf0, [0x90, 0xbf]],
	[0xf4, [0x80, 0x8f]],
]);
