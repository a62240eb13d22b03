// What the operations of the words give, in bigints, and operands to try them with.

const size = 1n << 256n;
export const mask = size - 1n;
const signed = (value: bigint): bigint => BigInt.asIntN(256, value);
export const unsigned = (value: bigint): bigint => BigInt.asUintN(256, value);

/** xorshift128: a plain generator, so that a seed reproduces a run. */
export class Random {
	#x: number;
	#y = 362436069;
	#z = 521288629;
	#w = 88675123;

	constructor(seed: number) {
		this.#x = seed | 1;
	}

	/** 32 random bits. */
	next(): number {
		const t = this.#x ^ (this.#x << 11);
		this.#x = this.#y;
		this.#y = this.#z;
		this.#z = this.#w;
		this.#w = (this.#w ^ (this.#w >>> 19) ^ t ^ (t >>> 8)) | 0;
		return this.#w >>> 0;
	}

	below(limit: number): number {
		return this.next() % limit;
	}

	bits(count: number): bigint {
		let value = 0n;
		for (let i = 0; i < count; i += 32) value = (value << 32n) | BigInt(this.next());
		return count === 0 ? 0n : BigInt.asUintN(count, value);
	}

	/** A word out of limbs that are zero, all ones, one off these, a single bit, or random. */
	limbs(): bigint {
		let value = 0n;
		for (let i = 0; i < 4; i++) {
			value <<= 64n;
			switch (this.below(8)) {
				case 0:
				case 1:
					break;
				case 2:
					value |= 0xffffffffffffffffn;
					break;
				case 3:
					value |= 0xfffffffffffffffen;
					break;
				case 4:
					value |= 1n;
					break;
				case 5:
					value |= 1n << BigInt(this.below(64));
					break;
				default:
					value |= this.bits(64);
			}
		}
		return value;
	}

	/** A word, mostly one at which carries, signs or limb boundaries go wrong. */
	word(): bigint {
		switch (this.below(12)) {
			case 0:
				return BigInt(this.below(4));
			case 1:
				return unsigned(-BigInt(this.below(4)));
			case 2:
				return 1n << BigInt(this.below(256));
			case 3:
				return unsigned((1n << BigInt(this.below(257))) - 1n);
			case 4:
				return unsigned((1n << BigInt(this.below(256))) + 1n);
			case 5:
				return unsigned((1n << 255n) + BigInt(this.below(3)) - 1n);
			case 6:
				return unsigned(-(1n << BigInt(this.below(256))) + BigInt(this.below(3)) - 1n);
			case 7:
				return this.limbs();
			case 8:
				return this.limbs();
			case 9:
				return this.bits(32 * (1 + this.below(8)));
			default:
				return this.bits(this.below(257));
		}
	}

	/** A word that is likely to be a neighbour, a multiple or a part of another one. */
	related(word: bigint): bigint {
		switch (this.below(10)) {
			case 0:
				return word;
			case 1:
				return unsigned(word + BigInt(this.below(3)) - 1n);
			case 2:
				return unsigned(-word);
			case 3:
				return word >> BigInt(this.below(256));
			case 4:
				return unsigned(word * this.word());
			default:
				return this.word();
		}
	}

	/** Amounts by which words are shifted, mostly small ones. */
	amount(): bigint {
		return this.below(8) === 0 ? this.word() : BigInt(this.below(260));
	}
}

export type Operands = (random: Random) => bigint[];
/** The operands, the top of the stack first. */
export type Reference = (a: bigint, b: bigint, c: bigint) => bigint;

const one: Operands = (random) => [random.word()];
const two: Operands = (random) => {
	const a = random.word();
	return random.below(2) === 0 ? [a, random.related(a)] : [random.related(a), a];
};
const three: Operands = (random) => {
	const modulus = random.word();
	return [random.related(modulus), random.related(modulus), modulus];
};
/** The same with operands cut to a few bits now and then: numbers in programs are mostly small. */
const short =
	(operands: Operands): Operands =>
	(random) => {
		const bits = BigInt(32 * (1 + random.below(5)));
		return operands(random).map((operand) => (random.below(2) === 0 ? operand : BigInt.asUintN(Number(bits), operand)));
	};
