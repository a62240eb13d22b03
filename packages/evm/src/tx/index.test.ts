import { expect, test } from "vitest";
import { secp256k1Library } from "../crypto/secp256k1.js";
import * as tx from "./index.js";

test("importing transactions loads no curve library", () => {
	expect(tx.decodeTransaction).toBeTypeOf("function");
	expect(secp256k1Library.loaded).toBe(false);
});
