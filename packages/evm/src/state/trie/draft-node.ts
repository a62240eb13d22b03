import { emptyBytes } from "../../bytes/bytes.js";
import { nibbleAt } from "./hex-prefix.js";

/** What became of a part of a trie. */
export enum NodeKind {
	/** Nothing is left of it. */
	none,
	leaf,
	extension,
	branch,
}

const firstPathSize = 160;

/**
 * A node that may still grow together with its parent: when a branch loses all children but one, its path and that of
 * the child become one. A leaf or an extension is therefore encoded only when its parent is sure to stay. A branch is
 * encoded at once, and is its reference here.
 */
export class DraftNode {
	kind: NodeKind = NodeKind.none;
	/** Nibbles, one per byte: the path of a leaf or extension, which ends at the end of the array and grows at its front. */
	path: Uint8Array = new Uint8Array(firstPathSize);
	pathStart: number = firstPathSize;
	/** Of a leaf. */
	value: Uint8Array = emptyBytes;
	/** The item that refers to the branch, or, of an extension, to the branch below it. */
	readonly reference: Uint8Array = new Uint8Array(33);
	referenceSize = 0;

	setNone(): void {
		this.kind = NodeKind.none;
		this.pathStart = this.path.length;
	}

	/** A leaf without a path, as yet. */
	setLeaf(value: Uint8Array): void {
		this.kind = NodeKind.leaf;
		this.pathStart = this.path.length;
		this.value = value;
	}

	/** A branch whose reference is `bytes` from `start` to `end`. */
	setBranch(bytes: Uint8Array, start: number, end: number): void {
		this.kind = NodeKind.branch;
		this.pathStart = this.path.length;
		this.referenceSize = end - start;
		for (let i = start; i < end; i++) this.reference[i - start] = bytes[i]!;
	}

	/** Puts nibbles `from` to `to` of a key before the node. */
	prependKey(key: Uint8Array, from: number, to: number): void {
		if (!this.#extend(to - from)) return;
		for (let i = from, at = this.pathStart; i < to; i++) this.path[at++] = nibbleAt(key, i);
	}

	/** Puts the nibbles `from` to `to` of a path, one per byte, before the node. */
	prependPath(path: Uint8Array, from: number, to: number): void {
		if (!this.#extend(to - from)) return;
		for (let i = from, at = this.pathStart; i < to; i++) this.path[at++] = path[i]!;
	}

	prependNibble(nibble: number): void {
		if (this.#extend(1)) this.path[this.pathStart] = nibble;
	}

	/** Makes room for nibbles before the path, and of a branch an extension to it; false when there is nothing to do. */
	#extend(count: number): boolean {
		if (count === 0 || this.kind === NodeKind.none) return false;
		if (this.kind === NodeKind.branch) this.kind = NodeKind.extension;
		if (count > this.pathStart) {
			const used = this.path.length - this.pathStart;
			const grown = new Uint8Array((used + count) * 2);
			grown.set(this.path.subarray(this.pathStart), grown.length - used);
			this.path = grown;
			this.pathStart = grown.length - used;
		}
		this.pathStart -= count;
		return true;
	}

	/** Becomes what another is. */
	copyFrom(other: DraftNode): void {
		this.setNone();
		this.kind = other.kind;
		this.value = other.value;
		this.referenceSize = other.referenceSize;
		this.reference.set(other.reference);
		if (other.pathStart === other.path.length) return;
		// An extension is made of a branch; a leaf stays one.
		this.kind = other.kind === NodeKind.extension ? NodeKind.branch : other.kind;
		this.prependPath(other.path, other.pathStart, other.path.length);
	}
}
