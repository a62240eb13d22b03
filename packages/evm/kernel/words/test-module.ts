import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const packageFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The kernel's compiler options, so that the tests see the code that ships. */
const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--enable", "bulk-memory", "--use", "abort="];

export type Operation = (...operands: number[]) => number | bigint | undefined;

/** What is written in AssemblyScript below the level that src/ calls, compiled on its own. */
export class TestModule {
	readonly memory: WebAssembly.Memory;
	/** Address of space for operands. */
	readonly operands: number;
	readonly #exports: WebAssembly.Exports;
	readonly #view: DataView;

	constructor(exports: WebAssembly.Exports) {
		this.#exports = exports;
		this.memory = exports.memory as WebAssembly.Memory;
		this.operands = this.global("operands");
		this.#view = new DataView(this.memory.buffer);
	}

	operation(name: string): Operation {
		const operation = this.#exports[name];
		if (typeof operation !== "function") throw new Error(`the module does not export ${name}`);
		return operation as Operation;
	}

	/** The value of an exported constant. */
	global(name: string): number {
		return (this.#exports[name] as WebAssembly.Global).value as number;
	}

	/** Stores `limbs` 64-bit limbs, the least significant first. */
	storeNumber(address: number, value: bigint, limbs = 4): void {
		for (let i = 0; i < limbs; i++) this.#view.setBigUint64(address + 8 * i, BigInt.asUintN(64, value >> BigInt(64 * i)), true);
	}

	loadNumber(address: number, limbs = 4): bigint {
		let value = 0n;
		for (let i = limbs - 1; i >= 0; i--) value = (value << 64n) | this.#view.getBigUint64(address + 8 * i, true);
		return value;
	}

	bytes(address: number, length: number): Uint8Array {
		return new Uint8Array(this.memory.buffer, address, length);
	}
}

/**
 * Compiles the words and keccak of the kernel, or another file of the package that exports `operands`; throws with the compiler's
 * messages when it does not compile.
 */
export async function compileTestModule(entry = "kernel/words/test-entry.ts"): Promise<TestModule> {
	let binary: Uint8Array<ArrayBuffer> | undefined;
	const { error, stderr } = await asc.main([entry, ...options, "--baseDir", packageFolder, "--outFile", "test.wasm"], {
		stdout: asc.createMemoryStream(),
		writeFile: (name: string, contents: Uint8Array | string) => {
			if (name === "test.wasm") binary = Uint8Array.from(contents as Uint8Array);
		},
	} as Parameters<typeof asc.main>[1]);
	if (error !== null || binary === undefined) throw new Error(`${entry} does not compile: ${stderr.toString()}`);
	const { instance } = await WebAssembly.instantiate(binary, {});
	return new TestModule(instance.exports);
}
