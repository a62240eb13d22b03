import { BaseError } from "../errors/base-error.js";

/** A library was needed synchronously before it was loaded, on a runtime that loads modules only asynchronously. */
export class LibraryNotLoadedError extends BaseError {}

/** Settings of a {@link Library}. */
export interface LibraryOptions<T> {
	/** What `get` does when the library is not loaded; throws when it cannot. By default it requires the module. */
	readonly loadNow?: () => T;
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
	readonly #name: string;
	readonly #load: () => Promise<T>;
	readonly #loadNow: () => T;
	#value: T | undefined;
	#pending: Promise<T> | undefined;

	/**
	 * @param specifier what `import` takes; where modules can be required, `get` requires it
	 * @param importLibrary imports it; the specifier must stand there literally for bundlers to see it
	 */
	constructor(specifier: string, importLibrary: () => Promise<T>, options: LibraryOptions<T> = {}) {
		this.#name = specifier;
		this.#load = importLibrary;
		this.#loadNow = options.loadNow ?? (() => requireModule(specifier) as T);
	}

	/** Whether `get` answers without loading. */
	get loaded(): boolean {
		return this.#value !== undefined;
	}

	/** Loads the library once; a failed attempt is repeated by the next call. */
	async load(): Promise<T> {
		if (this.#value !== undefined) return this.#value;
		this.#pending ??= this.#load();
		try {
			const value = await this.#pending;
			this.#value ??= value;
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
		this.#value ??= this.#loadNow();
		return this.#value;
	}

	/** From now on this is the library, whatever would be loaded: an implementation of one's own, or a test's. */
	use(value: T): void {
		this.#value = value;
	}

	/** What is made of this library, once, when it is first needed. */
	map<U>(make: (library: T) => U): Library<U> {
		return new Library(this.#name, async () => make(await this.load()), { loadNow: () => make(this.get()) });
	}

	/** This library where it can be loaded, else the other one, which does the same. */
	or(fallback: Library<T>): Library<T> {
		return new Library(this.#name, () => this.load().catch(() => fallback.load()), {
			loadNow: () => {
				try {
					return this.get();
				} catch {
					return fallback.get();
				}
			},
		});
	}
}

/**
 * Loads a module, an ES module too, where the runtime can do that at once.
 *
 * @throws {LibraryNotLoadedError} it cannot
 */
export function requireModule(specifier: string): unknown {
	let cause: unknown;
	const require = findRequire();
	if (require !== undefined) {
		try {
			return require(specifier);
		} catch (error) {
			cause = error;
		}
	}
	throw new LibraryNotLoadedError(
		`${specifier} is not loaded: await its load() first, or use the asynchronous API`,
		cause === undefined ? {} : { cause },
	);
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
