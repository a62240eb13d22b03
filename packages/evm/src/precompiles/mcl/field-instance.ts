import { isBelow, isZero } from "./big-endian.js";

/** The functions of mcl's WebAssembly that are used; arguments are addresses in its memory, numbers of bytes or counts. */
export interface MclFunctions {
	__wasm_call_ctors(): void;
	malloc(size: number): number;
	free(address: number): void;
	/** 0 when the curve is known. */
	mclBn_init(curve: number, compiledTimeVariant: number): number;
	mclBn_setMapToMode(mode: number): number;
	mclBn_setETHserialization(enable: number): void;
	mclBn_verifyOrderG1(enable: number): void;
	mclBn_verifyOrderG2(enable: number): void;
	mclBnFr_setBigEndianMod(target: number, bytes: number, size: number): number;
	mclBnFr_isZero(source: number): number;
	mclBnFr_mul(target: number, a: number, b: number): void;
	mclBnFr_inv(target: number, source: number): void;
	mclBnFr_isEqual(a: number, b: number): number;
	mclBnFp_clear(target: number): void;
	mclBnFp_setInt32(target: number, value: number): void;
	mclBnFp_setBigEndianMod(target: number, bytes: number, size: number): number;
	mclBnFp_getLittleEndian(bytes: number, capacity: number, source: number): number;
	mclBnFp_mapToG1(target: number, source: number): number;
	mclBnFp2_mapToG2(target: number, source: number): number;
	mclBnG1_clear(target: number): void;
	mclBnG1_getBasePoint(target: number): void;
	mclBnG1_isValid(source: number): number;
	mclBnG1_isValidOrder(source: number): number;
	mclBnG1_isZero(source: number): number;
	mclBnG1_add(target: number, a: number, b: number): void;
	mclBnG1_normalize(target: number, source: number): void;
	mclBnG1_mul(target: number, point: number, scalar: number): void;
	/** Changes the points' coordinates. */
	mclBnG1_mulVec(target: number, points: number, scalars: number, count: number): void;
	mclBnG2_clear(target: number): void;
	mclBnG2_deserialize(target: number, bytes: number, size: number): number;
	mclBnG2_isValid(source: number): number;
	mclBnG2_isValidOrder(source: number): number;
	mclBnG2_isZero(source: number): number;
	mclBnG2_add(target: number, a: number, b: number): void;
	mclBnG2_normalize(target: number, source: number): void;
	mclBnG2_mul(target: number, point: number, scalar: number): void;
	/** Changes the points' coordinates. */
	mclBnG2_mulVec(target: number, points: number, scalars: number, count: number): void;
	mclBnGT_isOne(source: number): number;
	mclBn_millerLoopVec(target: number, g1: number, g2: number, count: number): void;
	mclBn_finalExp(target: number, source: number): void;
}

/** Curves by the numbers that mcl gives them (mcl/curve_type.h). */
export enum MclCurve {
	bn254 = 4,
	bls12381 = 5,
	p256 = 107,
}

// Sizes in mcl's memory, the same for all curves: its binary has room for 6 words of 64 bits in a field element, 4 in a scalar.
export const elementSize = 48;
export const scalarSize = 32;
export const g1Size: number = 3 * elementSize;
export const g2Size: number = 6 * elementSize;
export const gtSize: number = 12 * elementSize;

/** 10 · the words of a scalar + the words of an element: mcl refuses to start when it was built for other sizes. */
const compiledTimeVariant = 46;

/** mcl makes do with this, and grows it when it has to. */
const initialPages = 32;

/** How a field's elements are written: big endian, behind zeros. */
export interface ElementEncoding {
	readonly prime: Uint8Array;
	/** Zero bytes before the number. */
	readonly padding: number;
}

/**
 * An instance of mcl for one curve, with conversions between encoded numbers and the elements in its memory. All work is
 * done in a few places of that memory, allocated once: nothing here can be re-entered.
 */
