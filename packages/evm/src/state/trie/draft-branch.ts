import { emptyBytes } from "../../bytes/bytes.js";
import { DraftNode } from "./draft-node.js";
import { emptyItem, stringContent } from "./split-node.js";

/** Room for a reference: a hash with its header. */
const referenceRoom = 33;

/** A branch that is being changed: the items it had, and those that replace them. */
export class DraftBranch {
	/** RLP of the branch as it was, or of something around it. */
	bytes: Uint8Array = emptyBytes;
	/** Where its items begin in `bytes`, and where the last one ends. */
	readonly offsets: Int32Array = new Int32Array(18);
	/** References to new children, at multiples of 33. */
	readonly references: Uint8Array = new Uint8Array(16 * referenceRoom);
	/** Their sizes; 0 where the child stays as it was. */
	readonly sizes: Uint8Array = new Uint8Array(16);
	/** The value of the key that ends here; empty for none. */
	value: Uint8Array = emptyBytes;
	/** Children that are not encoded yet, because the branch may not stay. */
	readonly waiting: (DraftNode | undefined)[] = [];

	/** Begins without children. */
	clear(): void {
		for (let nibble = 0; nibble < 16; nibble++) this.removeChild(nibble);
		this.value = emptyBytes;
	}

	/** Begins as the branch in `bytes` whose items were split to `offsets`. */
	open(bytes: Uint8Array): void {
		this.bytes = bytes;
		this.sizes.fill(0);
		const valueAt = this.offsets[16]!;
		this.value = bytes[valueAt] === emptyItem ? emptyBytes : stringContent(bytes, valueAt, this.offsets[17]!);
	}

	removeChild(nibble: number): void {
		this.references[nibble * referenceRoom] = emptyItem;
		this.sizes[nibble] = 1;
	}

	/** Where a new child's reference is to be written. */
	placeOf(nibble: number): number {
		return nibble * referenceRoom;
	}

	hasChild(nibble: number): boolean {
		if (this.sizes[nibble] === 0) return this.bytes[this.offsets[nibble]!] !== emptyItem;
		return this.references[nibble * referenceRoom] !== emptyItem;
	}

	/** Takes a copy of a child that is not encoded yet. */
	wait(nibble: number, child: DraftNode): void {
		const copy = new DraftNode();
		copy.copyFrom(child);
		this.waiting[nibble] = copy;
	}
}
