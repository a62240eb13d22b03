import { expect, test } from "vitest";
import { recoveryLibrary } from "../crypto/secp256k1.js";
import * as tx from "./index.js";

test("importing transactions loads no curve library", () => {
	expect(tx.decodeTransaction).toBeTypeOf("function");
	expect(recoveryLibrary.loaded).toBe(false);
});
