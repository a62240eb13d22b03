/** Bytes that a file of this size may become when it is unpacked. */
const maxUnpackedBytes = 1 << 30;

/** Packs bytes as gzip does. */
export function gzip(bytes: Uint8Array): Promise<Uint8Array> {
	return collect(stream(bytes).pipeThrough(new CompressionStream("gzip")));
}

/** Unpacks what gzip packed. @throws {Error} the bytes are none of its, or become too many */
export function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
	return collect(stream(bytes).pipeThrough(new DecompressionStream("gzip")));
}

function stream(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
	return new Blob([bytes.slice()]).stream();
}

async function collect(readable: ReadableStream<Uint8Array>): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	const reader = readable.getReader();
	for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
		size += chunk.value.length;
		if (size > maxUnpackedBytes) throw new RangeError(`more than ${maxUnpackedBytes} bytes`);
		chunks.push(chunk.value);
	}
	const all = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		all.set(chunk, at);
		at += chunk.length;
	}
	return all;
}
