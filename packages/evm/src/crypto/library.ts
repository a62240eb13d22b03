import { BaseError } from "../errors/base-error.js";

/** A library was needed synchronously before it was loaded, on a runtime that loads modules only asynchronously. */
export class LibraryNotLoadedError extends BaseError {}

/** Settings of a {@link Library}. */
export interface LibraryOptions {
	/** False when `load` does more than import the module (it compiles WebAssembly, say): then `get` never loads. */
	readonly synchronous?: boolean;
}

/**
 * A library that is loaded when it is first needed, so that importing evmore and running plain bytecode costs none of
 * them.
 *
 * @example
 * ```ts
 * const curves = new Library("@noble/curves/bn254.js", () => import("@noble/curves/bn254.js"));
 * (await curves.load()).bn254; // everywhere
 * curves.get().bn254; // after load(), or on Node at any time
 * ```
 */
export class Library<T> {
	readonly #specifier: string;
	readonly #import: () => Promise<T>;
	readonly #synchronous: boolean;
	#value: T | undefined;
	#pending: Promise<T> | undefined;

	/**
	 * @param specifier what `import` takes; where modules can be required, `get` requires it
	 * @param importLibrary imports it; the specifier must stand there literally for bundlers to see it
	 */
	constructor(specifier: string, importLibrary: () => Promise<T>, options: LibraryOptions = {}) {
		this.#specifier = specifier;
		this.#import = importLibrary;
		this.#synchronous = options.synchronous ?? true;
	}

	/** Whether `get` answers without loading. */
	get loaded(): boolean {
		return this.#value !== undefined;
	}

	/** Loads the library once; a failed attempt is repeated by the next call. */
	async load(): Promise<T> {
		if (this.#value !== undefined) return this.#value;
		this.#pending ??= this.#import();
		try {
			this.#value ??= await this.#pending;
			return this.#value;
		} finally {
			this.#pending = undefined;
		}
	}

	/**
	 * The library, at once: loaded before, or loaded now where the runtime can `require` ES modules (Node).
	 *
	 * @throws {LibraryNotLoadedError} neither is the case
	 */
	get(): T {
		this.#value ??= this.#requireNow();
		return this.#value;
	}

	#requireNow(): T {
		let cause: unknown;
		const require = this.#synchronous ? findRequire() : undefined;
		if (require !== undefined) {
			try {
				return require(this.#specifier) as T;
			} catch (error) {
				cause = error;
			}
		}
		throw new LibraryNotLoadedError(
			`${this.#specifier} is not loaded: await its load() first, or use the asynchronous API`,
			cause === undefined ? {} : { cause },
		);
	}
}

type Require = (specifier: string) => unknown;

interface NodeProcess {
	readonly getBuiltinModule?: (name: string) => { createRequire(from: string): Require } | undefined;
}

/**
 * `require` as Node would give it to this module; undefined elsewhere. Reached through `globalThis`, so that bundlers
 * and browsers see no import of a Node module.
 */
function findRequire(): Require | undefined {
	try {
		const { process } = globalThis as { process?: NodeProcess };
		return process?.getBuiltinModule?.("node:module")?.createRequire(import.meta.url);
	} catch {
		return undefined;
	}
}
