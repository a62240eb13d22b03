import type { RlpItem } from "./rlp.js";
import { RlpError } from "./rlp-error.js";

/**
 * How deep lists may nest. Nothing in the protocol goes beyond ten levels; a million of them, four megabytes of input,
 * would cost their reader seconds of collecting garbage and overflow the stack of whoever walks the answer recursively.
 */
export const maxRlpDepth: number = 1024;

/**
 * Decodes the canonical RLP of exactly one item (Yellow Paper, appendix B): lengths in their shortest form, single bytes
 * below 0x80 as themselves, nothing after the item, lists nested at most {@link maxRlpDepth} deep. Uses no native stack.
 *
 * The byte strings of the answer are views of the input: copy them if the input will change.
 *
 * @throws {RlpError} the input is anything else; nothing else is ever thrown
 */
export function decodeRlp(bytes: Uint8Array): RlpItem {
	// Items whose list is not complete, all lists one after another; a complete list is cut off its end. Arrays get their
	// exact size this way: `push` would make room for seventeen items in each.
	const items: RlpItem[] = [];
	let count = 0;
	// Of the lists around the current one: where its items begin in `items`, and where its payload ends.
	const outer: number[] = [];
	let depth = 0;
	let first = 0;
	let end = bytes.length;
	let at = 0;
	if (end === 0) throw new RlpError("the input is empty", 0);
	for (;;) {
		const start = at;
		const prefix = bytes[at++]!;
		if (prefix < 0x80) {
			items[count++] = bytes.subarray(start, at);
		} else {
			let length = prefix & 0x3f;
			if (length > 55) {
				const lengthSize = length - 55;
				if (lengthSize > end - at) throw new RlpError("the length runs past the end", start);
				if (bytes[at] === 0) throw new RlpError("the length has leading zeros", start);
				length = 0;
				// Above 2^53 the number is inexact but stays larger than any input.
				for (let i = 0; i < lengthSize; i++) length = length * 256 + bytes[at++]!;
				if (length <= 55) throw new RlpError("a short length is in the long form", start);
			}
			if (length > end - at) {
				throw new RlpError(`${length} bytes are announced, ${end - at} remain`, start);
			}
			if (prefix >= 0xc0) {
				if (depth === 0 && at + length !== end) throw new RlpError("there are bytes after the item", at + length);
				if (depth === maxRlpDepth) throw new RlpError(`lists are nested more than ${maxRlpDepth} deep`, start);
				outer[depth * 2] = first;
				outer[depth * 2 + 1] = end;
				depth++;
				first = count;
				end = at + length;
			} else {
				if (prefix === 0x81 && bytes[at]! < 0x80) {
					throw new RlpError("a byte below 0x80 must stand for itself", start);
				}
				items[count++] = bytes.subarray(at, at + length);
				at += length;
			}
		}
		if (depth === 0 && at !== end) throw new RlpError("there are bytes after the item", at);
		while (at === end) {
			if (depth === 0) return items[0]!;
			const list = items.slice(first, count);
			count = first;
			items[count++] = list;
			depth--;
			first = outer[depth * 2]!;
			end = outer[depth * 2 + 1]!;
		}
	}
}
