import { simd, wasm } from "../wasm/instructions.js";

/** Names of instructions in the text format, made of ours: `i64Load32U` is `i64.load32_u`. */
const names = new Map(Object.entries(wasm).map(([name, code]) => [code as number, spell(name)]));
const simdNames = new Map<number, string>([
	[simd.load, "v128.load"],
	[simd.store, "v128.store"],
	[simd.constant, "v128.const"],
	[simd.shuffle, "i8x16.shuffle"],
	[simd.i64x2Splat, "i64x2.splat"],
	[simd.i64x2ExtractLane, "i64x2.extract_lane"],
	[simd.i64x2ReplaceLane, "i64x2.replace_lane"],
]);

function spell(name: string): string {
	const dotted = name.replace(/^(i32|i64|local|global)(?=[A-Z])/, "$1.");
	return dotted.replace(/\.[A-Z]/, (letter) => letter.toLowerCase()).replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
}

/** The instructions of a function's body as text, one per line; functions are named by `nameOf`. */
export function printWasm(body: Uint8Array, nameOf: (index: number) => string): string {
	const reader = new Reader(body);
	const lines: string[] = [];
	let depth = 0;
	while (!reader.atEnd) {
		const code = reader.byte();
		if (code === wasm.end || code === wasm.else) depth--;
		lines.push("  ".repeat(Math.max(0, depth) + 1) + printInstruction(code, reader, nameOf));
		if (code === wasm.if || code === wasm.block || code === wasm.loop || code === wasm.else) depth++;
	}
	return lines.join("\n");
}

function printInstruction(code: number, reader: Reader, nameOf: (index: number) => string): string {
	const name = names.get(code) ?? `0x${code.toString(16)}`;
	switch (code) {
		case wasm.block:
		case wasm.loop:
		case wasm.if:
			reader.byte();
			return name;
		case wasm.call:
		case wasm.returnCall:
			return `${name} $${nameOf(reader.u32())}`;
		case wasm.returnCallIndirect:
			return `${name} (type ${reader.u32()}) (table ${reader.u32()})`;
		case wasm.br:
		case wasm.brIf:
		case wasm.localGet:
		case wasm.localSet:
		case wasm.localTee:
		case wasm.globalGet:
			return `${name} ${reader.u32()}`;
		case wasm.i32Const:
		case wasm.i64Const:
			return `${name} ${reader.signed()}`;
		case wasm.simd:
			return printSimd(reader);
		default:
			return code >= wasm.i32Load && code <= wasm.i64Store ? name + readMemory(reader) : name;
	}
}

function printSimd(reader: Reader): string {
	const code = reader.u32();
	const name = simdNames.get(code) ?? `0xfd ${code}`;
	switch (code) {
		case simd.load:
		case simd.store:
			return name + readMemory(reader);
		case simd.constant:
			return `${name} i64x2 ${reader.u64()} ${reader.u64()}`;
		case simd.shuffle:
			return `${name} ${Array.from({ length: 16 }, () => reader.byte()).join(" ")}`;
		case simd.i64x2ExtractLane:
		case simd.i64x2ReplaceLane:
			return `${name} ${reader.byte()}`;
		default:
			return name;
	}
}

function readMemory(reader: Reader): string {
	reader.u32(); // alignment
	const offset = reader.u32();
	return offset === 0 ? "" : ` offset=${offset}`;
}

/** Reads the number formats that wasm/byte-writer.ts writes. */
class Reader {
	readonly #bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	get atEnd(): boolean {
		return this.#at >= this.#bytes.length;
	}

	byte(): number {
		return this.#bytes[this.#at++] ?? 0;
	}

	u32(): number {
		let value = 0;
		for (let shift = 0; ; shift += 7) {
			const byte = this.byte();
			value |= (byte & 0x7f) << shift;
			if (byte < 0x80) return value >>> 0;
		}
	}

	signed(): bigint {
		let value = 0n;
		for (let shift = 0n; ; ) {
			const byte = BigInt(this.byte());
			value |= (byte & 0x7fn) << shift;
			shift += 7n;
			if (byte < 0x80n) return byte & 0x40n ? value - (1n << shift) : value;
		}
	}

	u64(): bigint {
		let value = 0n;
		for (let i = 0n; i < 8n; i++) value |= BigInt(this.byte()) << (8n * i);
		return value;
	}
}
