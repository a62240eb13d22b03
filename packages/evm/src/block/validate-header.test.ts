import { describe, expect, test } from "vitest";
import { zeroAddress } from "../bytes/address.js";
import { hexToBytes } from "../bytes/hex.js";
import type { Chain } from "../spec/chain.js";
import { daoExtraData } from "../spec/chains/dao-fork.js";
import { mainnet } from "../spec/chains/index.js";
import { resolveSpec } from "../spec/spec.js";
import { computeBaseFee } from "./base-fee.js";
import { computeDifficulty } from "./difficulty.js";
import { emptyOmmersHash } from "./empty-hashes.js";
import type { BlockHeader } from "./header.js";
import { validateHeader } from "./validate-header.js";

const hash = `0x${"11".repeat(32)}` as const;
const network: Chain = { ...mainnet, daoForkBlock: undefined, terminalTotalDifficulty: undefined };

const parent: BlockHeader = {
	parentHash: hash,
	ommersHash: emptyOmmersHash,
	coinbase: zeroAddress,
	stateRoot: hash,
	transactionsRoot: hash,
	receiptsRoot: hash,
	logsBloom: new Uint8Array(256),
	difficulty: 0x40000n,
	number: 100n,
	gasLimit: 10_000_000n,
	gasUsed: 1_000_000n,
	timestamp: 1000n,
	extraData: new Uint8Array(0),
	mixHash: hash,
	nonce: "0x0000000000000000",
};
const later = {
	baseFee: 1000n,
	withdrawalsRoot: hash,
	blobGasUsed: 0n,
	excessBlobGas: 0n,
	parentBeaconBlockRoot: hash,
	requestsHash: hash,
};
type LateField = keyof typeof later;

/** A parent that the rules of a fork would have made. */
function parentOf(fork: string, fields: readonly LateField[]): BlockHeader {
	const picked = Object.fromEntries(fields.map((name) => [name, later[name]]));
	return { ...parent, ...(resolveSpec(fork).rules.proofOfStake && { difficulty: 0n }), ...picked };
}

/** A header that is right after the parent. */
function childOf(before: BlockHeader, fork: string): BlockHeader {
	const spec = resolveSpec(fork);
	const child = { ...before, number: before.number + 1n, timestamp: before.timestamp + 12n };
	const difficulty = spec.rules.proofOfStake
		? 0n
		: computeDifficulty(spec, {
				parentDifficulty: before.difficulty,
				parentTimestamp: before.timestamp,
				parentHasOmmers: false,
				timestamp: child.timestamp,
				number: child.number,
			});
	const { baseFee, gasLimit, gasUsed } = before;
	return {
		...child,
		difficulty,
		...(spec.rules.feeMarket && { baseFee: computeBaseFee(spec, { baseFee, gasLimit, gasUsed }) }),
	};
}

const all: readonly LateField[] = [
	"baseFee",
	"withdrawalsRoot",
	"blobGasUsed",
	"excessBlobGas",
	"parentBeaconBlockRoot",
	"requestsHash",
];
const eras: readonly (readonly [fork: string, fields: readonly LateField[]])[] = [
	["Frontier", []],
	["Byzantium", []],
	["London", all.slice(0, 1)],
	["Paris", all.slice(0, 1)],
	["Shanghai", all.slice(0, 2)],
	["Cancun", all.slice(0, 5)],
	["Prague", all],
	["Osaka", all],
];

function refusalOf(header: BlockHeader, before: BlockHeader, fork: string, chain = network): string | undefined {
	return validateHeader(header, before, resolveSpec(fork), chain)?.exception;
}

