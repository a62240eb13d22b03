import { bytesToHex } from "../../../bytes/hex.js";
import { keccak256 } from "../../../crypto/keccak256.js";
import type { Spec } from "../../../spec/spec.js";
import type { KernelLayout } from "../../kernel-layout.js";
import { Compilation } from "../compile-code.js";
import type { CompileLimits } from "./compile-limits.js";

export interface CachedModule {
	readonly module: WebAssembly.Module;
	/** Offsets of the blocks; that of the block with number n is at n - 1. */
	readonly blockStarts: Uint32Array;
	/** What it takes of memory, about. */
	readonly sizeBytes: number;
}

/** What a module and its instance take besides their bytes: measured with Node 20 on modules of one function. */
const moduleOverheadBytes = 48 << 10;
/** Bytes and the machine code made from them, per byte, when all of it is run. */
const machineCodeFactor = 3;

/**
 * Modules of all machines, by rules and code hash: most recently used last. The hash is computed here, not taken from a state: one
 * that lies about it would decide what runs on others.
 */
const modules = new Map<string, CachedModule>();
let modulesSizeBytes = 0;
const maxModulesSizeBytes = 64 << 20;

/** Compilations that were late, and are gone on with when their code is still hot: the latest few. */
const unfinished = new Map<string, Compilation>();
const maxUnfinished = 8;

function keepUnfinished(key: string, compilation: Compilation): void {
	unfinished.set(key, compilation);
	for (const oldest of unfinished.keys()) {
		if (unfinished.size <= maxUnfinished) break;
		unfinished.delete(oldest);
	}
}

/** Rules are told apart by identity: two may have one name. */
const specNumbers = new WeakMap<Spec, number>();
let specCount = 0;

function numberOf(spec: Spec): number {
	let number = specNumbers.get(spec);
	if (number === undefined) {
		number = ++specCount;
		specNumbers.set(spec, number);
	}
	return number;
}

/**
 * The module of a code, compiled when it is not known yet.
 *
 * @returns "large" or "late" when the budget did not suffice: too many bytes, or too much time
 */
export function findModule(
	spec: Spec,
	code: Uint8Array,
	layout: KernelLayout,
	{ budget }: CompileLimits,
): CachedModule | "large" | "late" {
	const key = `${numberOf(spec)}:${bytesToHex(keccak256(code))}`;
	const known = modules.get(key);
	if (known !== undefined) {
		modules.delete(key);
		modules.set(key, known);
		return known;
	}
	const compilation = unfinished.get(key) ?? new Compilation(code, spec, layout, budget);
	const compiled = compilation.advance();
	unfinished.delete(key);
	if (compiled === "late") keepUnfinished(key, compilation);
	if (typeof compiled === "string") return compiled;
	const module = new WebAssembly.Module(compiled.bytes as Uint8Array<ArrayBuffer>);
	const found = {
		module,
		blockStarts: compiled.blockStarts,
		sizeBytes: compiled.bytes.length * machineCodeFactor + moduleOverheadBytes,
	};
	modules.set(key, found);
	modulesSizeBytes += found.sizeBytes;
	for (const [oldest, { sizeBytes }] of modules) {
		if (modulesSizeBytes <= maxModulesSizeBytes || oldest === key) break;
		modules.delete(oldest);
		modulesSizeBytes -= sizeBytes;
	}
	return found;
}
