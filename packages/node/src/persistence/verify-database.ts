import type { Hash } from "@evmore/evm";
import {
	computeReceiptsRoot,
	computeTransactionsRoot,
	computeWithdrawalsRoot,
	hashHeader,
	hashOmmers,
} from "@evmore/evm/block";
import type { Database, StoredBlock } from "../database/database.js";
import { forkedAt } from "../database/kept-rules.js";
import { CorruptDatabaseError } from "./persistence-error.js";
import { StateWalk } from "./state-walk.js";

/** What was found in a database. */
export interface Verification {
	readonly blocks: number;
	readonly transactions: number;
	readonly nodes: number;
	/** Canonical blocks whose state was pruned. */
	readonly withoutState: number;
	/** Canonical blocks behind which a setter changed the state: their state is another one than the header's. */
	readonly edited: number;
}

/**
 * Computes every hash of the canonical chain anew from what is on the disk: of headers, transactions, receipts, ommers,
 * withdrawals, trie nodes and codes.
 *
 * @param onProgress - called with the number of a block when it is done
 * @param most - how many blocks, from the head down
 * @throws {CorruptDatabaseError} with the first thing that is wrong
 */
export function verifyDatabase(
	database: Database,
	onProgress: (number: bigint) => void = () => {},
	most: number = Number.POSITIVE_INFINITY,
): Verification {
	const headHash = database.getHead();
	if (headHash === undefined) throw new CorruptDatabaseError("the database has no head");
	const walk = new StateWalk(database, true);
	const fork = forkedAt(database);
	let [blocks, transactions, withoutState, edited] = [0, 0, 0, 0];
	let above: StoredBlock | undefined;
	let hash: Hash | undefined = headHash;
	while (hash !== undefined && blocks < most) {
		const stored = database.getBlock(hash);
		if (stored === undefined) throw new CorruptDatabaseError(`the block ${hash} is missing`);
		const { header } = stored.block;
		const isForked = header.number === fork;
		const expect = expectationOf(header.number);
		expect("canonical hash", database.getCanonicalHash(header.number), hash);
		// Of the block that a chain was forked at there is a header, and it has the hash that the other node says.
		if (!isForked) checkBlock(database, stored, hash, expect);
		if (above !== undefined && above.block.header.number !== header.number + 1n) {
			throw new CorruptDatabaseError(`block ${above.block.header.number} follows block ${header.number}`);
		}
		blocks++;
		transactions += stored.block.transactions.length;
		if (stored.stateRoot !== header.stateRoot && !isForked) edited++;
		if (hash !== headHash && !walk.hasState(stored.stateRoot)) withoutState++;
		else walk.visitState(stored.stateRoot);
		onProgress(header.number);
		above = stored;
		const isFirst = database.getCanonicalHash(header.number - 1n) === undefined || header.number === 0n;
		hash = isFirst ? undefined : header.parentHash;
	}
	return { blocks, transactions, nodes: walk.nodeCount, withoutState, edited };
}

type Expect = (what: string, found: unknown, expected: unknown) => void;

function expectationOf(number: bigint): Expect {
	return (what, found, expected) => {
		if (found === expected) return;
		throw new CorruptDatabaseError(`the ${what} of block ${number} is ${found}, not ${expected}`);
	};
}

function checkBlock(database: Database, stored: StoredBlock, hash: Hash, expect: Expect): void {
	const { block, receipts, senders, hashes } = stored;
	const { header, transactionBytes, ommers, withdrawals } = block;
	expect("hash", hashHeader(header), hash);
	expect("transactions root", computeTransactionsRoot(transactionBytes), header.transactionsRoot);
	expect("receipts root", computeReceiptsRoot(receipts), header.receiptsRoot);
	expect("hash of ommers", hashOmmers(ommers), header.ommersHash);
	if (withdrawals !== undefined) {
		expect("withdrawals root", computeWithdrawalsRoot(withdrawals), header.withdrawalsRoot);
	}
	expect("number of senders", senders.length, transactionBytes.length);
	expect("number of hashes", hashes.length, transactionBytes.length);
	for (const [index, transaction] of hashes.entries()) {
		const place = database.getTransactionPlace(transaction);
		expect(`place of transaction ${index}`, place && `${place.blockHash} ${place.index}`, `${hash} ${index}`);
	}
}
