import { type FieldKind, type FieldName, fieldOf } from "./layout.js";
import type { TransactionExceptionName } from "./transaction-exception.js";

/** The first bytes of an RLP item: where its content begins and ends, and whether its length is in the shortest form. */
interface Header {
	readonly start: number;
	readonly end: number;
	readonly isShortest: boolean;
	readonly isList: boolean;
}

const listKinds: ReadonlySet<FieldKind> = new Set<FieldKind>(["accessList", "hashes", "authorizations"]);

/**
 * Names what is wrong with a payload that is no canonical RLP. Only for naming: it looks at the outer list and its
 * fields, and is called after the decoder refused.
 *
 * @param payload - of a transaction, without a type byte
 * @param layout - the fields it should have
 */
export function nameRlpFault(payload: Uint8Array, layout: readonly FieldName[]): TransactionExceptionName {
	const outer = readHeader(payload, 0);
	if (outer === undefined) return "RLP_ERROR_EOF";
	if (outer.end !== payload.length) return "RLP_ERROR_SIZE";
	if (!outer.isShortest) return "RLP_ERROR_SIZE_LEADING_ZEROS";

	let position = outer.start;
	for (const name of layout) {
		const header = readHeader(payload, position);
		if (header === undefined || header.end > outer.end) return "RLP_ERROR_SIZE";
		// What is inside a list that should be bytes does not matter.
		if (header.isList && !listKinds.has(fieldOf(name).kind)) return fieldOf(name).invalid;
		if (!header.isShortest) return fieldOf(name).size;
		position = header.end;
	}
	return "RLP_ERROR_SIZE";
}

/** Yellow Paper, appendix B. Undefined when the bytes end within the header. */
function readHeader(bytes: Uint8Array, position: number): Header | undefined {
	const first = bytes[position];
	if (first === undefined) return undefined;
	if (first < 0x80) return { start: position, end: position + 1, isShortest: true, isList: false };
	const isList = first >= 0xc0;
	const start = position + 1;
	const shortLength = first - (isList ? 0xc0 : 0x80);
	if (shortLength <= 55) {
		const next = bytes[start];
		const isShortest = !(first === 0x81 && next !== undefined && next < 0x80);
		return { start, end: start + shortLength, isShortest, isList };
	}
	const lengthSize = shortLength - 55;
	if (start + lengthSize > bytes.length) return undefined;
	// Up to eight bytes: beyond 2^53 the sum is inexact, but then longer than any payload anyway.
	let length = 0;
	for (let i = 0; i < lengthSize; i++) length = length * 256 + bytes[start + i]!;
	return {
		start: start + lengthSize,
		end: start + lengthSize + length,
		isShortest: bytes[start] !== 0 && length > 55,
		isList,
	};
}
