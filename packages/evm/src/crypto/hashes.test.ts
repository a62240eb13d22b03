import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { ripemd160 } from "./ripemd160.js";
import { sha256 } from "./sha256.js";

test("SHA-256 and RIPEMD-160 agree with OpenSSL", () => {
	for (const size of [0, 1, 55, 56, 63, 64, 65, 1000]) {
		const message = new Uint8Array(size).fill(size);
		expect(Buffer.from(sha256(message))).toEqual(createHash("sha256").update(message).digest());
		expect(Buffer.from(ripemd160(message))).toEqual(createHash("ripemd160").update(message).digest());
	}
});
