import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { hexToBytes } from "../../packages/evm/src/bytes/hex.js";
import { getPrecompile, type Precompile } from "../../packages/evm/src/precompiles/index.js";
import type { PrecompileEntry } from "../../packages/evm/src/spec/eip.js";
import { fixturesDir, readJson } from "../fixtures.js";

/** One row of the vector files of go-ethereum and of the EIPs: hex without prefix, gas in decimal. */
export interface PrecompileVector {
	readonly Name: string;
	readonly Input: string;
	readonly Expected?: string;
	readonly ExpectedError?: string;
	readonly Gas?: number;
}

/** The contract under test and how many rows the file has. */
export interface VectorFile {
	readonly name: PrecompileEntry["name"];
	readonly pricing: number;
	readonly cases: number;
}

/** Reads all rows of a folder, and demands exactly these files with exactly these numbers of rows. */
export function readVectorFiles(
	folder: string,
	files: Readonly<Record<string, VectorFile>>,
): { file: string; precompile: Precompile; vectors: readonly PrecompileVector[] }[] {
	const directory = join(fixturesDir()!, folder);
	const present = readdirSync(directory).map((name) => name.replace(/\.json\.gz$/, ""));
	expect(present.sort()).toEqual(Object.keys(files).sort());
	return Object.entries(files).map(([file, { name, pricing, cases }]) => {
		const vectors = readJson(join(directory, `${file}.json.gz`)) as PrecompileVector[];
		expect(vectors.length, file).toBe(cases);
		return { file, precompile: getPrecompile({ address: 0, name, pricing }), vectors };
	});
}

/**
 * Runs one row: output or failure, gas, the input left as it was, and an output that does not share the input's bytes.
 * The input lies inside a larger buffer, as in the engine.
 */
export function checkVector(precompile: Precompile, vector: PrecompileVector): void {
	const bytes = hexToBytes(`0x${vector.Input}`);
	const buffer = new Uint8Array(bytes.length + 64).fill(0xa5);
	buffer.set(bytes, 32);
	const before = buffer.slice();
	const input = buffer.subarray(32, 32 + bytes.length);

	const gas = precompile.gas(input);
	const output = precompile.run(input);

	expect(buffer, "the input was changed").toEqual(before);
	if (vector.ExpectedError !== undefined) {
		expect(output).toBeUndefined();
		return;
	}
	expect(output === undefined ? undefined : Buffer.from(output).toString("hex")).toBe(vector.Expected);
	expect(gas).toBe(BigInt(vector.Gas!));
	expect(output!.buffer === buffer.buffer).toBe(false);
	if (bytes.length > 4096 || gas > 100_000n) return;
	// A second call must not touch the output of the first.
	const kept = output!.slice();
	output!.fill(0x5a);
	expect(precompile.run(input)).toEqual(kept);
}
