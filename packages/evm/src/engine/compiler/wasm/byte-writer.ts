/** Bytes written one behind the other into one growing buffer, with the number formats of WebAssembly. */
export class ByteWriter {
	#bytes: Uint8Array = new Uint8Array(4096);
	#length = 0;

	get length(): number {
		return this.#length;
	}

	#reserve(size: number): void {
		if (this.#length + size <= this.#bytes.length) return;
		const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + size));
		larger.set(this.#bytes.subarray(0, this.#length));
		this.#bytes = larger;
	}

	byte(value: number): void {
		if (this.#length === this.#bytes.length) this.#reserve(1);
		this.#bytes[this.#length++] = value;
	}

	/** Overwrites a byte. */
	replace(at: number, value: number): void {
		this.#bytes[at] = value;
	}

	bytes(values: ArrayLike<number>): void {
		this.#reserve(values.length);
		this.#bytes.set(values, this.#length);
		this.#length += values.length;
	}

	/** Unsigned LEB128, for numbers below 2^32. */
	u32(value: number): void {
		let rest = value >>> 0;
		while (rest >= 0x80) {
			this.byte((rest & 0x7f) | 0x80);
			rest >>>= 7;
		}
		this.byte(rest);
	}

	/** Signed LEB128 of a 32-bit number. */
	i32(value: number): void {
		let rest = value | 0;
		for (;;) {
			const low = rest & 0x7f;
			rest >>= 7;
			if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return this.byte(low);
			this.byte(low | 0x80);
		}
	}

	/** Signed LEB128 of a 64-bit number, given signed or unsigned. */
	i64(value: bigint): void {
		if (value >= 0n && value < 0x40n) return this.byte(Number(value));
		let rest = BigInt.asIntN(64, value);
		if (rest >= -0x40000000n && rest < 0x40000000n) return this.i32(Number(rest));
		for (;;) {
			const low = Number(rest & 0x7fn);
			rest >>= 7n;
			if ((rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0)) return this.byte(low);
			this.byte(low | 0x80);
		}
	}

	/** A 64-bit number as it lies in memory. */
	u64Bytes(value: bigint): void {
		if (value < 0x100n) {
			this.byte(Number(value));
			for (let i = 1; i < 8; i++) this.byte(0);
			return;
		}
		for (let rest = Number(value & 0xffffffffn), i = 0; i < 4; i++, rest >>>= 8) this.byte(rest & 0xff);
		for (let rest = Number(value >> 32n), i = 0; i < 4; i++, rest >>>= 8) this.byte(rest & 0xff);
	}

	name(text: string): void {
		this.u32(text.length);
		for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
	}

	/** Leaves room for a size that `closeSize` fills in: five bytes of LEB128. */
	openSize(): number {
		this.bytes([0, 0, 0, 0, 0]);
		return this.#length;
	}

	/** @param start - what `openSize` returned */
	closeSize(start: number): void {
		let size = this.#length - start;
		for (let i = 0; i < 5; i++) {
			this.#bytes[start - 5 + i] = (size & 0x7f) | (i < 4 ? 0x80 : 0);
			size >>>= 7;
		}
	}

	/** A view of what was written; valid until the next write. */
	view(): Uint8Array {
		return this.#bytes.subarray(0, this.#length);
	}

	clear(): void {
		this.#length = 0;
	}
}
