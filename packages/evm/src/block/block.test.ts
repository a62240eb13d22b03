import { describe, expect, test } from "vitest";
import { zeroAddress } from "../bytes/address.js";
import { emptyRootHash } from "../crypto/keccak256.js";
import { decodeRlp, encodeRlp, type RlpItem } from "../rlp/rlp.js";
import { signTransaction } from "../tx/sign.js";
import type { Transaction } from "../tx/transaction.js";
import { type Block, computeTransactionsRoot, decodeBlock, encodeBlock, hashOmmers, sizeBlock } from "./block.js";
import { InvalidBlockError, matchesBlockException } from "./block-exception.js";
import { emptyOmmersHash } from "./empty-hashes.js";
import { type BlockHeader, hashHeader, headerToRlp } from "./header.js";
import { computeWithdrawalsRoot } from "./withdrawal.js";

const hash = `0x${"11".repeat(32)}` as const;
const key = new Uint8Array(32).fill(0x46);

const header: BlockHeader = {
	parentHash: hash,
	ommersHash: emptyOmmersHash,
	coinbase: zeroAddress,
	stateRoot: hash,
	transactionsRoot: hash,
	receiptsRoot: hash,
	logsBloom: new Uint8Array(256),
	difficulty: 0n,
	number: 1n,
	gasLimit: 5000n,
	gasUsed: 0n,
	timestamp: 1n,
	extraData: new Uint8Array(0),
	mixHash: hash,
	nonce: "0x0000000000000000",
	baseFee: 7n,
	withdrawalsRoot: hash,
};
const common = {
	nonce: 0n,
	gasLimit: 21_000n,
	to: zeroAddress,
	value: 1n,
	data: new Uint8Array(0),
	signature: undefined,
};
const legacy: Transaction = signTransaction({ ...common, type: 0, chainId: 1n, gasPrice: 7n }, key);
const typed: Transaction = signTransaction(
	{ ...common, type: 2, chainId: 1n, accessList: [], maxFeePerGas: 9n, maxPriorityFeePerGas: 1n },
	key,
);
const withdrawal = { index: 2n ** 64n - 1n, validatorIndex: 0n, address: zeroAddress, amount: 5n };
const block: Block = { header, transactions: [legacy, typed], ommers: [header], withdrawals: [withdrawal] };

