import { describe, expect, test } from "vitest";
import { zeroAddress } from "../bytes/address.js";
import { refuseBlock } from "./block-exception.js";
import { emptyOmmersHash } from "./empty-hashes.js";
import { type BlockHeader, hashHeader } from "./header.js";
import { type Ancestor, validateOmmers } from "./validate-ommers.js";

const hash = `0x${"11".repeat(32)}` as const;

function headerAfter(parent: Ancestor | undefined, extra: number): BlockHeader {
	return {
		parentHash: parent?.hash ?? hash,
		ommersHash: emptyOmmersHash,
		coinbase: zeroAddress,
		stateRoot: hash,
		transactionsRoot: hash,
		receiptsRoot: hash,
		logsBloom: new Uint8Array(256),
		difficulty: 1n,
		number: (parent?.header.number ?? -1n) + 1n,
		gasLimit: 5000n,
		gasUsed: 0n,
		timestamp: 0n,
		extraData: Uint8Array.of(extra),
		mixHash: hash,
		nonce: "0x0000000000000000",
	};
}

/** Ten blocks, newest first. */
const chain: Ancestor[] = [];
for (let i = 0; i < 10; i++) {
	const header = headerAfter(chain[0], 0);
	chain.unshift({ hash: hashHeader(header), header, ommers: [] });
}
const header = headerAfter(chain[0], 0);

/** An ommer so many generations older than the block. */
function ommerOf(generations: number, extra = 1): BlockHeader {
	return headerAfter(chain[generations], extra);
}

function refusalOf(ommers: readonly BlockHeader[], ancestors = chain): string | undefined {
	return validateOmmers({ header, ommers }, ancestors, () => undefined)?.exception;
}

describe("validateOmmers (Yellow Paper 11.1)", () => {
	test("none, and up to two of the last six generations", () => {
		expect(refusalOf([])).toBeUndefined();
		for (let generations = 1; generations <= 6; generations++) {
			expect(refusalOf([ommerOf(generations)])).toBeUndefined();
		}
		expect(refusalOf([ommerOf(1), ommerOf(1, 2)])).toBeUndefined();
	});

	test.each<[string, BlockHeader[]]>([
		["TOO_MANY_UNCLES", [ommerOf(1), ommerOf(2), ommerOf(3)]],
		["UNCLE_PARENT_INCORRECT", [ommerOf(7)]],
		["UNCLE_PARENT_INCORRECT", [{ ...ommerOf(1), parentHash: `0x${"22".repeat(32)}` }]],
		["UNCLE_IS_BROTHER", [ommerOf(0)]],
		["UNCLE_IS_ANCESTOR", [chain[0]!.header]],
		["UNCLE_IS_ANCESTOR", [chain[3]!.header]],
		["UNCLE_IN_CHAIN", [ommerOf(1), ommerOf(1)]],
	])("%s", (name, ommers) => {
		expect(refusalOf(ommers)).toBe(`BlockException.${name}`);
	});

	test("an ommer that an ancestor included", () => {
		const ommer = ommerOf(3);
		const including = chain.map((ancestor, index) => (index === 1 ? { ...ancestor, ommers: [ommer] } : ancestor));
		expect(refusalOf([ommer], including)).toBe("BlockException.UNCLE_IN_CHAIN");
	});

	test("its header must be valid after its own parent", () => {
		const ommer = ommerOf(2);
		const refusal = validateOmmers({ header, ommers: [ommer] }, chain, (found, parent) => {
			expect(found).toBe(ommer);
			expect(parent).toBe(chain[2]);
			return refuseBlock("INVALID_DIFFICULTY", "too little");
		});
		expect(refusal?.exception).toBe("BlockException.INVALID_DIFFICULTY");
		expect(refusal?.details).toBe(`ommer ${hashHeader(ommer)}: too little`);
	});
});
