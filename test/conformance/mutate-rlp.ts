import { computeTransactionsRoot } from "../../packages/evm/src/block/index.js";
import { hexToBytes } from "../../packages/evm/src/bytes/index.js";
import { decodeRlp, encodeRlp, type RlpItem } from "../../packages/evm/src/rlp/index.js";
import type { Random } from "../differential/random.js";

/** Lists that can be changed. */
type Tree = Uint8Array | Tree[];

/** Bytes with a few changes: bits flipped, bytes set, cut, put in or repeated. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
	let mutated = [...bytes];
	for (let changes = 1 + random.below(3); changes > 0; changes--) {
		const at = random.below(mutated.length);
		switch (random.below(5)) {
			case 0:
				mutated[at]! ^= 1 << random.below(8);
				break;
			case 1:
				mutated[at] = random.pick([0, 0x7f, 0x80, 0xb8, 0xbf, 0xc0, 0xf8, 0xff]);
				break;
			case 2:
				mutated = mutated.slice(0, at + 1);
				break;
			case 3:
				mutated.splice(at, random.below(4), ...mutated.slice(at, at + random.below(40)));
				break;
			default:
				mutated.splice(at, 1 + random.below(3));
		}
		if (mutated.length === 0) mutated = [0xc0];
	}
	return Uint8Array.from(mutated);
}

/** A block with one of its parts, at any depth, replaced, removed, repeated or moved; its RLP stays well-formed. */
export function mutateBlock(rlp: Uint8Array, random: Random): Uint8Array {
	const block = copyTree(decodeRlp(rlp));
	mutateTree(block as Tree[], random);
	return encodeRlp(block);
}

/**
 * A block with a transaction changed, removed, repeated or moved, and a header that has the right root of its transactions:
 * it goes as far as execution.
 */
export function mutateTransactions(rlp: Uint8Array, random: Random): Uint8Array {
	const block = copyTree(decodeRlp(rlp)) as Tree[];
	const [header, transactions] = block as [Tree[], Tree[]];
	if (transactions.length === 0) return mutateBlock(rlp, random);
	const at = random.below(transactions.length);
	switch (random.below(8)) {
		case 0:
			transactions.splice(at, 1);
			break;
		case 1:
			transactions.splice(random.below(transactions.length), 0, transactions[at]!);
			break;
		case 2:
			transactions.splice(random.below(transactions.length), 0, ...transactions.splice(at, 1));
			break;
		default:
			transactions[at] = mutateTransaction(transactions[at]!, random);
	}
	const bytes = transactions.map((item) => (item instanceof Uint8Array ? item : encodeRlp(item)));
	header[4] = hexToBytes(computeTransactionsRoot(bytes));
	return encodeRlp(block);
}

/** The canonical bytes of the transactions of a block. */
export function transactionsOf(rlp: Uint8Array): Uint8Array[] {
	const [, transactions] = decodeRlp(rlp) as [RlpItem, readonly RlpItem[]];
	return transactions.map((item) => (item instanceof Uint8Array ? item : encodeRlp(item)));
}

/** A transaction as it stands in a block with one of its fields changed; a typed one sometimes with another type. */
function mutateTransaction(item: Tree, random: Random): Tree {
	if (!(item instanceof Uint8Array)) {
		mutateTree(item, random);
		return item;
	}
	const fields = copyTree(decodeRlp(item.subarray(1)));
	const type = random.chance(10) ? random.below(256) : item[0]!;
	mutateTree(fields as Tree[], random);
	return Uint8Array.of(type, ...encodeRlp(fields));
}

function copyTree(item: RlpItem): Tree {
	return item instanceof Uint8Array ? item.slice() : item.map(copyTree);
}

/** Changes one node of a tree, each level with the same chance. */
function mutateTree(tree: Tree[], random: Random): void {
	let list = tree;
	for (;;) {
		if (list.length === 0) {
			list.push(replacement(new Uint8Array(0), random));
			return;
		}
		const at = random.below(list.length);
		const node = list[at]!;
		if (!(node instanceof Uint8Array) && random.chance(75)) {
			list = node;
			continue;
		}
		switch (random.below(8)) {
			case 0:
				list.splice(at, 1);
				return;
			case 1:
				list.splice(random.below(list.length + 1), 0, node);
				return;
			case 2:
				list[at] = list[random.below(list.length)]!;
				return;
			default:
				list[at] = replacement(node, random);
				return;
		}
	}
}

/** Something else in a node's place. */
function replacement(node: Tree, random: Random): Tree {
	const bytes = node instanceof Uint8Array ? node : new Uint8Array(0);
	switch (random.below(10)) {
		case 0:
			return new Uint8Array(0);
		case 1:
			return [];
		case 2:
			return nest(random.between(1, 2000));
		case 3:
			// A zero before a number.
			return Uint8Array.of(0, ...bytes);
		case 4:
			return new Uint8Array(random.pick([1, 8, 9, 20, 31, 32, 33, 256, 4096])).fill(random.pick([0, 1, 0x7f, 0xff]));
		case 5:
			return random.pick(
				[0n, 1n, 27n, 1n << 31n, 1n << 32n, (1n << 64n) - 1n, 1n << 64n, (1n << 256n) - 1n].map(numberBytes),
			);
		case 6:
			return bytes.subarray(0, Math.max(0, bytes.length - 1));
		default: {
			if (bytes.length === 0) return Uint8Array.of(random.below(256));
			const changed = bytes.slice();
			changed[random.below(changed.length)]! ^= 1 << random.below(8);
			return changed;
		}
	}
}

function numberBytes(value: bigint): Uint8Array {
	const digits = value === 0n ? "" : value.toString(16);
	return new Uint8Array(Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex"));
}

function nest(depth: number): Tree {
	let tree: Tree = [];
	for (let i = 0; i < depth; i++) tree = [tree];
	return tree;
}
