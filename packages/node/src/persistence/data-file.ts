import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { CorruptDatabaseError } from "./persistence-error.js";

// LMDB maps its file into memory and trusts it: a file that was cut short, or is something else, ends the process by a signal. What
// stands in the two pages at its beginning is looked at before that.

const magic = 0xbeefc0de;
/** Where things are in such a page, in the form of LMDB that the package `lmdb` has: data version 2. */
const at = { magic: 24, pageSize: 48, roots: [88, 136], transaction: 152, end: 160 } as const;
/** The place of a tree that is empty. */
const noPage = 0xffff_ffff_ffff_ffffn;
const pageSizes = [4096, 8192, 16384, 32768, 65536];

interface Meta {
	readonly transaction: bigint;
	/** Pages where the trees begin. */
	readonly roots: readonly bigint[];
	readonly pageSize: number;
}

/**
 * Looks whether a folder's file of data can be opened. One without anything in it can: it was made, and nothing was written yet.
 *
 * @throws {CorruptDatabaseError} it cannot: it is damaged, cut short, or something else
 */
export function checkDataFile(folder: string): void {
	const path = join(folder, "data.mdb");
	let file: number;
	try {
		file = openSync(path, "r");
	} catch {
		// None, or one that LMDB cannot read either: it says why.
		return;
	}
	try {
		const { size } = fstatSync(file);
		if (size === 0) return;
		const metas = [0, ...pageSizes].flatMap((place) => readMeta(file, place) ?? []);
		if (metas.length === 0) throw new CorruptDatabaseError(`${path} is damaged: it does not begin as a database does`);
		const newest = metas.reduce((a, b) => (b.transaction > a.transaction ? b : a));
		const pages = BigInt(Math.floor(size / newest.pageSize));
		if (newest.roots.some((root) => root !== noPage && root >= pages)) {
			throw new CorruptDatabaseError(`${path} is damaged: its end is missing`);
		}
	} finally {
		closeSync(file);
	}
}

function readMeta(file: number, place: number): Meta | undefined {
	const bytes = new DataView(new ArrayBuffer(at.end));
	if (readSync(file, bytes, 0, at.end, place) < at.end) return undefined;
	const pageSize = bytes.getUint32(at.pageSize, true);
	if (bytes.getUint32(at.magic, true) !== magic || !pageSizes.includes(pageSize)) return undefined;
	// The second one is a page behind the first.
	if (place !== 0 && place !== pageSize) return undefined;
	const roots = at.roots.map((root) => bytes.getBigUint64(root, true));
	return { transaction: bytes.getBigUint64(at.transaction, true), roots, pageSize };
}
