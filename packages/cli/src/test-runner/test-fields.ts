import { type Address, type Hash, hexToBytes } from "@evmore/evm/bytes";
import { InputError } from "../errors.js";
import { abbreviate } from "../input/option-values.js";

/**
 * An object or a list of a test, whose fields are read by name or index; `null` is as good as missing. Suites write numbers in
 * many ways, which all are read; what is missing or cannot be read is an InputError with the path of the field.
 */
export class TestFields {
	readonly #fields: Readonly<Record<string | number, unknown>>;
	readonly #path: string;

	/**
	 * @param path - the way to the object, from the test on
	 * @throws {InputError} the value is neither an object nor a list
	 */
	constructor(value: unknown, path: string) {
		if (typeof value !== "object" || value === null)
			throw new InputError(`${path} is ${describeOther(value, "an object")}`);
		this.#fields = value as Readonly<Record<string | number, unknown>>;
		this.#path = path;
	}

	has(name: string | number): boolean {
		const value = this.#fields[name];
		return value !== undefined && value !== null;
	}

	/** Whether a field is missing, or a text without characters. */
	isEmpty(name: string): boolean {
		return !this.has(name) || this.#fields[name] === "";
	}

	/** The names of the fields, in the order of the file. */
	names(): string[] {
		return Object.keys(this.#fields);
	}

	object(name: string | number): TestFields {
		return new TestFields(this.#fields[name], this.#pathOf(name));
	}

	/** Text as it is; undefined: there is none. */
	text(name: string): string | undefined {
		const value = this.#fields[name] ?? undefined;
		return value === undefined || typeof value === "string" ? value : this.#refuse(name, "text");
	}

	list(name: string | number): TestFields {
		if (!Array.isArray(this.#fields[name])) this.#refuse(name, "a list");
		return this.object(name);
	}

	/** A list of objects. */
	objects(name: string | number): TestFields[] {
		const list = this.list(name);
		return list.names().map((index) => list.object(index));
	}

	/** All fields as numbers. */
	numbers(): bigint[] {
		return this.names().map((name) => this.number(name));
	}

	/** All fields as hashes. */
	hashes(): Hash[] {
		return this.names().map((name) => this.hash(name));
	}

	/**
	 * An unsigned number in hexadecimal or decimal, "" and "0x" being 0; some suites mark large ones `0x:bigint 0x…`.
	 *
	 * @param otherwise - what a missing field stands for; without it, it must be there
	 */
	number(name: string | number, otherwise?: bigint): bigint {
		const value = this.#fields[name];
		if (otherwise !== undefined && (value === undefined || value === null)) return otherwise;
		return parseNumber(value) ?? this.#refuse(name, "an unsigned number");
	}

	/** A storage slot or its value, in hexadecimal with or without 0x. */
	slot(name: string): bigint {
		const value = this.#fields[name];
		return parseSlot(value) ?? this.#refuse(name, "an unsigned number");
	}

	/** Storage: number of a slot → its value. */
	slots(): (readonly [slot: bigint, value: bigint])[] {
		return this.names().map((name) => {
			const slot = parseSlot(name);
			if (slot === undefined) throw new InputError(`${this.#path} has a slot that is no number: "${abbreviate(name)}"`);
			return [slot, this.slot(name)];
		});
	}

	/** A hash with or without 0x, in any case. */
	hash(name: string | number): Hash {
		return this.#digits(name, 64) ?? this.#refuse(name, "32 bytes in hexadecimal");
	}

	/** An address with or without 0x, in any case. */
	address(name: string | number): Address {
		return this.#digits(name, 40) ?? this.#refuse(name, "an address");
	}

	/** The names of the fields, which are addresses. */
	addresses(): (readonly [name: string, address: Address])[] {
		return this.names().map((name) => {
			const address = parseDigits(name, 40);
			if (address === undefined) {
				throw new InputError(`${this.#path} has an account that is not named by an address: "${abbreviate(name)}"`);
			}
			return [name, address];
		});
	}

	/**
	 * Bytes in hexadecimal, with or without 0x.
	 *
	 * @param otherwise - what a missing field stands for; without it, it must be there
	 */
	bytes(name: string | number, otherwise?: string): Uint8Array {
		const value = this.#fields[name] ?? otherwise;
		if (typeof value !== "string") this.#refuse(name, "bytes in hexadecimal");
		try {
			return hexToBytes(value.startsWith("0x") ? value : `0x${value}`);
		} catch {
			this.#refuse(name, "bytes in hexadecimal");
		}
	}

	#digits(name: string | number, count: number): `0x${string}` | undefined {
		const value = this.#fields[name];
		return typeof value === "string" ? parseDigits(value, count) : undefined;
	}

	#pathOf(name: string | number): string {
		if (Array.isArray(this.#fields)) return `${this.#path}[${name}]`;
		return this.#path === "" ? String(name) : `${this.#path}.${name}`;
	}

	/** @param wanted - what the field should be */
	#refuse(name: string | number, wanted: string): never {
		throw new InputError(`${this.#pathOf(name)} is ${describeOther(this.#fields[name], wanted)}`);
	}
}

function describeOther(value: unknown, wanted: string): string {
	if (value === undefined || value === null) return "missing";
	return typeof value === "string" ? `not ${wanted}: "${abbreviate(value)}"` : `not ${wanted}`;
}

const bigintMark = "0x:bigint ";

function parseNumber(value: unknown): bigint | undefined {
	if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
	if (typeof value !== "string") return undefined;
	const digits = value.startsWith(bigintMark) ? value.slice(bigintMark.length) : value;
	if (digits === "" || digits === "0x") return 0n;
	return /^(0x[0-9a-f]+|[0-9]+)$/i.test(digits) ? BigInt(digits) : undefined;
}

function parseSlot(value: unknown): bigint | undefined {
	return parseNumber(typeof value === "string" && /^[0-9a-f]+$/i.test(value) ? `0x${value}` : value);
}

/** So many hexadecimal digits, with or without 0x. */
function parseDigits(text: string, count: number): `0x${string}` | undefined {
	const digits = /^0x/i.test(text) ? text.slice(2) : text;
	return digits.length === count && /^[0-9a-f]*$/i.test(digits) ? `0x${digits.toLowerCase()}` : undefined;
}
