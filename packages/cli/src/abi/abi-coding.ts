import type { Hex } from "@evmore/evm/bytes";
import { type AbiItem, type AbiParameter, type AbiValue, formatSignature, withoutNames } from "./abi.js";

/** The ABI encoding of values, without a selector. */
export async function encodeValues(parameters: readonly AbiParameter[], values: readonly AbiValue[]): Promise<Hex> {
	const { encode } = await import("ox/AbiParameters");
	return encode(withoutNames(parameters) as never, values as never);
}

/** Values from their ABI encoding. Throws whatever `ox` throws when the data are none. */
export async function decodeValues(parameters: readonly AbiParameter[], data: Hex): Promise<readonly AbiValue[]> {
	if (parameters.length === 0) return [];
	const { decode } = await import("ox/AbiParameters");
	return decode(withoutNames(parameters) as never, data as never, { checksumAddress: true }) as readonly AbiValue[];
}

/** keccak256 of the signature: of an event the first topic; its first four bytes select a function or error. */
export async function hashSignature(item: AbiItem): Promise<Hex> {
	const [{ keccak256 }, { bytesToHex }] = await Promise.all([
		import("@evmore/evm/crypto"),
		import("@evmore/evm/bytes"),
	]);
	return bytesToHex(keccak256(new TextEncoder().encode(formatSignature(item))));
}

/** The first four bytes of {@link hashSignature}. */
export async function selectorOf(item: AbiItem): Promise<Hex> {
	return (await hashSignature(item)).slice(0, 10) as Hex;
}