describe("validateHeader", () => {
	test.each(eras)("%s: a good header passes", (fork, fields) => {
		const before = parentOf(fork, fields);
		expect(validateHeader(childOf(before, fork), before, resolveSpec(fork), network)).toBeUndefined();
	});

	const of =
		(change: Partial<BlockHeader>) =>
		(header: BlockHeader): BlockHeader => ({ ...header, ...change });
	test.each<[string, string, (header: BlockHeader) => BlockHeader]>([
		["INVALID_BLOCK_NUMBER", "Frontier", of({ number: 102n })],
		["INVALID_BLOCK_NUMBER", "Osaka", of({ number: 100n })],
		["INVALID_BLOCK_TIMESTAMP_OLDER_THAN_PARENT", "Frontier", of({ timestamp: 1000n })],
		["INVALID_BLOCK_TIMESTAMP_OLDER_THAN_PARENT", "Osaka", of({ timestamp: 999n })],
		["EXTRA_DATA_TOO_BIG", "Frontier", of({ extraData: new Uint8Array(33) })],
		["INVALID_DIFFICULTY", "Frontier", (header) => ({ ...header, difficulty: header.difficulty + 1n })],
		["INVALID_DIFFICULTY", "London", of({ difficulty: 0n })],
		["IMPORT_IMPOSSIBLE_DIFFICULTY_OVER_PARIS", "Paris", of({ difficulty: 1n })],
		["IMPORT_IMPOSSIBLE_UNCLES_OVER_PARIS", "Paris", of({ ommersHash: hash })],
		["INCORRECT_BLOCK_FORMAT", "Paris", of({ nonce: "0x0000000000000001" })],
		["INVALID_GASLIMIT", "Frontier", of({ gasLimit: 10_000_000n + 9765n })],
		["INVALID_GASLIMIT", "Frontier", of({ gasLimit: 10_000_000n - 9765n })],
		["INVALID_GAS_USED_ABOVE_LIMIT", "Frontier", of({ gasUsed: 10_000_001n })],
		["INVALID_BASEFEE_PER_GAS", "London", (header) => ({ ...header, baseFee: header.baseFee! + 1n })],
		["INCORRECT_EXCESS_BLOB_GAS", "Cancun", of({ excessBlobGas: 131_072n })],
		["IMPORT_IMPOSSIBLE_LONDON_WRONG_PARENT", "Berlin", of({ baseFee: 7n })],
		["IMPORT_IMPOSSIBLE_LEGACY_WRONG_PARENT", "London", of({ baseFee: undefined })],
		["IMPORT_IMPOSSIBLE_SHANGHAI", "Paris", of({ withdrawalsRoot: hash })],
		["IMPORT_IMPOSSIBLE_PARIS_OVER_SHANGHAI", "Shanghai", of({ withdrawalsRoot: undefined })],
		["INCORRECT_BLOCK_FORMAT", "Shanghai", of({ blobGasUsed: 0n, excessBlobGas: 0n })],
		["INCORRECT_BLOCK_FORMAT", "Cancun", of({ blobGasUsed: undefined })],
		["INCORRECT_BLOCK_FORMAT", "Cancun", of({ parentBeaconBlockRoot: undefined })],
		["INCORRECT_BLOCK_FORMAT", "Cancun", of({ requestsHash: hash })],
		["INCORRECT_BLOCK_FORMAT", "Prague", of({ requestsHash: undefined })],
	])("%s in %s", (name, fork, change) => {
		const fields = eras.find(([era]) => era === fork)?.[1] ?? [];
		const before = parentOf(fork, fields);
		expect(refusalOf(change(childOf(before, fork)), before, fork)).toBe(`BlockException.${name}`);
	});

	test("gas limits: the bounds themselves", () => {
		const child = childOf(parent, "Frontier");
		expect(refusalOf({ ...child, gasLimit: 10_000_000n + 9764n }, parent, "Frontier")).toBeUndefined();
		expect(refusalOf({ ...child, gasLimit: 10_000_000n - 9764n }, parent, "Frontier")).toBeUndefined();
		const least = { ...parent, gasLimit: 5001n, gasUsed: 0n };
		const next = childOf(least, "Frontier");
		expect(refusalOf({ ...next, gasLimit: 5000n }, least, "Frontier")).toBeUndefined();
		expect(refusalOf({ ...next, gasLimit: 4999n }, least, "Frontier")).toBe("BlockException.INVALID_GASLIMIT");
	});

	test("the first block with a base fee doubles the gas limit (EIP-1559)", () => {
		const child = childOf(parent, "London");
		expect(child.baseFee).toBe(1_000_000_000n);
		expect(refusalOf({ ...child, gasLimit: 20_000_000n }, parent, "London")).toBeUndefined();
		expect(refusalOf(child, parent, "London")).toBe("BlockException.INVALID_GASLIMIT");
		expect(refusalOf({ ...child, baseFee: undefined }, parent, "London")).toBe(
			"BlockException.IMPORT_IMPOSSIBLE_LEGACY",
		);
	});

	test("the first block with blobs follows one without (EIP-4844)", () => {
		const before = parentOf("Shanghai", all.slice(0, 2));
		const child = { ...childOf(before, "Cancun"), ...later, requestsHash: undefined, baseFee: 900n };
		expect(refusalOf(child, before, "Cancun")).toBeUndefined();
		expect(refusalOf({ ...child, excessBlobGas: 1n }, before, "Cancun")).toBe(
			"BlockException.INCORRECT_EXCESS_BLOB_GAS",
		);
	});

	test("the ten blocks of the DAO fork carry its extra data (EIP-779)", () => {
		const chain = { ...network, daoForkBlock: 101 };
		const extraData = hexToBytes(daoExtraData);
		const refused = "BlockException.EXTRA_DATA_INVALID_DAO";
		for (const [number, plain] of [
			[100n, undefined],
			[101n, refused],
			[110n, refused],
			[111n, undefined],
		] as const) {
			const before = { ...parent, number: number - 1n };
			const child = childOf(before, "DAO");
			expect(refusalOf(child, before, "DAO", chain)).toBe(plain);
			expect(refusalOf({ ...child, extraData }, before, "DAO", chain)).toBeUndefined();
		}
	});

	test("work where stake has taken over, stake where it has not yet (EIP-3675)", () => {
		const chain = { ...network, terminalTotalDifficulty: 1n };
		const before = parentOf("London", ["baseFee"]);
		const worked = childOf(before, "London");
		expect(refusalOf(worked, before, "Paris", chain)).toBe("BlockException.IMPORT_IMPOSSIBLE_PARIS_WRONG_POW");
		const badly = { ...worked, difficulty: worked.difficulty + 1n };
		expect(refusalOf(badly, before, "Paris", chain)).toBe("BlockException.INVALID_DIFFICULTY");
		const staked = { ...worked, difficulty: 0n };
		expect(refusalOf(staked, before, "London", chain)).toBe("BlockException.IMPORT_IMPOSSIBLE_PARIS_WRONG_POS");
	});
});
