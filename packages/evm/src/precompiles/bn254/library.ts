import { Library } from "../../crypto/library.js";
import type { Bn254Backend } from "./backend.js";
import { createNobleBn254 } from "./noble.js";

/** What the backend needs loaded. */
export const bn254Library: Library<typeof import("@noble/curves/bn254.js")> = new Library(
	"@noble/curves/bn254.js",
	() => import("@noble/curves/bn254.js"),
);

let backend: Bn254Backend | undefined;

/** The arithmetic that the precompiled contracts of alt_bn128 use. Throws LibraryNotLoadedError. */
export function getBn254Backend(): Bn254Backend {
	backend ??= createNobleBn254(bn254Library.get());
	return backend;
}