export class MclFieldInstance {
	readonly functions: MclFunctions;
	readonly #memory: WebAssembly.Memory;
	#bytes: Uint8Array;
	readonly #prime: Uint8Array;
	readonly #padding: number;
	/** Where encoded numbers are put for mcl to read, and where it writes them. */
	readonly #buffer: number;

	constructor(module: WebAssembly.Module, curve: MclCurve, encoding: ElementEncoding) {
		this.#memory = new WebAssembly.Memory({ initial: initialPages });
		const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
		this.functions = exports as unknown as MclFunctions;
		this.functions.__wasm_call_ctors();
		const failure = this.functions.mclBn_init(curve, compiledTimeVariant);
		if (failure !== 0) throw new Error(`mcl refuses the curve ${curve}: ${failure}`);
		// Whether a point is in the subgroup is asked where the rules want it, not with every point.
		this.functions.mclBn_verifyOrderG1(0);
		this.functions.mclBn_verifyOrderG2(0);
		this.#bytes = new Uint8Array(this.#memory.buffer);
		this.#prime = encoding.prime;
		this.#padding = encoding.padding;
		this.#buffer = this.allocate(g2Size);
	}

	/** Bytes of an encoded element. */
	get encodedSize(): number {
		return this.#padding + this.#prime.length;
	}

	/** The instance's memory; to be asked again after every call that may have allocated. */
	get bytes(): Uint8Array {
		// Memory that has grown leaves an empty view behind.
		if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#memory.buffer);
		return this.#bytes;
	}

	allocate(size: number): number {
		const address = this.functions.malloc(size);
		if (address === 0) throw new RangeError(`no memory for ${size} bytes`);
		return address;
	}

	/** Gives the functions memory for this call only. */
	withMemory<T>(size: number, use: (address: number) => T): T {
		const address = this.allocate(size);
		try {
			return use(address);
		} finally {
			this.functions.free(address);
		}
	}

	/** Puts bytes where the functions can read them; they stay there until the next conversion. */
	putBytes(input: Uint8Array, start: number, end: number): number {
		const { bytes } = this;
		for (let i = start, target = this.#buffer; i < end; i++, target++) bytes[target] = input[i]!;
		return this.#buffer;
	}

	/** Reads an element of the prime field; false when it is not below the prime, or not padded with zeros. */
	readElement(target: number, input: Uint8Array, offset: number): boolean {
		const start = offset + this.#padding;
		if (!isZero(input, offset, start)) return false;
		if (!isBelow(input, start, this.#prime)) return false;
		const size = this.#prime.length;
		this.functions.mclBnFp_setBigEndianMod(target, this.putBytes(input, start, start + size), size);
		return true;
	}

	/** Writes an element of the prime field into zeros. */
	writeElement(output: Uint8Array, offset: number, source: number): void {
		// As many bytes as the number has.
		const size = this.functions.mclBnFp_getLittleEndian(this.#buffer, elementSize, source);
		const { bytes } = this;
		const last = offset + this.encodedSize - 1;
		for (let i = 0; i < size; i++) output[last - i] = bytes[this.#buffer + i]!;
	}

	/** Reads 32 bytes modulo the group's order. */
	readScalar(target: number, input: Uint8Array, offset: number): void {
		this.functions.mclBnFr_setBigEndianMod(target, this.putBytes(input, offset, offset + scalarSize), scalarSize);
	}

	/** Reads an affine point of the first group that must be on the curve; no infinity. */
	readFiniteG1(target: number, input: Uint8Array, offset: number): boolean {
		if (!this.readElement(target, input, offset)) return false;
		if (!this.readElement(target + elementSize, input, offset + this.encodedSize)) return false;
		this.functions.mclBnFp_setInt32(target + 2 * elementSize, 1);
		return this.functions.mclBnG1_isValid(target) === 1;
	}
}
