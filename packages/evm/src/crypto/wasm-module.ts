// A WebAssembly module written out by hand: what the few small ones here need (core specification, chapter 5).

export const i32 = 0x7f;
export const i64 = 0x7e;

/** Opcodes of instructions. */
export enum Wasm {
	block = 0x02,
	loop = 0x03,
	end = 0x0b,
	br = 0x0c,
	brIf = 0x0d,
	call = 0x10,
	select = 0x1b,
	localGet = 0x20,
	localSet = 0x21,
	localTee = 0x22,
	i64Load = 0x29,
	i32Load8Unsigned = 0x2d,
	i64Load32Unsigned = 0x35,
	i64Store = 0x37,
	i64Store32 = 0x3e,
	i32Const = 0x41,
	i64Const = 0x42,
	i32EqualZero = 0x45,
	i32LessUnsigned = 0x49,
	i64LessSigned = 0x53,
	i32Add = 0x6a,
	i32Sub = 0x6b,
	i32Mul = 0x6c,
	i32And = 0x71,
	i32ShiftRight = 0x76,
	i64Add = 0x7c,
	i64Sub = 0x7d,
	i64Mul = 0x7e,
	i64And = 0x83,
	i64Xor = 0x85,
	i64ShiftRightSigned = 0x87,
	i64ShiftRight = 0x88,
	i64RotateLeft = 0x89,
	i64RotateRight = 0x8a,
}

/** Type of a block that takes and leaves nothing. */
export const noResult = 0x40;

/** A function of a module: `code` without the final `end`. */
export interface WasmFunction {
	/** Exported under this name when there is one. */
	readonly name?: string;
	readonly parameters: readonly number[];
	/** Groups of locals after the parameters: how many of which type. */
	readonly locals: readonly (readonly [count: number, type: number])[];
	readonly code: readonly number[];
}

/**
 * The bytes of a module without imports: functions that return nothing, and one page of memory, exported as `memory`, that
 * begins as `data` at `dataOffset`.
 */
export function emitModule(
	functions: readonly WasmFunction[],
	dataOffset = 0,
	data: readonly number[] = [],
): Uint8Array {
	const types = functions.flatMap(({ parameters }) => [0x60, parameters.length, ...parameters, 0]);
	const exports = functions.flatMap(({ name }, index) =>
		name === undefined ? [] : [[...emitName(name), 0x00, index]],
	);
	const bodies = functions.flatMap(({ locals, code }) => {
		const groups = locals.flatMap(([count, type]) => [...emitUnsigned(count), type]);
		const size = emitUnsigned(1 + groups.length + code.length + 1);
		return [...size, locals.length, ...groups, ...code, Wasm.end];
	});
	const segment = [0, Wasm.i32Const, ...emitSigned(dataOffset), Wasm.end, ...emitUnsigned(data.length), ...data];
	return Uint8Array.from([
		...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
		...emitSection(1, [functions.length, ...types]),
		...emitSection(3, [functions.length, ...functions.keys()]),
		...emitSection(5, [1, 0x00, 1]),
		...emitSection(7, [1 + exports.length, ...emitName("memory"), 0x02, 0, ...exports.flat()]),
		...emitSection(10, [functions.length, ...bodies]),
		...emitSection(11, [1, ...segment]),
	]);
}

/** Compiles and starts a module without imports. */
export function instantiateModule(binary: Uint8Array): WebAssembly.Exports {
	return new WebAssembly.Instance(new WebAssembly.Module(binary as BufferSource)).exports;
}

function emitSection(id: number, content: readonly number[]): number[] {
	return [id, ...emitUnsigned(content.length), ...content];
}

function emitName(name: string): number[] {
	return [name.length, ...Array.from(name, (character) => character.charCodeAt(0))];
}

/** LEB128 of an unsigned integer. */
export function emitUnsigned(value: number): number[] {
	return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...emitUnsigned(value >>> 7)];
}

/** LEB128 of a signed integer. */
export function emitSigned(value: number | bigint): number[] {
	const bytes: number[] = [];
	let rest = BigInt(value);
	for (; rest < -64n || rest >= 64n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
	bytes.push(Number(rest & 0x7fn));
	return bytes;
}
