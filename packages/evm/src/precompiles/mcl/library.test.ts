import { createRequire } from "node:module";
import { expect, test, vi } from "vitest";
import { mclLibrary } from "./library.js";

test("leaves WebAssembly.instantiate as it was", () => {
	const { instantiate } = WebAssembly;
	expect(mclLibrary.get()).toBeInstanceOf(WebAssembly.Module);
	expect(WebAssembly.instantiate).toBe(instantiate);
});

test("the file of the package is a function still, by require and by import", async () => {
	expect(createRequire(import.meta.url)("mcl-wasm/dist/mcl_c.js")).toBeTypeOf("function");
	expect((await import("mcl-wasm/dist/mcl_c.js")).default).toBeTypeOf("function");
});

test("where it cannot be loaded, JavaScript does the work", async () => {
	const { instantiate } = WebAssembly;
	// As in a realm whose globals are frozen.
	Object.defineProperty(WebAssembly, "instantiate", { value: instantiate, writable: false, configurable: true });
	try {
		vi.resetModules();
		const { bn254Library } = await import("../bn254/library.js");
		expect(bn254Library.get().name).toBe("noble");
		vi.resetModules();
		const { p256Library } = await import("../p256/library.js");
		expect((await p256Library.load()).name).toBe("noble");
	} finally {
		Object.defineProperty(WebAssembly, "instantiate", { value: instantiate, writable: true, configurable: true });
	}
});
