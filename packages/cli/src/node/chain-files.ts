import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { decodeBlock, encodeBlock, InvalidBlockError, splitBlocks } from "@evmore/evm/block";
import { createNode } from "@evmore/node";
import { forkedAt, LmdbDatabase, verifyDatabase } from "@evmore/node/persistence";
import { describeFileError, InputError, UsageError } from "../errors.js";
import { parseJson } from "../input/json-input.js";
import { parseUnsigned } from "../input/option-values.js";
import { nameInput, readText } from "../input/text-input.js";
import { OutputFile } from "../output/output-file.js";
import { ProgressLine } from "../progress-line.js";
import { print, writeBytes, writeText } from "../terminal.js";
import type { ExportOptions, ImportOptions, VerifyOptions } from "./chain-commands.js";

const maxUint64 = (1n << 64n) - 1n;

/** @throws {CorruptDatabaseError} with the first thing that is wrong */
export async function verifyFolder({ datadir }: VerifyOptions): Promise<void> {
	const database = new LmdbDatabase(datadir, { readOnly: true });
	try {
		const head = database.getBlock(database.getHead()!)?.block.header.number ?? 0n;
		const { blocks, transactions, nodes, withoutState, edited } = verifyDatabase(database);
		const fork = forkedAt(database);
		print(
			`${blocks} blocks up to ${head}, ${transactions} transactions, ${nodes} trie nodes: every hash is right` +
				(withoutState === 0 ? "" : `; the states of ${withoutState} blocks are pruned`) +
				(edited === 0 ? "" : `; the states after ${edited} blocks were edited`) +
				(fork === undefined ? "" : `; forked at block ${fork}, of which only the header is here`),
		);
	} finally {
		await database.close();
	}
}

export async function importFile(path: string, { datadir, init }: ImportOptions): Promise<void> {
	if (path === "-" && init === "-") throw new UsageError("FILE and --init cannot both be standard input");
	const name = nameInput(path);
	const bytes = await readBytes(path);
	if (bytes.length === 0) throw new InputError(`${name}: empty, no block`);
	const genesis = init === undefined ? undefined : parseJson(await readText(init), nameInput(init));
	const noChain = new InputError(`${datadir} holds no chain yet: give the genesis with --init`);
	if (genesis === undefined && !hasDatabase(datadir)) throw noChain;
	const database = new LmdbDatabase(datadir);
	if (database.getHead() === undefined && genesis === undefined) {
		await database.close();
		throw noChain;
	}
	const node = await createNode({ database, ...(genesis !== undefined && { genesis }) });
	const progress = new ProgressLine();
	let count = 0;
	let known = 0;
	try {
		for (const block of splitBlocks(bytes)) {
			if (database.getBlock(decodeBlock(block).hash) === undefined) await node.importBlock(block);
			else known++;
			count++;
			progress.show(() => `${count} blocks`);
		}
	} catch (error) {
		if (error instanceof InvalidBlockError) {
			throw new InputError(`${name}: block ${count + 1}: ${error.exception}: ${error.details}`);
		}
		if (error instanceof Error) throw new InputError(`${name}: block ${count + 1}: ${error.message}`);
		throw error;
	} finally {
		progress.end();
		await node.close();
	}
	print(`${count - known} blocks imported${known === 0 ? "" : `, ${known} were there already`}`);
}

/** Whether a database is in the folder: where none is, to open it is to make it. */
function hasDatabase(folder: string): boolean {
	return existsSync(join(folder, "data.mdb")) || statSync(folder, { throwIfNoEntry: false })?.isFile() === true;
}

/** Writes blocks to a file, or to standard output, which then holds nothing else. */
export async function exportFile(path: string, options: ExportOptions): Promise<void> {
	const { datadir } = options;
	const database = new LmdbDatabase(datadir, { readOnly: true });
	try {
		const { from, to } = readRange(database, options);
		const blocks = encodedBlocks(database, datadir, from, to);
		if (path === "-") {
			for (const rlp of blocks) writeBytes(1, rlp);
			writeText(2, `blocks ${from} to ${to} written to standard output\n`);
		} else {
			writeBlocks(path, blocks);
			print(`blocks ${from} to ${to} written to ${path}`);
		}
	} finally {
		await database.close();
	}
}

interface BlockRange {
	readonly from: bigint;
	readonly to: bigint;
}

/** @throws {InputError} the chain does not have all of the blocks that the options name */
function readRange(database: LmdbDatabase, { first, last }: ExportOptions): BlockRange {
	const head = database.getBlock(database.getHead()!)!.block.header.number;
	const fork = forkedAt(database);
	const from = first === undefined ? (fork ?? 0n) + 1n : parseUnsigned(first, "--first", maxUint64);
	const to = last === undefined ? head : parseUnsigned(last, "--last", maxUint64);
	if (to > head) throw new InputError(`--last: the head is block ${head}`);
	if (fork !== undefined && from <= fork) {
		throw new InputError(`--first: the chain was forked at block ${fork}, and has only what follows`);
	}
	if (from > to) throw new InputError(`there is no block from ${from} to ${to}`);
	return { from, to };
}

function* encodedBlocks(database: LmdbDatabase, datadir: string, from: bigint, to: bigint): Generator<Uint8Array> {
	for (let number = from; number <= to; number++) {
		const hash = database.getCanonicalHash(number);
		const stored = hash === undefined ? undefined : database.getBlock(hash);
		if (stored === undefined) throw new InputError(`${datadir} has no block ${number}`);
		yield encodeBlock(stored.block);
	}
}

/** The file appears when all of it is written. */
function writeBlocks(path: string, blocks: Iterable<Uint8Array>): void {
	const file = new OutputFile(path);
	try {
		for (const rlp of blocks) file.write(path.endsWith(".gz") ? gzipSync(rlp) : rlp);
		file.publish();
	} finally {
		file.discard();
	}
}

async function readBytes(path: string): Promise<Uint8Array> {
	let bytes: Buffer;
	try {
		bytes = path === "-" ? await buffer(process.stdin) : readFileSync(path);
	} catch (error) {
		throw new InputError(describeFileError(error as NodeJS.ErrnoException, path));
	}
	try {
		return new Uint8Array(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
	} catch {
		throw new InputError(`${nameInput(path)}: the gzip data are broken`);
	}
}
