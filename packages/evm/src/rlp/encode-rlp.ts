import type { RlpItem } from "./rlp.js";
import { RlpError } from "./rlp-error.js";
import { RlpWriter } from "./rlp-writer.js";

/** Kept between calls, so that only the answer is allocated. */
const writer = new RlpWriter();

/**
 * Encodes bytes or nested lists as RLP (Yellow Paper, appendix B). Integers are first made bytes without leading zeros
 * (`bigIntToMinimalBytes`). Nesting of any depth costs heap, never native stack.
 *
 * @throws {RlpError} something in it is neither a `Uint8Array` nor an array
 */
export function encodeRlp(item: RlpItem): Uint8Array {
	writer.reset();
	if (item instanceof Uint8Array) writer.writeString(item);
	else if (isList(item)) writeList(item);
	else throw new RlpError(`neither bytes nor a list: ${typeof item}`);
	return writer.take();
}

/** The type byte and RLP of a typed transaction or receipt (EIP-2718); type 0, a legacy one, has no byte. */
export function encodeTypedRlp(type: number, list: readonly RlpItem[]): Uint8Array {
	writer.reset();
	writeList(list);
	if (type !== 0) writer.writeByte(type);
	return writer.take();
}

/** `Array.isArray` for arrays that are read-only. */
function isList(item: RlpItem | undefined): item is readonly RlpItem[] {
	return Array.isArray(item);
}

function writeList(outermost: readonly RlpItem[]): void {
	// The lists around the current one, with what was written before each and how many of its items are left.
	const parents: (readonly RlpItem[])[] = [];
	const parentPlaces: number[] = [];
	let list = outermost;
	let left = list.length;
	let listEnd = 0;
	for (;;) {
		if (left > 0) {
			const item = list[--left];
			if (item instanceof Uint8Array) {
				writer.writeString(item);
			} else if (isList(item)) {
				parents.push(list);
				parentPlaces.push(left, listEnd);
				list = item;
				left = item.length;
				listEnd = writer.written;
			} else {
				throw new RlpError(`neither bytes nor a list: ${typeof item}`);
			}
		} else {
			writer.closeList(listEnd);
			const parent = parents.pop();
			if (parent === undefined) return;
			list = parent;
			listEnd = parentPlaces.pop()!;
			left = parentPlaces.pop()!;
		}
	}
}
