import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { sha256Precompile } from "./02-sha256.js";
import { ripemd160Precompile } from "./03-ripemd160.js";
import { identityPrecompile } from "./04-identity.js";

test.each([0, 1, 55, 56, 64, 1000])("hashes and copies %i bytes", (size) => {
	const input = randomBytes(size);
	const before = Uint8Array.from(input);
	expect(sha256Precompile.run(input)).toEqual(Uint8Array.from(createHash("sha256").update(before).digest()));
	const ripemd = Uint8Array.from(createHash("ripemd160").update(before).digest());
	expect(ripemd160Precompile.run(input)).toEqual(Uint8Array.from([...new Array(12).fill(0), ...ripemd]));
	const copy = identityPrecompile.run(input)!;
	expect(copy).toEqual(before);
	copy.fill(1);
	expect(Uint8Array.from(input)).toEqual(before);
});
