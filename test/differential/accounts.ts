import { keccak256 } from "@evmore/evm/crypto";
import { encodeRlp } from "@evmore/evm/rlp";
import type { Random } from "./random.js";

/** Who sends the messages; has plenty. */
export const sender = "0x1000000000000000000000000000000000000001";
export const coinbase = "0xc014ba5e0000000000000000000000000000c014";
/** The contracts of a program; the first is called. */
export const contracts = [
	"0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	"0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
	"0x00000000000000000000000000000000000000cc",
] as const;
/** Has a balance and nothing else. */
export const wealthy = "0xdddddddddddddddddddddddddddddddddddddddd";
/** Exists, empty; such accounts were possible before EIP-161. */
export const hollow = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
/** Does not exist. */
export const absent = "0x9999999999999999999999999999999999999999";
/** Its code is delegated to the second contract, in forks with EIP-7702. */
export const delegated = "0x7777777777777777777777777777777777777702";

/** The address of the contract that an account creates with a nonce (Yellow Paper 7). */
export function creationAddress(creator: string, nonce: number): string {
	const item = nonce === 0 ? new Uint8Array() : Uint8Array.of(nonce);
	const hash = keccak256(encodeRlp([Uint8Array.from(Buffer.from(creator.slice(2), "hex")), item]));
	return `0x${Buffer.from(hash.subarray(12)).toString("hex")}`;
}

/** Where contracts come to be when messages and contracts create some. */
const created = [
	...[0, 1, 2, 3].map((nonce) => creationAddress(sender, nonce)),
	...contracts.flatMap((contract) => [1, 2].map((nonce) => creationAddress(contract, nonce))),
];

/** An address, as a word; some with dirt above the 160 bits. */
export function randomAddress(random: Random): bigint {
	const address = BigInt(
		random.weighted<() => string>([
			[30, () => contracts[0]],
			[35, () => contracts[1]],
			[30, () => contracts[2]],
			[8, () => random.pick(created)],
			[8, () => wealthy],
			[6, () => hollow],
			[8, () => absent],
			[6, () => delegated],
			[4, () => sender],
			[3, () => coinbase],
			[14, () => `0x${random.between(1, 0x11).toString(16)}`],
			[2, () => `0x${random.pick([0, 0x12, 0x13, 0xff, 0x100, 0x100, 0x101]).toString(16)}`],
		])(),
	);
	return random.chance(5) ? address | (BigInt(random.uint32()) << 160n) : address;
}
