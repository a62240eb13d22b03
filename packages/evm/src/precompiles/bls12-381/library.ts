import { Library } from "../../crypto/library.js";
import type { Bls12Backend } from "./backend.js";
import { createNobleBls12 } from "./noble.js";

/** What the backend needs loaded. */
export const bls12Library: Library<typeof import("@noble/curves/bls12-381.js")> = new Library(
	"@noble/curves/bls12-381.js",
	() => import("@noble/curves/bls12-381.js"),
);

let backend: Bls12Backend | undefined;

/** The arithmetic that the precompiled contracts of BLS12-381 use. Throws LibraryNotLoadedError. */
export function getBls12Backend(): Bls12Backend {
	backend ??= createNobleBls12(bls12Library.get());
	return backend;
}
