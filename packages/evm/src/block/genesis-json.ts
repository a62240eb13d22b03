import { type Address, type Hash, parseAddress } from "../bytes/address.js";
import { hexToBytes } from "../bytes/hex.js";
import { BaseError } from "../errors/base-error.js";

/** A genesis file, or another one written in its manner, with a value that is not what its place asks for. */
export class InvalidGenesisError extends BaseError {}

/** Nothing is 0, as go-ethereum has it. */
const integerPattern = /^(0x[0-9a-fA-F]*|[0-9]*)$/;
const hashPattern = /^0x[0-9a-fA-F]{64}$/;
/** The longest an integer of 256 bits is written, in decimal, and some zeros in front. */
const maxIntegerCharacters = 100;

/** How numbers are read. */
export interface JsonFieldsOptions {
	/** Whether 0x without digits is 0: the first genesis files wrote it so, go-ethereum refuses it. Default: true. */
	readonly allowsBareHex?: boolean;
}

/** A JSON object read field by field; `null` is as good as missing. Errors name the path. */
export class JsonFields {
	readonly #fields: Readonly<Record<string, unknown>>;
	readonly #path: string;
	readonly #options: JsonFieldsOptions;

	private constructor(fields: Readonly<Record<string, unknown>>, path: string, options: JsonFieldsOptions) {
		this.#fields = fields;
		this.#path = path;
		this.#options = options;
	}

	/**
	 * @param path - what errors call the object; "": its members are called by their names alone
	 * @throws {InvalidGenesisError} the value is not an object
	 */
	static of(value: unknown, path: string, options: JsonFieldsOptions = {}): JsonFields {
		if (typeof value !== "object" || value === null || Array.isArray(value)) {
			throw new InvalidGenesisError(`${path} is not an object`);
		}
		return new JsonFields(value as Record<string, unknown>, path, options);
	}

	/** An unsigned integer of at most so many bytes. */
	integer(name: string, maxSizeBytes: number): bigint | undefined {
		const value = this.#get(name);
		if (value === undefined) return undefined;
		if (value === "0x" && this.#options.allowsBareHex === false) {
			throw new InvalidGenesisError(`${this.#pathOf(name)} is not an unsigned integer`);
		}
		return readInteger(value, maxSizeBytes, this.#pathOf(name));
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

	/** An address, with or without its 0x. */
	address(name: string): Address | undefined {
		const value = this.#get(name);
		if (value === undefined) return undefined;
		try {
			return parseAddress(/^[0-9a-f]{40}$/i.test(String(value)) ? `0x${value}` : String(value));
		} catch (cause) {
			throw new InvalidGenesisError(`${this.#pathOf(name)} is not an address`, { cause });
		}
	}

	/** Whether the member is there, and not null. */
	has(name: string): boolean {
		return this.#get(name) !== undefined;
	}

	/** The names of the members, in the order of the file. */
	names(): readonly string[] {
		return Object.keys(this.#fields);
	}

	/** Text as it is. */
	text(name: string): string | undefined {
		const value = this.#get(name);
		if (value === undefined || typeof value === "string") return value;
		throw new InvalidGenesisError(`${this.#pathOf(name)} is not text`);
	}

	/** A JSON number as it is; undefined: there is none, or it is written in another way. */
	number(name: string): number | undefined {
		const value = this.#get(name);
		return typeof value === "number" ? value : undefined;
	}

	boolean(name: string): boolean | undefined {
		const value = this.#get(name);
		if (value === undefined || typeof value === "boolean") return value;
		throw new InvalidGenesisError(`${this.#pathOf(name)} is not true or false`);
	}

	/** A member that is a list of objects. */
	list(name: string): readonly JsonFields[] | undefined {
		return this.#array(name)?.map((item, index) => this.#inner(item, `${this.#pathOf(name)}[${index}]`));
	}

	/** A member that is a list of texts. */
	texts(name: string): readonly string[] | undefined {
		return this.#array(name)?.map((item, index) => {
			if (typeof item === "string") return item;
			throw new InvalidGenesisError(`${this.#pathOf(name)}[${index}] is not text`);
		});
	}

	/** A member that is an object itself. */
	object(name: string): JsonFields | undefined {
		const value = this.#get(name);
		return value === undefined ? undefined : this.#inner(value, this.#pathOf(name));
	}

	/** The members, each an object. */
	*entries(): IterableIterator<[name: string, value: JsonFields]> {
		for (const [name, value] of Object.entries(this.#fields)) yield [name, this.#inner(value, this.#pathOf(name))];
	}

	/** The members, each an object that is named by an address, with or without its 0x. */
	*entriesByAddress(): IterableIterator<[address: Address, value: JsonFields]> {
		for (const [name, value] of this.entries()) {
			if (!/^(0x)?[0-9a-f]{40}$/i.test(name)) {
				throw new InvalidGenesisError(`${this.#path} has an account that is not named by an address: ${name}`);
			}
			yield [parseAddress(name.length === 40 ? `0x${name}` : name), value];
		}
	}

	/** A member that maps words of 256 bits to such words. */
	words(name: string): ReadonlyMap<bigint, bigint> {
		const words = new Map<bigint, bigint>();
		const object = this.object(name);
		if (object === undefined) return words;
		for (const [key, value] of Object.entries(object.#fields)) {
			const path = object.#pathOf(key);
			words.set(readWord(key, path), readWord(value, path));
		}
		return words;
	}

	#inner(value: unknown, path: string): JsonFields {
		return JsonFields.of(value, path, this.#options);
	}

	#array(name: string): readonly unknown[] | undefined {
		const value = this.#get(name);
		if (value === undefined || Array.isArray(value)) return value;
		throw new InvalidGenesisError(`${this.#pathOf(name)} is not a list`);
	}

	#get(name: string): unknown {
		return Object.hasOwn(this.#fields, name) ? (this.#fields[name] ?? undefined) : undefined;
	}

	#pathOf(name: string): string {
		return this.#path === "" ? name : `${this.#path}.${name}`;
	}
}

/** Hexadecimal, with 0x or without: as go-ethereum reads the words of storage, "10" is sixteen. */
function readWord(value: unknown, path: string): bigint {
	const isPlain = typeof value === "string" && /^[0-9a-f]{1,64}$/i.test(value);
	return readInteger(isPlain ? `0x${value}` : value, 32, path);
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
