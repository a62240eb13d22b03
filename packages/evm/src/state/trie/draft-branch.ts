import { emptyBytes } from "../../bytes/bytes.js";
import { DraftNode } from "./draft-node.js";
import { nibbleAt } from "./hex-prefix.js";
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

	/** `bytes` is all of the branch and nothing else, and its value stays. */
	isPatchable = false;

	/** Begins without children. */
	clear(): void {
		this.isPatchable = false;
		for (let nibble = 0; nibble < 16; nibble++) this.removeChild(nibble);
		this.value = emptyBytes;
	}

	/** Begins as the branch in `bytes`, from `start` to `end`, whose items were split to `offsets`. */
	open(bytes: Uint8Array, start: number, end: number): void {
		this.bytes = bytes;
		this.isPatchable = start === 0 && end === bytes.length;
		this.sizes.fill(0);
		const valueAt = this.offsets[16]!;
		this.value = bytes[valueAt] === emptyItem ? emptyBytes : stringContent(bytes, valueAt, this.offsets[17]!);
	}

	setValue(value: Uint8Array): void {
		this.value = value;
		this.isPatchable = false;
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

	/**
	 * Whether two things are certain to be here when changes are done: the value, children that the changes do not touch, and
	 * those they put something under.
	 *
	 * @param kept nibble of a child that is not here yet, or -1
	 * @param keys the changes' keys; `first` to `last` (exclusive) belong below this branch, which stands at `depth`
	 * @param values empty for a key that is removed
	 */
	isSureToStay(
		kept: number,
		keys: readonly Uint8Array[],
		values: readonly Uint8Array[],
		first: number,
		last: number,
		depth: number,
	): boolean {
		let changed = 0;
		let put = 0;
		for (let i = first; i < last; i++) {
			const bit = 1 << nibbleAt(keys[i]!, depth);
			changed |= bit;
			if (values[i]!.length > 0) put |= bit;
		}
		let count = this.value.length > 0 ? 1 : 0;
		for (let nibble = 0; nibble < 16 && count < 2; nibble++) {
			const bit = 1 << nibble;
			const isThere = (changed & bit) === 0 && (nibble === kept || this.hasChild(nibble));
			if (isThere || (put & bit) !== 0) count++;
		}
		return count >= 2;
	}
}
