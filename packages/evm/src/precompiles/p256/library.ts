import { Library } from "../../crypto/library.js";
import { mclLibrary } from "../mcl/library.js";
import type { P256Backend } from "./backend.js";
import { createMclP256 } from "./mcl.js";
import { createNobleP256 } from "./noble.js";

/** The arithmetic that the precompiled contract of secp256r1 uses: WebAssembly, or JavaScript where that cannot be loaded. */
export const p256Library: Library<P256Backend> = mclLibrary
	.map(createMclP256)
	.or(new Library("@noble/curves/nist.js", () => import("@noble/curves/nist.js")).map(createNobleP256));
