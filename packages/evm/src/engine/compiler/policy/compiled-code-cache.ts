import type { Spec } from "../../../spec/spec.js";
import type { Kernel } from "../../kernel.js";
import { type CompiledCode, compileCode } from "../compile-code.js";

/** Which tier runs code. */
export type EngineTier =
	/** The interpreter only. */
	| "interpreter"
	/** Everything is compiled when it is first run. */
	| "compiler"
	/** Code is compiled when it has become hot. */
	| "auto";

/** Gas spent in a contract before it is worth compiling: a few times what compiling its blocks costs. */
const hotGas = 500_000n;

const thresholds: Readonly<Record<EngineTier, bigint>> = {
	interpreter: (1n << 63n) - 1n,
	compiler: 0n,
	auto: hotGas,
};

/** Heat of code that was declined. */
const neverHot = -(1n << 62n);

interface CachedModule {
	readonly module: WebAssembly.Module;
	readonly blockStarts: readonly number[];
	readonly sizeBytes: number;
}

/** Compiled modules of all kernels, by rules and code hash: most recently used last. */
const modules = new Map<string, CachedModule>();
let modulesSizeBytes = 0;
const maxModulesSizeBytes = 256 << 20;

/** Compiles hot code and puts it where the kernel finds it. */
export class CompiledCodeCache {
	readonly #kernel: Kernel;
	#spec: Spec;
	/** Entries of the kernel's table that are ours and free. */
	readonly #freeEntries: number[] = [];
	readonly #usedEntries: number[] = [];

	constructor(kernel: Kernel, spec: Spec, tier: EngineTier) {
		this.#kernel = kernel;
		this.#spec = spec;
		kernel.functions.setCompileThreshold(thresholds[tier]);
	}

	/** Other rules: what was compiled for the old ones does not count. */
	setSpec(spec: Spec): void {
		this.#spec = spec;
		this.#kernel.functions.forgetCompiledCode();
		this.forgetEntries();
	}

	/** The records of compiled code are gone. */
	forgetEntries(): void {
		for (const entry of this.#usedEntries) {
			this.#kernel.table.set(entry, null);
			this.#freeEntries.push(entry);
		}
		this.#usedEntries.length = 0;
	}

	/** Compiles the code of a record, or sees to it that it is not tried again. */
	compile(record: number): void {
		const { layout } = this.#kernel;
		try {
			const cached = this.#find(record);
			if (cached !== undefined) this.#link(record, cached);
			else this.#kernel.writeU64(record + layout.CODE_HEAT, neverHot);
		} catch {
			// Whatever went wrong in here, the interpreter runs the code.
			this.#kernel.writeU64(record + layout.CODE_HEAT, neverHot);
		}
	}

	#find(record: number): CachedModule | undefined {
		const kernel = this.#kernel;
		const hash = kernel.readWord(record).toString(36);
		const key = `${this.#spec.name}:${hash}`;
		let cached = modules.get(key);
		if (cached !== undefined) {
			modules.delete(key);
			modules.set(key, cached);
			return cached;
		}
		const start = kernel.readU32(record + kernel.layout.CODE_START);
		const code = kernel.copyBytes(start, kernel.readU32(record + kernel.layout.CODE_SIZE));
		const compiled: CompiledCode | undefined = compileCode(code, this.#spec, kernel.layout);
		if (compiled === undefined) return undefined;
		const module = new WebAssembly.Module(compiled.bytes as Uint8Array<ArrayBuffer>);
		cached = { module, blockStarts: compiled.blockStarts, sizeBytes: compiled.bytes.length };
		modules.set(key, cached);
		modulesSizeBytes += cached.sizeBytes;
		for (const [oldest, { sizeBytes }] of modules) {
			if (modulesSizeBytes <= maxModulesSizeBytes || oldest === key) break;
			modules.delete(oldest);
			modulesSizeBytes -= sizeBytes;
		}
		return cached;
	}

	#link(record: number, { module, blockStarts }: CachedModule): void {
		const kernel = this.#kernel;
		const instance = new WebAssembly.Instance(module, { k: kernel.exports as WebAssembly.ModuleImports });
		const blocks = kernel.functions.reserveBlocks(record) >>> 0;
		if (blocks === 0) throw new RangeError("out of memory");
		const { bytes, layout } = kernel;
		blockStarts.forEach((offset, index) => {
			const number = index + 1;
			bytes[blocks + offset * 2] = number & 0xff;
			bytes[blocks + offset * 2 + 1] = number >> 8;
		});
		const entry = this.#freeEntries.pop() ?? kernel.table.grow(1);
		kernel.table.set(entry, instance.exports.enter);
		this.#usedEntries.push(entry);
		kernel.writeU32(record + layout.CODE_ENTRY, entry);
	}
}
