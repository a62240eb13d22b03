/**
 * A piece of a generated program. Jumps name labels, so that a program from which pieces were dropped still means what
 * is left of it.
 */
export type Item =
	| { readonly kind: "op"; readonly code: number }
	/** A PUSH of as many bytes as there are. */
	| { readonly kind: "push"; readonly bytes: Uint8Array }
	| { readonly kind: "label"; readonly label: number }
	/** PUSH2 of a label's position. */
	| { readonly kind: "pushLabel"; readonly label: number }
	| { readonly kind: "raw"; readonly bytes: Uint8Array };

const push1 = 0x60;
const push2 = 0x61;
const jumpdest = 0x5b;

export function op(code: number): Item {
	return { kind: "op", code };
}

/** The shortest PUSH of a number; 0 is PUSH1 0, which every fork has. */
export function pushNumber(value: bigint): Item {
	let digits = value.toString(16);
	if (digits.length % 2 === 1) digits = `0${digits}`;
	return { kind: "push", bytes: Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16)) };
}

function sizeOf(item: Item): number {
	switch (item.kind) {
		case "op":
		case "label":
			return 1;
		case "push":
			return 1 + item.bytes.length;
		case "pushLabel":
			return 3;
		case "raw":
			return item.bytes.length;
	}
}

/** The bytes of a program. A label that is not there is at 0. */
export function assembleItems(items: readonly Item[]): Uint8Array {
	const positions = new Map<number, number>();
	let size = 0;
	for (const item of items) {
		if (item.kind === "label" && !positions.has(item.label)) positions.set(item.label, size);
		size += sizeOf(item);
	}
	const bytes = new Uint8Array(size);
	let at = 0;
	for (const item of items) {
		switch (item.kind) {
			case "op":
				bytes[at] = item.code;
				break;
			case "label":
				bytes[at] = jumpdest;
				break;
			case "push":
				bytes[at] = push1 + item.bytes.length - 1;
				bytes.set(item.bytes, at + 1);
				break;
			case "pushLabel": {
				const position = positions.get(item.label) ?? 0;
				bytes.set([push2, position >> 8, position & 0xff], at);
				break;
			}
			case "raw":
				bytes.set(item.bytes, at);
				break;
		}
		at += sizeOf(item);
	}
	return bytes;
}
