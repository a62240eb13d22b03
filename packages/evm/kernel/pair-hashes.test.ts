import { keccak_256 } from "@noble/hashes/sha3.js";
import { describe, expect, test } from "vitest";
import { assemble } from "../src/asm/index.js";
import { createEvm, parseAddress } from "../src/index.js";

const contract = parseAddress("0x00000000000000000000000000000000000c0de0");
const code = assemble("PUSH1 64 PUSH0 PUSH0 CALLDATACOPY PUSH1 64 PUSH0 KECCAK256 PUSH0 MSTORE PUSH1 32 PUSH0 RETURN");

/** 64 bytes that look like nothing. */
const noise = Uint8Array.from({ length: 64 }, (_, index) => (index * 167 + 31) & 0xff);

function changed(pair: Uint8Array, bit: number): Uint8Array {
	const other = pair.slice();
	other[bit >> 3]! ^= 1 << (bit & 7);
	return other;
}

/** An account and a slot, as Solidity hashes them. */
function mappingPair(account: number, slot: number): Uint8Array {
	const pair = new Uint8Array(64);
	const view = new DataView(pair.buffer);
	view.setUint32(28, account);
	view.setUint32(60, slot);
	return pair;
}

describe.each(["interpreter", "compiler"] as const)("hashes of 64 bytes by the %s", (engine) => {
	test("are those of these bytes, whatever was hashed before", () => {
		const evm = createEvm({ engine });
		// Of nothing at all before anything else: places that are not taken are full of zeros.
		const pairs = [new Uint8Array(64), new Uint8Array(64).fill(0xff), noise];
		for (let bit = 0; bit < 512; bit++) pairs.push(changed(noise, bit));
		// More than are remembered.
		for (let account = 0; account < 3000; account++) pairs.push(mappingPair(account * 7919, account & 3));
		for (let round = 0; round < 2; round++) {
			for (const pair of pairs) {
				const { output } = evm.call({ to: contract, code, data: pair });
				expect(Buffer.from(output).toString("hex")).toBe(Buffer.from(keccak_256(pair)).toString("hex"));
			}
		}
	});

	test("are found again", () => {
		const evm = createEvm({ engine });
		for (let round = 0; round < 3; round++) {
			for (const pair of [noise, changed(noise, 0), mappingPair(1, 2)]) {
				const { output } = evm.call({ to: contract, code, data: pair });
				expect(output).toEqual(keccak_256(pair));
			}
		}
	});
});
