import { type Hex, writeHexBytes } from "../bytes/hex.js";

/** A buffer larger than this is given back after use. */
const keptBufferSize = 1 << 20;

const initialBufferSize = 4096;

/** Room that every list or string header fits in. */
const maxHeaderSize = 9;

/**
 * Writes RLP from the end towards the front: the last item first, a list's header after its content. A list's length is
 * then known when its header is due, so one pass without sizes computed before is enough, and a part that was just
 * written can be replaced by its hash.
 */
export class RlpWriter {
	#buffer: Uint8Array = new Uint8Array(initialBufferSize);
	#start: number = initialBufferSize;

	/** Number of bytes written. Remember it before a list's content to close the list later. */
	get written(): number {
		return this.#buffer.length - this.#start;
	}

	/** Writes a byte string with its header. */
	writeString(bytes: Uint8Array): void {
		const length = bytes.length;
		this.#reserve(length + maxHeaderSize);
		this.#prepend(bytes);
		if (length !== 1 || bytes[0]! >= 0x80) this.#writeHeader(length, 0x80);
	}

	/** Writes the bytes that hexadecimal text stands for with their header: 32 of a hash, 20 of an address. */
	writeHex(hex: Hex): void {
		const length = (hex.length >> 1) - 1;
		this.#reserve(length + maxHeaderSize);
		const start = this.#start - length;
		writeHexBytes(hex, this.#buffer, start);
		this.#start = start;
		if (length !== 1 || this.#buffer[start]! >= 0x80) this.#writeHeader(length, 0x80);
	}

	/** Writes bytes that are already the encoding of one or more items. */
	writeEncoded(bytes: Uint8Array): void {
		this.#reserve(bytes.length);
		this.#prepend(bytes);
	}

	/** Writes one byte as it stands: an item below 0x80, an empty string (0x80), an empty list (0xc0), a header. */
	writeByte(byte: number): void {
		this.#reserve(1);
		this.#buffer[--this.#start] = byte;
	}

	/** Makes a list of what was written since `written` had the value `listEnd`. */
	closeList(listEnd: number): void {
		this.#reserve(maxHeaderSize);
		this.#writeHeader(this.written - listEnd, 0xc0);
	}

	/** Makes a byte string of what was written since `written` had the value `stringEnd`. */
	closeString(stringEnd: number): void {
		const length = this.written - stringEnd;
		if (length === 1 && this.#buffer[this.#start]! < 0x80) return;
		this.#reserve(maxHeaderSize);
		this.#writeHeader(length, 0x80);
	}

	/** What was written since `written` had the value `end`, as a view that the next write may change. */
	viewSince(end: number): Uint8Array {
		return this.#buffer.subarray(this.#start, this.#buffer.length - end);
	}

	/** Forgets what was written since `written` had the value `end`. */
	dropSince(end: number): void {
		this.#start = this.#buffer.length - end;
	}

	/** Everything written, in an array of its own; the writer is empty afterwards. */
	take(): Uint8Array {
		const encoded = this.#buffer.slice(this.#start);
		this.reset();
		return encoded;
	}

	/** Forgets everything, also after an error. */
	reset(): void {
		if (this.#buffer.length > keptBufferSize) this.#buffer = new Uint8Array(initialBufferSize);
		this.#start = this.#buffer.length;
	}

	#prepend(bytes: Uint8Array): void {
		const length = bytes.length;
		const start = this.#start - length;
		this.#start = start;
		// A call of `set` costs as much as copying some thirty bytes by hand.
		if (length > 32) this.#buffer.set(bytes, start);
		else for (let i = 0; i < length; i++) this.#buffer[start + i] = bytes[i]!;
	}

	#writeHeader(length: number, base: 0x80 | 0xc0): void {
		if (length <= 55) {
			this.#buffer[--this.#start] = base + length;
			return;
		}
		let lengthSize = 0;
		for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) {
			this.#buffer[--this.#start] = rest;
			lengthSize++;
		}
		this.#buffer[--this.#start] = base + 55 + lengthSize;
	}

	#reserve(size: number): void {
		if (this.#start >= size) return;
		const used = this.written;
		const grown = new Uint8Array(Math.max(this.#buffer.length * 2, used + size));
		grown.set(this.#buffer.subarray(this.#start), grown.length - used);
		this.#buffer = grown;
		this.#start = grown.length - used;
	}
}
