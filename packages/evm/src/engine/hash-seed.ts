interface FileSystem {
	openSync(path: string, flags: "r"): number;
	readSync(descriptor: number, target: BigUint64Array): number;
	closeSync(descriptor: number): void;
}

interface NodeGlobals {
	readonly process?: { getBuiltinModule?(name: "node:fs"): FileSystem | undefined };
	readonly Deno?: unknown;
}

/** 64 bits that nobody can guess: where keys lie in the kernel's hash tables depends on them. */
export function randomSeed(): bigint {
	const seed = new BigUint64Array(1);
	if (!readSystemEntropy(seed)) globalThis.crypto.getRandomValues(seed);
	return seed[0]!;
}

/**
 * Fills the array from the system's own source, where Node can read that as a file. The first use of `crypto` makes Node
 * load an eighth of what it loads to start at all; this is the same source without that.
 */
function readSystemEntropy(target: BigUint64Array): boolean {
	const { process, Deno } = globalThis as unknown as NodeGlobals;
	// Deno has the same interface, but would ask its user for permission.
	if (Deno !== undefined) return false;
	try {
		const files = process?.getBuiltinModule?.("node:fs");
		if (files === undefined) return false;
		const descriptor = files.openSync("/dev/urandom", "r");
		try {
			return files.readSync(descriptor, target) === target.byteLength;
		} finally {
			files.closeSync(descriptor);
		}
	} catch {
		// No such file (Windows), or not to be read.
		return false;
	}
}
