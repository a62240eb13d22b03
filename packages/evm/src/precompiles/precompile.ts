import type { Library } from "../crypto/library.js";
import type { PrecompileName } from "../spec/eip.js";

/**
 * A precompiled contract (Yellow Paper, appendix E, and the EIPs after it), priced for one fork.
 *
 * The caller first asks for `gas`, and calls `run` only when that much can be paid. Both see the call's whole input;
 * neither changes it or keeps it.
 */
export interface Precompile {
	readonly name: PrecompileName;
	/**
	 * Gas of a call with this input, exact, also beyond 2^64: lengths that an input merely claims may be any 256-bit
	 * number. An input that `run` refuses has a price too. Allocates nothing in proportion to claimed numbers.
	 */
	gas(input: Uint8Array): bigint;
	/**
	 * The call's output, or undefined when the call fails and consumes all its gas. The output owns its bytes.
	 * Throws LibraryNotLoadedError when `library` is not loaded and cannot be loaded synchronously.
	 */
	run(input: Uint8Array): Uint8Array | undefined;
	/** What `run` needs loaded; undefined when it needs nothing. */
	readonly library?: Library<unknown>;
}

/** Makes the contract for one pricing, which is named by the EIP that set it. */
export type PrecompileFactory = (pricing: number) => Precompile;

/** Number of 32-byte words that hold `size` bytes. */
export function countWords(size: number): number {
	return Math.ceil(size / 32);
}
