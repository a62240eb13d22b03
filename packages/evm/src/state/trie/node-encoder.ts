import { getKeccakMemory, type KeccakMemory, keccak256, maxHashInput } from "../../crypto/keccak256.js";
import { headerSize, stringSize } from "../../rlp/rlp-size.js";
import type { DraftBranch } from "./draft-branch.js";
import { type DraftNode, NodeKind } from "./draft-node.js";
import type { NodeStore } from "./node-store.js";
import { emptyItem, hashHeader } from "./split-node.js";

/**
 * Encodes nodes and puts them into a store. They are written where they are hashed, in the memory of the hash function:
 * nothing is copied, and nothing allocated.
 */
export class NodeEncoder {
	/** Where nodes are kept. */
	store: NodeStore | undefined;
	readonly #keccak: KeccakMemory = getKeccakMemory();
	readonly #hash: Uint8Array = new Uint8Array(32);
	/** Where the node is written, and how far. */
	#buffer: Uint8Array;
	#at = 0;

	constructor() {
		this.#buffer = this.#keccak.input;
	}

	/**
	 * Encodes a node, unless that was done, and writes the item that refers to it.
	 *
	 * @returns the item's size
	 */
	encodeNode(node: DraftNode, target: Uint8Array, place: number): number {
		switch (node.kind) {
			case NodeKind.none:
				target[place] = emptyItem;
				return 1;
			case NodeKind.branch:
				for (let i = 0; i < node.referenceSize; i++) target[place + i] = node.reference[i]!;
				return node.referenceSize;
			default:
				this.#writeShort(node);
				return this.#finish(target, place);
		}
	}

	/** The same for a branch that stays. */
	encodeBranch(branch: DraftBranch, target: Uint8Array, place: number): number {
		const { bytes, offsets, references, sizes, value } = branch;
		let size = stringSize(value);
		let isPatch = branch.isPatchable && bytes.length <= maxHashInput;
		for (let i = 0; i < 16; i++) {
			const oldSize = offsets[i + 1]! - offsets[i]!;
			const newSize = sizes[i]!;
			size += newSize > 0 ? newSize : oldSize;
			if (newSize > 0 && newSize !== oldSize) isPatch = false;
		}
		if (isPatch) {
			this.#patchBranch(branch);
			return this.#finish(target, place);
		}
		this.#begin(size);
		for (let i = 0; i < 16; ) {
			if (sizes[i]! > 0) {
				this.#writeBytes(references, i * 33, i * 33 + sizes[i]!);
				i++;
				continue;
			}
			const first = i;
			while (i < 16 && sizes[i] === 0) i++;
			this.#writeBytes(bytes, offsets[first]!, offsets[i]!);
		}
		this.#writeString(value);
		return this.#finish(target, place);
	}

	/** Writes the branch as it was, and its new children in place of old ones of the same sizes. */
	#patchBranch({ bytes, offsets, references, sizes }: DraftBranch): void {
		const { input } = this.#keccak;
		this.#buffer = input;
		input.set(bytes);
		for (let i = 0; i < 16; i++) {
			for (let from = i * 33, end = from + sizes[i]!, to = offsets[i]!; from < end; ) input[to++] = references[from++]!;
		}
		this.#at = bytes.length;
	}

	/** Hashes what was encoded for itself already, and keeps it: a root shorter than a hash. */
	storeRoot(node: Uint8Array): Uint8Array {
		const hash = keccak256(node);
		this.store!.putNode(hash, node);
		return hash;
	}

	#writeShort(node: DraftNode): void {
		const isLeaf = node.kind === NodeKind.leaf;
		const { path } = node;
		let at = node.pathStart;
		const count = path.length - at;
		const packedSize = (count >> 1) + 1;
		this.#begin(
			(packedSize === 1 ? 1 : packedSize + headerSize(packedSize)) +
				(isLeaf ? stringSize(node.value) : node.referenceSize),
		);
		if (packedSize > 1) this.#writeHeader(packedSize, 0x80);
		const flags = isLeaf ? 0x20 : 0;
		this.#buffer[this.#at++] = count % 2 === 1 ? flags + 0x10 + path[at++]! : flags;
		for (; at < path.length; at += 2) this.#buffer[this.#at++] = (path[at]! << 4) | path[at + 1]!;
		if (isLeaf) this.#writeString(node.value);
		else this.#writeBytes(node.reference, 0, node.referenceSize);
	}

	/** Begins a list with a content of `size` bytes. */
	#begin(size: number): void {
		const total = size + headerSize(size);
		this.#buffer = total <= maxHashInput ? this.#keccak.input : new Uint8Array(total);
		this.#at = 0;
		this.#writeHeader(size, 0xc0);
	}

	/** The list is written: keeps it, unless it is so short that it is its own reference, and writes the reference. */
	#finish(target: Uint8Array, place: number): number {
		const size = this.#at;
		const buffer = this.#buffer;
		if (size < 32) {
			for (let i = 0; i < size; i++) target[place + i] = buffer[i]!;
			return size;
		}
		const { input, output } = this.#keccak;
		if (buffer === input) {
			this.#keccak.hashInput(size);
			this.#hash.set(output);
		} else {
			this.#hash.set(keccak256(buffer));
		}
		target[place] = hashHeader;
		target.set(this.#hash, place + 1);
		this.store!.putNode(this.#hash, buffer.subarray(0, size));
		return 33;
	}

	#writeString(bytes: Uint8Array): void {
		if (bytes.length !== 1 || bytes[0]! >= 0x80) this.#writeHeader(bytes.length, 0x80);
		this.#writeBytes(bytes, 0, bytes.length);
	}

	#writeBytes(bytes: Uint8Array, start: number, end: number): void {
		const buffer = this.#buffer;
		// A call of `set` costs as much as copying some forty bytes by hand.
		if (end - start > 40) buffer.set(bytes.subarray(start, end), this.#at);
		else for (let i = start, at = this.#at; i < end; i++) buffer[at++] = bytes[i]!;
		this.#at += end - start;
	}

	#writeHeader(length: number, base: 0x80 | 0xc0): void {
		const lengthSize = headerSize(length) - 1;
		this.#buffer[this.#at++] = lengthSize === 0 ? base + length : base + 55 + lengthSize;
		for (let i = lengthSize - 1; i >= 0; i--) this.#buffer[this.#at++] = Math.floor(length / 256 ** i);
	}
}
