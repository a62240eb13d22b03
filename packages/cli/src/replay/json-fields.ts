import type { Address, Hash } from "@evmore/evm";
import { InputError } from "../errors.js";
import { isObject } from "../input/json-input.js";
import { abbreviate } from "../input/option-values.js";

/** An object of a JSON file whose fields are read by name; errors tell the file and the field. */
export class JsonFields {
	readonly #where: string;
	readonly #fields: Readonly<Record<string, unknown>>;

	/** @param where - the file, and the way to the object in it */
	constructor(where: string, value: unknown) {
		if (!isObject(value)) throw new InputError(`${where} is not an object`);
		this.#where = where;
		this.#fields = value;
	}

	/** Whether a field is there and not null. */
	has(name: string): boolean {
		return this.#fields[name] !== undefined && this.#fields[name] !== null;
	}

	object(name: string): JsonFields {
		return new JsonFields(this.#path(name), this.#fields[name]);
	}

	/** The fields of an object that maps keys to objects; null stands for none. */
	entries(): (readonly [key: string, value: JsonFields | undefined])[] {
		return Object.entries(this.#fields).map(([key, value]) => [
			key,
			value === null ? undefined : new JsonFields(this.#path(key), value),
		]);
	}

	/** The names of the fields. */
	names(): string[] {
		return Object.keys(this.#fields);
	}

	list(name: string): readonly unknown[] {
		const value = this.#fields[name];
		if (!Array.isArray(value)) this.#refuse(name, "not a list");
		return value;
	}

	text(name: string): string {
		const value = this.#fields[name];
		if (typeof value !== "string") this.#refuse(name, value === undefined ? "missing" : "not a string");
		return value;
	}

	/** Bytes in hexadecimal, with or without 0x. @param sizeBytes - undefined: any number */
	bytes(name: string, sizeBytes?: number): Uint8Array {
		const bytes = parseBytes(this.#fields[name], this.#path(name));
		if (sizeBytes !== undefined && bytes.length !== sizeBytes) this.#refuse(name, `not ${sizeBytes} bytes`);
		return bytes;
	}

	/** A list of bytes in hexadecimal. */
	bytesList(name: string): Uint8Array[] {
		return this.list(name).map((value, index) => parseBytes(value, `${this.#path(name)}[${index}]`));
	}

	/** An unsigned number: JSON's own, or text in decimal or hexadecimal. */
	number(name: string): bigint {
		const value = this.#fields[name];
		if (typeof value === "number" && Number.isInteger(value) && value >= 0) return expandInteger(value);
		if (typeof value === "string" && /^(0x[0-9a-f]{0,64}|[0-9]{1,78})$/i.test(value)) {
			return value === "0x" ? 0n : BigInt(value);
		}
		this.#refuse(name, value === undefined ? "missing" : "not an unsigned number of at most 256 bits");
	}

	hash(name: string): Hash {
		return this.#digits(name, 64);
	}

	address(name: string): Address {
		return this.#digits(name, 40);
	}

	#digits(name: string, count: number): `0x${string}` {
		const value = this.#fields[name];
		const digits = typeof value === "string" ? value.replace(/^0x/i, "") : "";
		if (digits.length !== count || !/^[0-9a-f]*$/i.test(digits)) {
			this.#refuse(name, value === undefined ? "missing" : `not ${count / 2} bytes in hexadecimal`);
		}
		return `0x${digits.toLowerCase()}`;
	}

	#path(name: string): string {
		return `${this.#where}.${name.length > 80 ? abbreviate(name) : name}`;
	}

	#refuse(name: string, problem: string): never {
		throw new InputError(`${this.#path(name)} is ${problem}`);
	}
}

function parseBytes(value: unknown, where: string): Uint8Array {
	if (typeof value !== "string")
		throw new InputError(`${where} is ${value === undefined ? "missing" : "not a string"}`);
	const digits = value.replace(/^0x/i, "");
	if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) {
		throw new InputError(`${where} is not hexadecimal: "${abbreviate(value)}"`);
	}
	return new Uint8Array(Buffer.from(digits, "hex"));
}

/** What the digits in the file said: a total difficulty of 5.875e22 is not the nearest binary number. */
function expandInteger(value: number): bigint {
	if (Number.isSafeInteger(value)) return BigInt(value);
	const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
	const digits = mantissa.replace(".", "");
	return BigInt(digits.padEnd(Number(exponent) + 1, "0"));
}
