import { Library } from "../../crypto/library.js";
import { mclLibrary } from "../mcl/library.js";
import type { Bls12Backend } from "./backend.js";
import { createMclBls12 } from "./mcl.js";
import { createNobleBls12 } from "./noble.js";

/** The arithmetic that the precompiled contracts of BLS12-381 use: WebAssembly, or JavaScript where that cannot be loaded. */
export const bls12Library: Library<Bls12Backend> = mclLibrary
	.map(createMclBls12)
	.or(new Library("@noble/curves/bls12-381.js", () => import("@noble/curves/bls12-381.js")).map(createNobleBls12));
