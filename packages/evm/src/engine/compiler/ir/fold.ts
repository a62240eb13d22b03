/** Constant folding, by the definitions of the Yellow Paper (appendix H.2); and bounds on the bits of results. */

const modulus = 1n << 256n;
const mask = modulus - 1n;
const signBit = 1n << 255n;

const toSigned = (value: bigint): bigint => (value >= signBit ? value - modulus : value);
const wrap = (value: bigint): bigint => value & mask;
const toBoolean = (value: boolean): bigint => (value ? 1n : 0n);

/** Operands top first. */
const folds: Readonly<Record<number, (a: bigint, b: bigint) => bigint>> = {
	1: (a, b) => wrap(a + b),
	2: (a, b) => wrap(a * b),
	3: (a, b) => wrap(a - b),
	4: (a, b) => (b === 0n ? 0n : a / b),
	5: (a, b) => (b === 0n ? 0n : wrap(toSigned(a) / toSigned(b))),
	6: (a, b) => (b === 0n ? 0n : a % b),
	7: (a, b) => (b === 0n ? 0n : wrap(toSigned(a) % toSigned(b))),
	11: (a, b) => {
		if (a >= 31n) return b;
		const bits = Number(a) * 8 + 8;
		return wrap(BigInt.asIntN(bits, b));
	},
	16: (a, b) => toBoolean(a < b),
	17: (a, b) => toBoolean(a > b),
	18: (a, b) => toBoolean(toSigned(a) < toSigned(b)),
	19: (a, b) => toBoolean(toSigned(a) > toSigned(b)),
	20: (a, b) => toBoolean(a === b),
	21: (a) => toBoolean(a === 0n),
	22: (a, b) => a & b,
	23: (a, b) => a | b,
	24: (a, b) => a ^ b,
	25: (a) => mask - a,
	26: (a, b) => (a >= 32n ? 0n : (b >> (8n * (31n - a))) & 0xffn),
	27: (a, b) => (a >= 256n ? 0n : wrap(b << a)),
	28: (a, b) => (a >= 256n ? 0n : b >> a),
	29: (a, b) => wrap(toSigned(b) >> (a >= 256n ? 255n : a)),
};

/** The result of an instruction on constants; undefined when it is not folded. */
export function foldConstants(opcode: number, operands: readonly bigint[]): bigint | undefined {
	const fold = folds[opcode];
	return fold === undefined ? undefined : fold(operands[0]!, operands[1] ?? 0n);
}

export function bitLength(value: bigint): number {
	if (value <= 0xffffffffn) return 32 - Math.clz32(Number(value));
	return value.toString(2).length;
}

interface Bounded {
	readonly bits: number;
	readonly kind: string;
	readonly constant: bigint;
}

/** Most bits that the result of an inlined instruction can have. */
export function resultBits(opcode: number, operands: readonly Bounded[]): number {
	if (opcode >= 1 && opcode <= 29) return boundBits(opcode, operands);
	switch (opcode) {
		case 48: // ADDRESS
		case 50: // ORIGIN
		case 51: // CALLER
		case 65: // COINBASE
			return 160;
		case 54: // CALLDATASIZE
		case 61: // RETURNDATASIZE
		case 89: // MSIZE
			return 32;
		case 90: // GAS
			return 63;
		default:
			return 256;
	}
}

/** The same of arithmetic and comparisons. */
function boundBits(opcode: number, [a, b]: readonly Bounded[]): number {
	const left = a?.bits ?? 256;
	const right = b?.bits ?? 256;
	const shift = a?.kind === "constant" ? Number(a.constant > 256n ? 256n : a.constant) : undefined;
	switch (opcode) {
		case 1:
			return Math.min(256, Math.max(left, right) + 1);
		case 2:
			return Math.min(256, left + right);
		case 4:
			return left;
		case 6:
			return Math.min(left, right);
		case 16:
		case 17:
		case 18:
		case 19:
		case 20:
		case 21:
			return 1;
		case 22:
			return Math.min(left, right);
		case 23:
		case 24:
			return Math.max(left, right);
		case 26:
			return 8;
		case 27:
			return shift === undefined ? 256 : Math.min(256, right + shift);
		case 28:
			return shift === undefined ? right : Math.max(0, right - shift);
		default:
			return 256;
	}
}
