import { type Address, type Hash, hexToBytes } from "@evmore/evm";
import { remoteFailure } from "./remote-error.js";

// What a remote node says is read as what it must be, or refused: it may be another kind of node, broken, or hostile.

export function toQuantity(value: bigint): string {
	return `0x${value.toString(16)}`;
}

/** A number of up to 256 bits. Leading zeros, which some nodes write, do no harm. */
export function readWord(method: string, value: unknown): bigint {
	if (typeof value === "string" && /^0x[0-9a-f]{1,64}$/i.test(value)) return BigInt(value);
	throw remoteFailure(method, `${show(value)} is no number of up to 256 bits`);
}

export function readUint64(method: string, value: unknown): bigint {
	const number = readWord(method, value);
	if (number >> 64n !== 0n) throw remoteFailure(method, `${show(value)} is no number of up to 64 bits`);
	return number;
}

export function readBytes(method: string, value: unknown): Uint8Array {
	if (typeof value === "string" && /^0x([0-9a-f]{2})*$/i.test(value)) return hexToBytes(value as `0x${string}`);
	throw remoteFailure(method, `${show(value)} is no hexadecimal bytes`);
}

/** An object. */
export function readObject(method: string, value: unknown): Readonly<Record<string, unknown>> {
	if (typeof value === "object" && value !== null) return value as Readonly<Record<string, unknown>>;
	throw remoteFailure(method, `${show(value)} is no object`);
}

/** A list that may be missing. */
export function readList(method: string, value: unknown): readonly unknown[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value;
	throw remoteFailure(method, `${show(value)} is no list`);
}

export function readAddress(method: string, value: unknown): Address {
	if (typeof value === "string" && /^0x[0-9a-f]{40}$/i.test(value)) return value.toLowerCase() as Address;
	throw remoteFailure(method, `${show(value)} is no address`);
}

/** A word of storage: 32 bytes, or fewer, as some nodes write them. */
export function readStorageWord(method: string, value: unknown): bigint {
	if (typeof value === "string" && /^0x[0-9a-f]{0,64}$/i.test(value)) return BigInt(`0x0${value.slice(2)}`);
	throw remoteFailure(method, `${show(value)} is no word of 32 bytes`);
}

/** The hash of a block, of the block; null: there is none. */
export function readBlockHash(method: string, block: unknown): Hash | undefined {
	if (block === null) return undefined;
	const { hash } = (typeof block === "object" ? block : {}) as { readonly hash?: unknown };
	return readHash(method, hash, "hash");
}

export function readHash(method: string, value: unknown, field: string): Hash {
	if (typeof value === "string" && /^0x[0-9a-f]{64}$/i.test(value)) return value.toLowerCase() as Hash;
	throw remoteFailure(method, `"${field}" is ${show(value)}, no hash`);
}

function show(value: unknown): string {
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
