import { Library } from "../../crypto/library.js";
import { mclLibrary } from "../mcl/library.js";
import type { Bn254Backend } from "./backend.js";
import { createMclBn254 } from "./mcl.js";
import { createNobleBn254 } from "./noble.js";

/** The arithmetic that the precompiled contracts of alt_bn128 use: WebAssembly, or JavaScript where that cannot be loaded. */
export const bn254Library: Library<Bn254Backend> = mclLibrary
	.map(createMclBn254)
	.or(new Library("@noble/curves/bn254.js", () => import("@noble/curves/bn254.js")).map(createNobleBn254));
