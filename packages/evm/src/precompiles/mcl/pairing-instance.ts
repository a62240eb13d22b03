import { isZero } from "./big-endian.js";
import {
	type ElementEncoding,
	elementSize,
	g1Size,
	g2Size,
	gtSize,
	type MclCurve,
	MclFieldInstance,
	scalarSize,
} from "./field-instance.js";

/** How a pairing-friendly curve's points are written: affine coordinates one after the other, infinity as zeros. */
export interface PointEncoding extends ElementEncoding {
	/** Elements of the quadratic extension: the coefficient of i comes first. */
	readonly isImaginaryFirst: boolean;
	/** Every point of the first curve is in the group: nothing to check. */
	readonly isFirstGroupWhole: boolean;
}

/** One of the two groups: what a sum of products needs to know of it. */
export interface Group {
	/** Bytes of an encoded point, and of a point in mcl's memory. */
	readonly encodedSize: number;
	readonly size: number;
	/** Reads a point of the curve, not necessarily of the subgroup; infinity too. */
	read(target: number, input: Uint8Array, offset: number): boolean;
	/** The encoded point; changes its coordinates. */
	write(source: number): Uint8Array;
	isInfinite(source: number): boolean;
	isInSubgroup(source: number): boolean;
	clear(target: number): void;
	add(target: number, a: number, b: number): void;
	multiply(target: number, point: number, scalar: number): void;
	sumProducts(target: number, points: number, scalars: number, count: number): void;
}

/** An instance of mcl for a curve with pairings: points of both groups in their encodings, sums of products, pairings. */
export class MclPairingInstance extends MclFieldInstance {
	readonly g1: Group;
	readonly g2: Group;
	readonly #isImaginaryFirst: boolean;
	readonly #a: number;
	readonly #b: number;
	readonly #product: number;

	constructor(module: WebAssembly.Module, curve: MclCurve, encoding: PointEncoding) {
		super(module, curve, encoding);
		this.#isImaginaryFirst = encoding.isImaginaryFirst;
		this.#a = this.allocate(g2Size);
		this.#b = this.allocate(g2Size);
		this.#product = this.allocate(gtSize);
		const { functions } = this;
		this.g1 = {
			encodedSize: 2 * this.encodedSize,
			size: g1Size,
			read: (target, input, offset) => {
				if (!isZero(input, offset, offset + 2 * this.encodedSize)) return this.readFiniteG1(target, input, offset);
				functions.mclBnG1_clear(target);
				return true;
			},
			write: (source) => {
				const output = new Uint8Array(2 * this.encodedSize);
				if (functions.mclBnG1_isZero(source) === 1) return output;
				functions.mclBnG1_normalize(source, source);
				this.writeElement(output, 0, source);
				this.writeElement(output, this.encodedSize, source + elementSize);
				return output;
			},
			isInfinite: (source) => functions.mclBnG1_isZero(source) === 1,
			isInSubgroup: (source) => encoding.isFirstGroupWhole || functions.mclBnG1_isValidOrder(source) === 1,
			clear: functions.mclBnG1_clear,
			add: functions.mclBnG1_add,
			multiply: functions.mclBnG1_mul,
			sumProducts: functions.mclBnG1_mulVec,
		};
		this.g2 = {
			encodedSize: 4 * this.encodedSize,
			size: g2Size,
			read: (target, input, offset) => this.#readG2(target, input, offset),
			write: (source) => {
				const output = new Uint8Array(4 * this.encodedSize);
				if (functions.mclBnG2_isZero(source) === 1) return output;
				functions.mclBnG2_normalize(source, source);
				this.#writePair(output, 0, source);
				this.#writePair(output, 2 * this.encodedSize, source + 2 * elementSize);
				return output;
			},
			isInfinite: (source) => functions.mclBnG2_isZero(source) === 1,
			isInSubgroup: (source) => functions.mclBnG2_isValidOrder(source) === 1,
			clear: functions.mclBnG2_clear,
			add: functions.mclBnG2_add,
			multiply: functions.mclBnG2_mul,
			sumProducts: functions.mclBnG2_mulVec,
		};
	}

	/** Reads an element of the quadratic extension, real part first in memory. */
	readPair(target: number, input: Uint8Array, offset: number): boolean {
		const first = this.#isImaginaryFirst ? elementSize : 0;
		return (
			this.readElement(target + first, input, offset) &&
			this.readElement(target + elementSize - first, input, offset + this.encodedSize)
		);
	}

