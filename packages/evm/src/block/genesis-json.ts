import { type Address, type Hash, parseAddress } from "../bytes/address.js";
import { hexToBytes } from "../bytes/hex.js";
import { BaseError } from "../errors/base-error.js";

/** A genesis file with a value that is not what its place asks for. */
export class InvalidGenesisError extends BaseError {}

/** The first files wrote 0 as 0x. */
const integerPattern = /^(0x[0-9a-fA-F]*|[0-9]+)$/;
const hashPattern = /^0x[0-9a-fA-F]{64}$/;
/** The longest an integer of 256 bits is written, in decimal, and some zeros in front. */
const maxIntegerCharacters = 100;

/** A JSON object read field by field; `null` is as good as missing. Errors name the path. */
export class JsonFields {
	readonly #fields: Readonly<Record<string, unknown>>;
	readonly #path: string;

	private constructor(fields: Readonly<Record<string, unknown>>, path: string) {
		this.#fields = fields;
		this.#path = path;
	}

	/** @throws {InvalidGenesisError} the value is not an object */
	static of(value: unknown, path: string): JsonFields {
		if (typeof value !== "object" || value === null || Array.isArray(value)) {
			throw new InvalidGenesisError(`${path} is not an object`);
		}
		return new JsonFields(value as Record<string, unknown>, path);
	}

	/** An unsigned integer of at most so many bytes. */
	integer(name: string, maxSizeBytes: number): bigint | undefined {
		const value = this.#get(name);
		return value === undefined ? undefined : readInteger(value, maxSizeBytes, this.#pathOf(name));
	}

	/** Hexadecimal text as bytes; missing: no bytes. */
	bytes(name: string): Uint8Array {
		const value = this.#get(name);
		if (value === undefined || value === "") return new Uint8Array(0);
		if (typeof value !== "string") throw new InvalidGenesisError(`${this.#pathOf(name)} is not text`);
		try {
			return hexToBytes(value);
		} catch (cause) {
			throw new InvalidGenesisError(`${this.#pathOf(name)} is not hexadecimal`, { cause });
		}
	}

	hash(name: string): Hash | undefined {
		const value = this.#get(name);
		if (value === undefined) return undefined;
		if (typeof value !== "string" || !hashPattern.test(value)) {
			throw new InvalidGenesisError(`${this.#pathOf(name)} is not 0x and 64 hexadecimal digits`);
		}
		return value.toLowerCase() as Hash;
	}

	address(name: string): Address | undefined {
		const value = this.#get(name);
		if (value === undefined) return undefined;
		try {
			return parseAddress(String(value));
		} catch (cause) {
			throw new InvalidGenesisError(`${this.#pathOf(name)} is not an address`, { cause });
		}
	}

	/** A member that is an object itself. */
	object(name: string): JsonFields | undefined {
		const value = this.#get(name);
		return value === undefined ? undefined : JsonFields.of(value, this.#pathOf(name));
	}

	/** The members, each an object. */
	*entries(): IterableIterator<[name: string, value: JsonFields]> {
		for (const [name, value] of Object.entries(this.#fields)) yield [name, JsonFields.of(value, this.#pathOf(name))];
	}

	/** A member that maps words of 256 bits to such words. */
	words(name: string): ReadonlyMap<bigint, bigint> {
		const words = new Map<bigint, bigint>();
		const object = this.object(name);
		if (object === undefined) return words;
		for (const [key, value] of Object.entries(object.#fields)) {
			const path = object.#pathOf(key);
			words.set(readInteger(key, 32, path), readInteger(value, 32, path));
		}
		return words;
	}

	#get(name: string): unknown {
		return Object.hasOwn(this.#fields, name) ? (this.#fields[name] ?? undefined) : undefined;
	}

	#pathOf(name: string): string {
		return `${this.#path}.${name}`;
	}
}

function readInteger(value: unknown, maxSizeBytes: number, path: string): bigint {
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return checkWidth(BigInt(value));
	if (typeof value !== "string" || value.length > maxIntegerCharacters || !integerPattern.test(value)) {
		throw new InvalidGenesisError(`${path} is not an unsigned integer`);
	}
	return checkWidth(value === "0x" ? 0n : BigInt(value));

	function checkWidth(integer: bigint): bigint {
		if (integer >> BigInt(8 * maxSizeBytes) === 0n) return integer;
		throw new InvalidGenesisError(`${path} needs more than ${maxSizeBytes} bytes`);
	}
}
