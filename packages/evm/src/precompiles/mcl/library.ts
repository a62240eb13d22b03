import { Library } from "../../crypto/library.js";

/** What `mcl-wasm/dist/mcl_c.js` holds: a CommonJS module, as `require` or as `import` gives it. */
type MclModule = CreateModule | { readonly default: CreateModule };
type CreateModule = (options: object) => unknown;

/**
 * The WebAssembly of mcl, to be instantiated once per curve. Of the package only the file with the binary is loaded: its own
 * wrapper knows one curve at a time, and starts asynchronously.
 */
export const mclLibrary: Library<WebAssembly.Module> = new Library<MclModule>(
	"mcl-wasm/dist/mcl_c.js",
	() => import("mcl-wasm/dist/mcl_c.js"),
).map((library) => {
	const createModule = typeof library === "function" ? library : library.default;
	if (typeof createModule !== "function") throw new TypeError("mcl-wasm could not be loaded as a CommonJS module");
	return new WebAssembly.Module(captureBinary(createModule) as BufferSource);
});

/**
 * The binary is a constant inside a function of the package, whose first deed is to hand it to WebAssembly.instantiate.
 * That is replaced for the length of this call, in which nothing else can run.
 */
function captureBinary(createModule: CreateModule): Uint8Array {
	const namespace = WebAssembly as { instantiate: unknown };
	const { instantiate } = namespace;
	let binary: Uint8Array | undefined;
	namespace.instantiate = (bytes: Uint8Array): Promise<never> => {
		binary = bytes;
		// Never settles: what the package would do with the instance is not wanted.
		return new Promise(() => undefined);
	};
	try {
		createModule({});
	} finally {
		namespace.instantiate = instantiate;
	}
	if (binary === undefined) throw new TypeError("mcl-wasm does not instantiate its binary as expected");
	return binary;
}