	#writePair(output: Uint8Array, offset: number, source: number): void {
		const first = this.#isImaginaryFirst ? elementSize : 0;
		this.writeElement(output, offset, source + first);
		this.writeElement(output, offset + this.encodedSize, source + elementSize - first);
	}

	#readG2(target: number, input: Uint8Array, offset: number): boolean {
		const { functions } = this;
		if (isZero(input, offset, offset + 4 * this.encodedSize)) {
			functions.mclBnG2_clear(target);
			return true;
		}
		if (!this.readPair(target, input, offset)) return false;
		if (!this.readPair(target + 2 * elementSize, input, offset + 2 * this.encodedSize)) return false;
		functions.mclBnFp_setInt32(target + 4 * elementSize, 1);
		functions.mclBnFp_clear(target + 5 * elementSize);
		return functions.mclBnG2_isValid(target) === 1;
	}

	/** Two points of the curve to their sum; undefined when one is none. */
	addPoints(group: Group, input: Uint8Array): Uint8Array | undefined {
		if (!group.read(this.#a, input, 0) || !group.read(this.#b, input, group.encodedSize)) return undefined;
		group.add(this.#a, this.#a, this.#b);
		return group.write(this.#a);
	}

	/** A point and a scalar, both checked, to their product. */
	multiplyPoint(group: Group, input: Uint8Array): Uint8Array | undefined {
		if (!group.read(this.#a, input, 0)) return undefined;
		this.readScalar(this.#b, input, group.encodedSize);
		group.multiply(this.#a, this.#a, this.#b);
		return group.write(this.#a);
	}

	/** Pairs of a point of the subgroup and a scalar to the sum of their products; undefined when a point is none. */
	sumProducts(group: Group, input: Uint8Array): Uint8Array | undefined {
		const { functions } = this;
		const stride = group.encodedSize + scalarSize;
		const count = input.length / stride;
		return this.withMemory(count * (group.size + scalarSize), (points) => {
			const scalars = points + count * group.size;
			let used = 0;
			for (let offset = 0; offset < input.length; offset += stride) {
				const point = points + used * group.size;
				if (!group.read(point, input, offset)) return undefined;
				if (group.isInfinite(point)) continue;
				if (!group.isInSubgroup(point)) return undefined;
				const scalar = scalars + used * scalarSize;
				this.readScalar(scalar, input, offset + group.encodedSize);
				// Products that are infinity are left out.
				if (functions.mclBnFr_isZero(scalar) === 0) used++;
			}
			if (used === 0) group.clear(this.#a);
			else if (used === 1) group.multiply(this.#a, points, scalars);
			else group.sumProducts(this.#a, points, scalars, used);
			return group.write(this.#a);
		});
	}

	/** Pairs of points of G1 and G2: is the product of their pairings one? Undefined when one is not of its subgroup. */
	checkPairing(input: Uint8Array): boolean | undefined {
		const { functions, g1, g2 } = this;
		const stride = g1.encodedSize + g2.encodedSize;
		const count = input.length / stride;
		if (count === 0) return true;
		return this.withMemory(count * (g1Size + g2Size), (firsts) => {
			const seconds = firsts + count * g1Size;
			let used = 0;
			for (let offset = 0; offset < input.length; offset += stride) {
				const first = firsts + used * g1Size;
				const second = seconds + used * g2Size;
				if (!g1.read(first, input, offset) || !g2.read(second, input, offset + g1.encodedSize)) return undefined;
				const firstIsInfinite = g1.isInfinite(first);
				const secondIsInfinite = g2.isInfinite(second);
				if (!firstIsInfinite && !g1.isInSubgroup(first)) return undefined;
				if (!secondIsInfinite && !g2.isInSubgroup(second)) return undefined;
				// A pairing with infinity is one.
				if (!firstIsInfinite && !secondIsInfinite) used++;
			}
			if (used === 0) return true;
			functions.mclBn_millerLoopVec(this.#product, firsts, seconds, used);
			return this.isProductOne(this.#product);
		});
	}

	/** Finishes a product of Miller loops, in place. */
	isProductOne(product: number): boolean {
		this.functions.mclBn_finalExp(product, product);
		return this.functions.mclBnGT_isOne(product) === 1;
	}
}
