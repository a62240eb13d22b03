import type { Address } from "../bytes/address.js";
import { keccak256 } from "./keccak256.js";

/** An address with its checksum in the case of its letters (EIP-55), as go-ethereum writes it in messages. */
export function checksumAddress(address: Address): string {
	const digits = address.slice(2);
	const hash = keccak256(new TextEncoder().encode(digits));
	let text = "0x";
	for (let i = 0; i < digits.length; i++) {
		const nibble = (hash[i >> 1]! >> (i % 2 === 0 ? 4 : 0)) & 0xf;
		text += nibble >= 8 ? digits[i]!.toUpperCase() : digits[i]!;
	}
	return text;
}
