import { type Address, type Hash, hexToBytes } from "@evmore/evm";
import type { Transaction } from "@evmore/evm/tx";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PooledTransaction, TransactionPool } from "./transaction-pool.js";

const senderOf = (id: number): Address => `0x${id.toString(16).padStart(40, "0")}`;
let count = 0;

function pooled(sender: number, nonce: bigint, tip: bigint, maxFeePerGas = 100n): PooledTransaction {
	const transaction: Transaction = {
		type: 2,
		chainId: 1n,
		nonce,
		gasLimit: 21_000n,
		maxFeePerGas,
		maxPriorityFeePerGas: tip,
		to: senderOf(0),
		value: 0n,
		data: new Uint8Array(0),
		accessList: [],
		signature: undefined,
	};
	const hash: Hash = `0x${(++count).toString(16).padStart(64, "0")}`;
	return {
		transaction,
		bytes: hexToBytes(hash),
		hash,
		sender: senderOf(sender),
		sidecar: undefined,
		isImpersonated: false,
	};
}

function noncesOf(pool: TransactionPool, nonce: bigint): ReadonlyMap<Address, bigint> {
	return new Map(pool.senders.map((sender) => [sender, nonce]));
}

function selectionOf(pool: TransactionPool, baseFee: bigint, order: "fees" | "fifo"): string[] {
	const selection = pool.selection(noncesOf(pool, 0n), baseFee, order);
	const found: string[] = [];
	for (let next = selection.next(); next !== undefined; next = selection.next()) {
		found.push(`${Number(BigInt(next.sender))}:${next.transaction.nonce}`);
	}
	return found;
}

describe("the pool", () => {
	test("puts transactions in order by what they pay, nonces in a row", () => {
		const pool = new TransactionPool();
		for (const entry of [
			pooled(1, 1n, 9n),
			pooled(1, 0n, 1n),
			pooled(2, 0n, 5n),
			pooled(3, 1n, 50n),
			pooled(4, 0n, 3n),
		]) {
			pool.add(entry);
		}
		expect(selectionOf(pool, 10n, "fees")).toEqual(["2:0", "4:0", "1:0", "1:1"]);
		expect(selectionOf(pool, 10n, "fifo")).toEqual(["1:0", "1:1", "2:0", "4:0"]);
		expect(pool.nextNonce(senderOf(1), 0n)).toBe(2n);
		expect(pool.partition(senderOf(3), 0n)).toMatchObject({ pending: [], queued: [{ transaction: { nonce: 1n } }] });
		pool.dropStale(noncesOf(pool, 1n));
		expect(pool.size).toBe(2);
	});

	test("leaves those that do not pay the base fee, and what follows them", () => {
		const pool = new TransactionPool();
		for (const entry of [pooled(1, 0n, 1n, 50n), pooled(1, 1n, 1n, 500n), pooled(2, 0n, 1n, 60n)]) pool.add(entry);
		expect(selectionOf(pool, 55n, "fees")).toEqual(["2:0"]);
	});

	test("knows the next nonce of a sender, whatever comes and goes", () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.boolean(), fc.bigInt(0n, 12n), fc.bigInt(0n, 12n)), { maxLength: 60, size: "max" }),
				(steps) => {
					const pool = new TransactionPool();
					for (const [isAdded, nonce, asked] of steps) {
						const known = pool.at(senderOf(1), nonce);
						if (isAdded && known === undefined) pool.add(pooled(1, nonce, 1n));
						else if (!isAdded && known !== undefined) pool.remove(known.hash);
						let next = asked;
						while (pool.at(senderOf(1), next) !== undefined) next++;
						expect(pool.nextNonce(senderOf(1), asked)).toBe(next);
					}
				},
			),
		);
	});

	test("skips a sender", () => {
		const pool = new TransactionPool();
		for (const entry of [pooled(1, 0n, 9n), pooled(1, 1n, 9n), pooled(2, 0n, 1n)]) pool.add(entry);
		const selection = pool.selection(noncesOf(pool, 0n), 0n, "fees");
		expect(selection.next()?.sender).toBe(senderOf(1));
		selection.skipSender(senderOf(1));
		expect(selection.next()?.sender).toBe(senderOf(2));
		expect(selection.next()).toBeUndefined();
	});

	test("replaces for a tenth more of both prices, and for nothing less", () => {
		const pool = new TransactionPool();
		const first = pooled(1, 0n, 10n, 100n);
		pool.add(first);
		expect(() => pool.add(first)).toThrow("already known");
		for (const [tip, maxFee] of [
			[10n, 110n],
			[11n, 100n],
			[11n, 109n],
		] as const) {
			expect(() => pool.add(pooled(1, 0n, tip, maxFee))).toThrow("replacement transaction underpriced");
		}
		expect(pool.add(pooled(1, 0n, 11n, 110n))).toMatchObject({ hash: first.hash });
		expect(pool.get(first.hash)).toBeUndefined();
		expect(pool.size).toBe(1);
	});
});
