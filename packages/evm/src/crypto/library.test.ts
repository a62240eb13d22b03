import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Library, LibraryNotLoadedError } from "./library.js";

afterEach(() => {
	vi.unstubAllGlobals();
});

/** As in a browser: no way to require a module. */
function hideNode(): void {
	vi.stubGlobal("process", undefined);
}

describe("Library", () => {
	test("load imports once, and get answers the same afterwards", async () => {
		let imports = 0;
		const library = new Library("somewhere", async () => {
			imports++;
			return { answer: 42 };
		});
		expect(library.loaded).toBe(false);
		const [first, second] = await Promise.all([library.load(), library.load()]);
		expect(first).toBe(second);
		expect(await library.load()).toBe(first);
		expect(library.get()).toBe(first);
		expect(library.loaded).toBe(true);
		expect(imports).toBe(1);
	});

	test("a failed import is repeated by the next load", async () => {
		let imports = 0;
		const library = new Library("somewhere", async () => {
			imports++;
			if (imports === 1) throw new Error("no network");
			return imports;
		});
		await expect(library.load()).rejects.toThrow("no network");
		expect(library.loaded).toBe(false);
		expect(await library.load()).toBe(2);
	});

	test("on Node get loads by itself, the same module as import", async () => {
		const library = new Library("@noble/hashes/sha3.js", () => import("@noble/hashes/sha3.js"));
		expect(library.get().keccak_256).toBeTypeOf("function");
		expect(library.loaded).toBe(true);
	});

	test("without require get says what to do", () => {
		const library = new Library("@noble/hashes/sha3.js", () => import("@noble/hashes/sha3.js"));
		hideNode();
		expect(() => library.get()).toThrow(LibraryNotLoadedError);
		expect(() => library.get()).toThrow(/await its load\(\) first/);
	});

	test("what cannot be loaded at once, get never loads", async () => {
		const loadNow = (): never => {
			throw new LibraryNotLoadedError("not now");
		};
		const library = new Library<string>("somewhere", async () => "prepared", { loadNow });
		expect(() => library.get()).toThrow("not now");
		await library.load();
		expect(library.get()).toBe("prepared");
	});

	test("map makes something of the library once, on both ways", async () => {
		let made = 0;
		const source = new Library("somewhere", async () => 20, { loadNow: () => 20 });
		const make = (value: number): number => value + ++made;
		const awaited = source.map(make);
		expect([awaited.loaded, source.loaded]).toEqual([false, false]);
		expect(await awaited.load()).toBe(21);
		expect([awaited.get(), awaited.get(), await awaited.load()]).toEqual([21, 21, 21]);
		expect(source.map(make).get()).toBe(22);
	});

	test("or takes the second where the first cannot be loaded", async () => {
		const missing = new Library<string>("no-such-module-here", async () => {
			throw new Error("not there");
		});
		const first = new Library("a", async () => "first", { loadNow: () => "first" });
		const second = new Library("b", async () => "second", { loadNow: () => "second" });
		expect(await first.or(second).load()).toBe("first");
		expect(first.or(second).get()).toBe("first");
		expect(second.loaded).toBe(false);
		expect(await missing.or(second).load()).toBe("second");
		expect(missing.or(second).get()).toBe("second");
		expect(() => missing.or(missing).get()).toThrow(LibraryNotLoadedError);
	});

	test("use replaces what was or would be loaded", async () => {
		const library = new Library("somewhere", async () => "theirs");
		library.use("mine");
		expect([library.loaded, library.get(), await library.load()]).toEqual([true, "mine", "mine"]);
	});

	test("a module that cannot be required is the error's cause", () => {
		const library = new Library("no-such-module-here", async () => 1);
		try {
			library.get();
			expect.unreachable();
		} catch (error) {
			expect(error).toBeInstanceOf(LibraryNotLoadedError);
			expect((error as Error).cause).toBeInstanceOf(Error);
		}
	});

	test("requiring an ES module prints no warning", () => {
		const script = `process.getBuiltinModule("node:module").createRequire(process.cwd() + "/x.js")("@noble/curves/secp256k1.js")`;
		const output = execFileSync(process.execPath, ["--trace-uncaught", "-e", script], {
			encoding: "utf8",
			stdio: "pipe",
		});
		expect(output).toBe("");
	});
});
