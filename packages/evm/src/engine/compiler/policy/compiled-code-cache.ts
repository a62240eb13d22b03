import type { Spec } from "../../../spec/spec.js";
import type { Kernel } from "../../kernel.js";
import { type CompileLimits, type EngineTier, limitsOf } from "./compile-limits.js";
import { type CachedModule, findModule } from "./module-cache.js";

/** Heat of code that is never compiled. */
const neverHot = -(1n << 62n);

/**
 * Heat of code whose compilation took too long, because the code is large or the machine busy: the compilation goes on when
 * the interpreter has run for about as long.
 */
const lateHeat = -50_000_000n;

interface LinkedCode {
	/** Index in the kernel's table. */
	readonly entry: number;
	readonly sizeBytes: number;
}

/**
 * Compiles hot code and puts it where the kernel finds it. What is linked is kept alive by the kernel's table: its size
 * is bounded, the oldest goes first. Taking compiled code away is safe whenever the kernel asks to compile: no compiled
 * code is on the native stack then, and frames in the middle of it go on in the interpreter.
 */
export class CompiledCodeCache {
	readonly #kernel: Kernel;
	readonly #limits: CompileLimits;
	#spec: Spec;
	/** Entries of the kernel's table that are ours and free. */
	readonly #freeEntries: number[] = [];
	/** By code record, in the order they were linked. */
	readonly #linked = new Map<number, LinkedCode>();
	#linkedSizeBytes = 0;

	constructor(kernel: Kernel, spec: Spec, tier: EngineTier, limits: Partial<CompileLimits> = {}) {
		this.#kernel = kernel;
		this.#spec = spec;
		this.#limits = limitsOf(tier, limits);
		kernel.functions.setCompileThreshold(this.#limits.hotGas, this.#limits.hotGasPerByte);
	}

	/** Other rules: what was compiled for the old ones does not count. */
	setSpec(spec: Spec): void {
		this.#spec = spec;
		this.#kernel.functions.forgetCompiledCode();
		this.forgetEntries();
	}

	/** The records of compiled code are gone. */
	forgetEntries(): void {
		for (const { entry } of this.#linked.values()) {
			this.#kernel.table.set(entry, null);
			this.#freeEntries.push(entry);
		}
		this.#linked.clear();
		this.#linkedSizeBytes = 0;
	}

	/** Compiles the code of a record, or sees to it that it is not tried again at once. */
	compile(record: number): void {
		const kernel = this.#kernel;
		let heat = neverHot;
		try {
			const { CODE_START, CODE_SIZE } = kernel.layout;
			const start = kernel.readU32(record + CODE_START);
			const code = kernel.copyBytes(start, kernel.readU32(record + CODE_SIZE));
			const found = findModule(this.#spec, code, kernel.layout, this.#limits);
			if (typeof found === "object") return this.#link(record, found);
			if (found === "late") heat = lateHeat;
		} catch (error) {
			// Whatever went wrong in here, the interpreter runs the code.
			this.#limits.onFailure(error);
		}
		kernel.writeU64(record + kernel.layout.CODE_HEAT, heat);
	}

	#link(record: number, { module, blockStarts, sizeBytes }: CachedModule): void {
		const kernel = this.#kernel;
		const instance = new WebAssembly.Instance(module, { k: kernel.exports as WebAssembly.ModuleImports });
		this.#mapBlocks(record, blockStarts);
		const entry = this.#freeEntries.pop() ?? kernel.table.grow(1);
		kernel.table.set(entry, instance.exports.enter);
		this.#linked.set(record, { entry, sizeBytes });
		this.#linkedSizeBytes += sizeBytes;
		kernel.writeU32(record + kernel.layout.CODE_ENTRY, entry);
		for (const oldest of this.#linked.keys()) {
			if (this.#linkedSizeBytes <= this.#limits.linkedSizeBytes || oldest === record) break;
			this.#unlink(oldest);
		}
	}

	/** Writes the numbers of the blocks to the record's map, which an earlier link may have left. */
	#mapBlocks(record: number, blockStarts: Uint32Array): void {
		const kernel = this.#kernel;
		const { CODE_BLOCKS, CODE_SIZE } = kernel.layout;
		let blocks = kernel.readU32(record + CODE_BLOCKS);
		if (blocks === 0) blocks = kernel.functions.reserveBlocks(record) >>> 0;
		if (blocks === 0) throw new RangeError("out of memory");
		const { bytes } = kernel;
		bytes.fill(0, blocks, blocks + (kernel.readU32(record + CODE_SIZE) + 1) * 2);
		blockStarts.forEach((offset, index) => {
			const number = index + 1;
			bytes[blocks + offset * 2] = number & 0xff;
			bytes[blocks + offset * 2 + 1] = number >> 8;
		});
	}

	/** The code is the interpreter's again, until it has become hot anew. */
	#unlink(record: number): void {
		const kernel = this.#kernel;
		const { entry, sizeBytes } = this.#linked.get(record)!;
		this.#linked.delete(record);
		this.#linkedSizeBytes -= sizeBytes;
		kernel.table.set(entry, null);
		this.#freeEntries.push(entry);
		kernel.writeU32(record + kernel.layout.CODE_ENTRY, 0);
		kernel.writeU64(record + kernel.layout.CODE_HEAT, 0n);
	}
}
