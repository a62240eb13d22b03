import { type Address, type Hash, type Hex, hexToBytes } from "@evmore/evm";
import { invalidParameters } from "../errors/rpc-error.js";

/** Reads a parameter from JSON. */
export interface Codec<T> {
	/**
	 * @param place - for messages: `argument 0`, `argument 0.to`
	 * @throws {RpcError} the value is something else
	 */
	decode(value: unknown, place: string): T;
	/** What stands for a parameter that is missing or null; without it the parameter is required. */
	readonly missing?: { readonly value: T };
}

/** A codec of a function. */
export function codec<T>(decode: (value: unknown, place: string) => T): Codec<T> {
	return { decode };
}

/** A parameter that may be missing or null. */
export function optional<T>(inner: Codec<T>): Codec<T | undefined>;
export function optional<T, D>(inner: Codec<T>, value: D): Codec<T | D>;
export function optional<T, D>(inner: Codec<T>, value?: D): Codec<T | D | undefined> {
	return {
		decode: (given, place) => (given === undefined || given === null ? value : inner.decode(given, place)),
		missing: { value },
	};
}

export function invalid(place: string, message: string): never {
	throw invalidParameters(`invalid ${place}: ${message}`);
}

function hexDigits(value: unknown, place: string): string {
	if (typeof value !== "string") invalid(place, "not a string");
	if (value === "") invalid(place, "empty hex string");
	if (!/^0x/i.test(value)) invalid(place, "hex string without 0x prefix");
	const digits = value.slice(2);
	if (!/^[0-9a-f]*$/i.test(digits)) invalid(place, "invalid hex string");
	return digits;
}

function quantityOf(maxBits: number): Codec<bigint> {
	return codec((value, place) => {
		const digits = hexDigits(value, place);
		if (digits === "") invalid(place, 'hex string "0x"');
		if (digits.length > 1 && digits.startsWith("0")) invalid(place, "hex number with leading zero digits");
		if (digits.length > maxBits / 4) invalid(place, `hex number > ${maxBits} bits`);
		return BigInt(`0x${digits}`);
	});
}

/** An integer of up to 64 bits, `0x` and no leading zeros. */
export const uint64: Codec<bigint> = quantityOf(64);

/** An integer of up to 256 bits, `0x` and no leading zeros. */
export const uint256: Codec<bigint> = quantityOf(256);

/** An integer as people write it: hexadecimal, decimal text, or a JSON number. For what development tools send. */
export const looseInteger: Codec<bigint> = codec((value, place) => {
	if (typeof value === "number" && Number.isSafeInteger(value)) return checkRange(BigInt(value));
	if (typeof value === "string" && /^(0x[0-9a-f]{1,64}|\d{1,78})$/i.test(value)) return checkRange(BigInt(value));
	return invalid(place, "not an integer");

	function checkRange(integer: bigint): bigint {
		return integer < 0n || integer >> 256n !== 0n ? invalid(place, "integer out of range") : integer;
	}
});

/** Seconds, perhaps with a fraction. */
export const seconds: Codec<number> = codec((value, place) => {
	const number = typeof value === "number" ? value : Number(looseInteger.decode(value, place));
	return Number.isFinite(number) && number >= 0 && number < 2 ** 31
		? number
		: invalid(place, "not a number of seconds");
});

/** Bytes: `0x` and an even number of digits. */
export const bytes: Codec<Uint8Array> = codec((value, place) => {
	const digits = hexDigits(value, place);
	if (digits.length % 2 !== 0) invalid(place, "hex string of odd length");
	return hexToBytes(`0x${digits}`);
});

function fixedHex(what: string, sizeBytes: number): Codec<Hex> {
	return codec<Hex>((value, place) => {
		const digits = hexDigits(value, place);
		if (digits.length !== sizeBytes * 2) {
			invalid(place, `hex string has length ${digits.length}, want ${sizeBytes * 2} for ${what}`);
		}
		return `0x${digits.toLowerCase()}`;
	});
}

export const address: Codec<Address> = fixedHex("an address", 20);
export const hash: Codec<Hash> = fixedHex("a hash", 32);

/** The number of a storage slot: up to 32 bytes, leading zeros or not. */
export const storageKey: Codec<bigint> = codec((value, place) => {
	if (typeof value !== "string") invalid(place, "not a string");
	const digits = value.replace(/^0x/i, "");
	if (!/^[0-9a-f]*$/i.test(digits)) throw invalidParameters(`invalid hex in storage key: ${quote(value)}`);
	if (digits.length > 64) {
		throw invalidParameters(`storage key too long (want at most 32 bytes): ${quote(value)}`);
	}
	return BigInt(`0x0${digits}`);
});

function quote(text: string): string {
	return JSON.stringify(text.slice(0, 100));
}

/** A word of 256 bits, as bytes or as a number. */
export const word: Codec<bigint> = codec((value, place) => {
	const digits = hexDigits(value, place);
	if (digits.length > 64) invalid(place, "more than 32 bytes");
	return BigInt(`0x0${digits}`);
});

export const boolean: Codec<boolean> = codec((value, place) =>
	typeof value === "boolean" ? value : invalid(place, "not a boolean"),
);

export const text: Codec<string> = codec((value, place) =>
	typeof value === "string" ? value : invalid(place, "not a string"),
);

export const anything: Codec<unknown> = codec((value) => value);

export type JsonObject = Readonly<Record<string, unknown>>;

export const object: Codec<JsonObject> = codec((value, place) => {
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
	return invalid(place, "not an object");
});

/** @param maxItems - a longer list is refused */
export function list<T>(inner: Codec<T>, maxItems = 100_000): Codec<T[]> {
	return codec((value, place) => {
		if (!Array.isArray(value)) invalid(place, "not a list");
		if (value.length > maxItems) invalid(place, `more than ${maxItems} entries`);
		return value.map((entry, index) => inner.decode(entry, `${place}[${index}]`));
	});
}

type Fields = Readonly<Record<string, Codec<unknown>>>;

/** What an object with these fields is read as. */
export type ObjectOf<F extends Fields> = {
	readonly [K in keyof F]: F[K] extends Codec<infer T> ? T | undefined : never;
};

/** An object whose fields may all be missing; fields that are not known are passed over. */
export function fieldsOf<F extends Fields>(fields: F): Codec<ObjectOf<F>> {
	return codec((value, place) => {
		const given = object.decode(value, place);
		const read: Record<string, unknown> = {};
		for (const name of Object.keys(given)) {
			if (!Object.hasOwn(fields, name)) continue;
			const entry = given[name];
			if (entry !== undefined && entry !== null) read[name] = fields[name]!.decode(entry, `${place}.${name}`);
		}
		return read as ObjectOf<F>;
	});
}

/** An object that maps one thing to another. */
export function mapOf<K, V>(key: Codec<K>, value: Codec<V>, maxItems = 100_000): Codec<Map<K, V>> {
	return codec((given, place) => {
		const entries = Object.entries(object.decode(given, place));
		if (entries.length > maxItems) invalid(place, `more than ${maxItems} entries`);
		return new Map(entries.map(([name, entry]) => [key.decode(name, place), value.decode(entry, `${place}.${name}`)]));
	});
}
