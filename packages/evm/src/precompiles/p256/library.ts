import { Library } from "../../crypto/library.js";
import type { P256Backend } from "./backend.js";
import { createNobleP256 } from "./noble.js";

/** What the backend needs loaded. */
export const p256Library: Library<typeof import("@noble/curves/nist.js")> = new Library(
	"@noble/curves/nist.js",
	() => import("@noble/curves/nist.js"),
);

let backend: P256Backend | undefined;

/** The arithmetic that the precompiled contract of secp256r1 uses. Throws LibraryNotLoadedError. */
export function getP256Backend(): P256Backend {
	backend ??= createNobleP256(p256Library.get());
	return backend;
}