/** The same with signs spread over small magnitudes. */
const signedShort =
	(operands: Operands): Operands =>
	(random) =>
		short(operands)(random).map((operand) => (random.below(2) === 0 ? operand : unsigned(-operand)));
const amountAndWord: Operands = (random) => [random.amount(), random.word()];

function divideSigned(a: bigint, b: bigint): bigint {
	return b === 0n ? 0n : unsigned(signed(a) / signed(b));
}

function remainderSigned(a: bigint, b: bigint): bigint {
	return b === 0n ? 0n : unsigned(signed(a) % signed(b));
}

export function power(base: bigint, exponent: bigint): bigint {
	let result = 1n;
	let square = base;
	for (let rest = exponent; rest > 0n; rest >>= 1n) {
		if ((rest & 1n) === 1n) result = (result * square) & mask;
		square = (square * square) & mask;
	}
	return result;
}

function extendSign(index: bigint, word: bigint): bigint {
	if (index >= 31n) return word;
	const bits = Number(index) * 8 + 8;
	return unsigned(BigInt.asIntN(bits, word));
}

const boolean = (value: boolean): bigint => (value ? 1n : 0n);
export const bitLength = (value: bigint): number => (value === 0n ? 0 : value.toString(2).length);

export const families: Record<string, Record<string, [Operands, Reference]>> = {
	add: {
		add: [two, (a, b) => unsigned(a + b)],
		sub: [two, (a, b) => unsigned(a - b)],
	},
	mul: {
		mul: [
			(random) => {
				const operands = two(random);
				// Half of the products have two limbs at most on each side.
				return random.below(2) === 0 ? operands : operands.map((operand) => operand >> BigInt(128 + random.below(3) * 32));
			},
			(a, b) => unsigned(a * b),
		],
	},
	div: {
		div: [short(two), (a, b) => (b === 0n ? 0n : a / b)],
		mod: [short(two), (a, b) => (b === 0n ? 0n : a % b)],
	},
	signed: {
		sdiv: [signedShort(two), divideSigned],
		smod: [signedShort(two), remainderSigned],
		signextend: [(random) => [random.below(8) === 0 ? random.word() : BigInt(random.below(34)), random.word()], extendSign],
	},
	modular: {
		addmod: [short(three), (a, b, modulus) => (modulus === 0n ? 0n : (a + b) % modulus)],
		mulmod: [short(three), (a, b, modulus) => (modulus === 0n ? 0n : (a * b) % modulus)],
	},
	compare: {
		lt: [two, (a, b) => boolean(a < b)],
		gt: [two, (a, b) => boolean(a > b)],
		slt: [two, (a, b) => boolean(signed(a) < signed(b))],
		sgt: [two, (a, b) => boolean(signed(a) > signed(b))],
		eq: [two, (a, b) => boolean(a === b)],
		iszero: [one, (a) => boolean(a === 0n)],
	},
	bitwise: {
		and: [two, (a, b) => a & b],
		or: [two, (a, b) => a | b],
		xor: [two, (a, b) => a ^ b],
		not: [one, (a) => unsigned(~a)],
		countLeadingZeros: [one, (a) => BigInt(256 - bitLength(a))],
	},
	shift: {
		byte: [
			(random) => [random.below(8) === 0 ? random.word() : BigInt(random.below(34)), random.word()],
			(index, word) => (index >= 32n ? 0n : (word >> (248n - 8n * index)) & 0xffn),
		],
		shl: [amountAndWord, (amount, word) => (amount >= 256n ? 0n : unsigned(word << amount))],
		shr: [amountAndWord, (amount, word) => (amount >= 256n ? 0n : word >> amount)],
		sar: [amountAndWord, (amount, word) => unsigned(signed(word) >> (amount >= 256n ? 256n : amount))],
	},
};
