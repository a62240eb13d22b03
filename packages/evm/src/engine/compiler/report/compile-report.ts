import type { Spec } from "../../../spec/spec.js";
import { Kernel, type KernelHost } from "../../kernel.js";
import { splitBlocks } from "../analysis/split-blocks.js";
import { compileCode, defaultBudget } from "../compile-code.js";
import { importedFunctions } from "../module-imports.js";
import { formatOffset, printIr } from "./print-ir.js";
import { printWasm } from "./print-wasm.js";

/** One function of the module. */
export interface BlockReport {
	/** Offset in the code. */
	readonly start: number;
	readonly end: number;
	/** The intermediate representation. */
	readonly ir: string;
	/** Instructions of the function, without its head. */
	readonly body: Uint8Array;
	/** Locals of the function, without its three parameters. */
	readonly localCount: number;
	/** The instructions as text. */
	wat(): string;
}

/** What the compiler makes of a code. */
export interface CompileReport {
	readonly blocks: readonly BlockReport[];
	/** The module; undefined when the compiler declined. */
	readonly bytes: Uint8Array | undefined;
	/** Why it declined. */
	readonly declined: "large" | "late" | undefined;
	/** From code to module. */
	readonly compileMs: number;
	/** What the runtime takes for the module. */
	readonly moduleMs: number;
}

/** Compiles a code and tells how. */
export function reportCompilation(code: Uint8Array, spec: Spec): CompileReport {
	const { layout } = new Kernel({} as KernelHost);
	const starts = splitBlocks(code, spec).map(({ start }) => start);
	const firstBlock = importedFunctions.length + 1;
	const nameOf = (index: number): string => {
		if (index < importedFunctions.length) return importedFunctions[index]![0];
		return `block_${formatOffset(starts[index - firstBlock] ?? 0).slice(2)}`;
	};
	const startMs = performance.now();
	const compiled = compileCode(code, spec, layout);
	const compiledMs = performance.now();
	if (typeof compiled === "object") new WebAssembly.Module(compiled.bytes as Uint8Array<ArrayBuffer>);
	const moduleMs = performance.now() - compiledMs;
	const blocks: BlockReport[] = [];
	// Once more, to be looked at without being timed.
	compileCode(
		code,
		spec,
		layout,
		{ ...defaultBudget, maxTimeMs: 60_000, maxBytesPerEntry: Number.POSITIVE_INFINITY },
		(block, writer) => {
			const body = writer.code.view().slice();
			const { start, end } = block;
			const wat = (): string => printWasm(body, nameOf);
			blocks.push({ start, end, ir: printIr(block), body, localCount: writer.localCount, wat });
		},
	);
	blocks.sort((a, b) => a.start - b.start);
	return {
		blocks,
		bytes: typeof compiled === "object" ? compiled.bytes : undefined,
		declined: typeof compiled === "object" ? undefined : compiled,
		compileMs: compiledMs - startMs,
		moduleMs,
	};
}
