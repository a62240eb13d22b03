import { afterEach, expect, test, vi } from "vitest";
import { decodeBase64 } from "./base64.js";

afterEach(() => vi.unstubAllGlobals());

const texts = [
	"",
	"AA==",
	"AAE=",
	"AAEC",
	"+/+/",
	Buffer.from(Uint8Array.from({ length: 1000 }, (_, i) => i)).toString("base64"),
];

test.each(texts)("decodes %s the same with and without the runtime's own ways", (text) => {
	const wanted = [...Buffer.from(text, "base64")];
	expect([...decodeBase64(text)]).toEqual(wanted);
	vi.stubGlobal("Buffer", undefined);
	expect([...decodeBase64(text)]).toEqual(wanted);
	const seven = Uint8Array.of(7);
	vi.stubGlobal("Uint8Array", { fromBase64: () => seven });
	const native = decodeBase64(text);
	vi.unstubAllGlobals();
	expect([...native]).toEqual([7]);
});