describe("blocks", () => {
	test("survive encoding, with withdrawals and without", () => {
		for (const each of [block, { ...block, withdrawals: undefined }, { ...block, transactions: [], ommers: [] }]) {
			const bytes = encodeBlock(each);
			const decoded = decodeBlock(bytes);
			expect(decoded).toMatchObject(each);
			expect(decoded.hash).toBe(hashHeader(header));
			expect(decoded.sizeBytes).toBe(bytes.length);
			expect(encodeBlock(decoded)).toEqual(bytes);
			expect(sizeBlock(each)).toEqual(decoded);
			expect(sizeBlock(decoded)).toBe(decoded);
		}
	});

	test("roots of empty lists", () => {
		expect(computeTransactionsRoot([])).toBe(emptyRootHash);
		expect(computeWithdrawalsRoot([])).toBe(emptyRootHash);
		expect(hashOmmers([])).toBe(emptyOmmersHash);
	});

	const parts = (): RlpItem[] => [...(decodeRlp(encodeBlock(block)) as RlpItem[])];
	const withdrawalFields = (): RlpItem[] => [...((parts()[3] as RlpItem[])[0] as RlpItem[])];
	const headerFields = (): RlpItem[] => [...(parts()[0] as RlpItem[])];
	const blobFields = { blobGasUsed: 0n, excessBlobGas: 0n, parentBeaconBlockRoot: hash };
	const gapped = (headerToRlp({ ...header, ...blobFields }) as RlpItem[]).toSpliced(17, 1);
	const nine = new Uint8Array(9).fill(1);
	test.each<[string, string, () => Uint8Array]>([
		["nothing", "RLP_STRUCTURES_ENCODING", () => new Uint8Array(0)],
		["cut short", "RLP_STRUCTURES_ENCODING", () => encodeBlock(block).slice(0, -1)],
		["a byte too long", "RLP_STRUCTURES_ENCODING", () => Uint8Array.from([...encodeBlock(block), 0])],
		["a byte string", "RLP_STRUCTURES_ENCODING", () => encodeRlp(Uint8Array.of(1))],
		["two parts", "RLP_STRUCTURES_ENCODING", () => encodeRlp(parts().slice(0, 2))],
		["five parts", "RLP_STRUCTURES_ENCODING", () => encodeRlp([...parts(), []])],
		["a header that is none", "RLP_STRUCTURES_ENCODING", () => encodeRlp(parts().with(0, []))],
		["a long number", "RLP_STRUCTURES_ENCODING", () => encodeRlp(parts().with(0, headerFields().with(8, nine)))],
		["a field left out", "INCORRECT_BLOCK_FORMAT", () => encodeRlp(parts().with(0, gapped))],
		["transactions that are no list", "RLP_STRUCTURES_ENCODING", () => encodeRlp(parts().with(1, nine))],
		[
			"a wrapped legacy transaction",
			"RLP_STRUCTURES_ENCODING",
			() => encodeRlp(parts().with(1, [encodeRlp((parts()[1] as RlpItem[])[0]!)])),
		],
		["ommers that are no list", "RLP_STRUCTURES_ENCODING", () => encodeRlp(parts().with(2, nine))],
		["an ommer that is none", "RLP_STRUCTURES_ENCODING", () => encodeRlp(parts().with(2, [nine]))],
		["withdrawals that are no list", "RLP_STRUCTURES_ENCODING", () => encodeRlp(parts().with(3, nine))],
		["a withdrawal that is none", "RLP_STRUCTURES_ENCODING", () => encodeRlp(parts().with(3, [nine]))],
		[
			"an index of 9 bytes",
			"RLP_INVALID_FIELD_OVERFLOW_64",
			() => encodeRlp(parts().with(3, [withdrawalFields().with(0, nine)])),
		],
		[
			"an amount with a leading zero",
			"RLP_STRUCTURES_ENCODING",
			() => encodeRlp(parts().with(3, [withdrawalFields().with(3, Uint8Array.of(0, 1))])),
		],
		["a short address", "RLP_INVALID_ADDRESS", () => encodeRlp(parts().with(3, [withdrawalFields().with(2, nine)]))],
	])("%s: refused", (_, name, encode) => {
		let error: unknown;
		try {
			decodeBlock(encode());
		} catch (caught) {
			error = caught;
		}
		expect(error).toBeInstanceOf(InvalidBlockError);
		expect((error as InvalidBlockError).exception).toBe(`BlockException.${name}`);
	});

	test("a transaction that is none is named as such", () => {
		const bytes = encodeRlp(parts().with(1, [Uint8Array.of(9, 0xc0)]));
		expect(() => decodeBlock(bytes)).toThrow("TransactionException.TYPE_NOT_SUPPORTED");
	});
});

test("matchesBlockException: alternatives, and other names of a fault", () => {
	const expected = "BlockException.RLP_STRUCTURES_ENCODING|TransactionException.TYPE_3_TX_CONTRACT_CREATION";
	expect(matchesBlockException(expected, "TransactionException.TYPE_3_TX_CONTRACT_CREATION")).toBe(true);
	expect(matchesBlockException(expected, "BlockException.RLP_STRUCTURES_ENCODING")).toBe(true);
	expect(matchesBlockException(expected, "BlockException.INVALID_STATE_ROOT")).toBe(false);
	expect(matchesBlockException("BlockException.GAS_USED_OVERFLOW", "TransactionException.GAS_ALLOWANCE_EXCEEDED")).toBe(
		true,
	);
	expect(
		matchesBlockException("TransactionException.TYPE_NOT_SUPPORTED", "TransactionException.TYPE_2_TX_PRE_FORK"),
	).toBe(true);
	expect(matchesBlockException("BlockException.RLP_INVALID_VALUE", "BlockException.UNKNOWN_PARENT")).toBe(false);
});
