import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const cacheFolder = join(dirname(fileURLToPath(import.meta.url)), "../solidity");

interface CompilerOutput {
	readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
	readonly contracts: Readonly<Record<string, Readonly<Record<string, { evm: { bytecode: { object: string } } }>>>>;
}

/**
 * Compiles Solidity with the `solc` package, imports being files of installed packages. Results are kept in the build
 * folder, by the hash of the source.
 *
 * @returns creation code by the contract's name, hex with 0x
 */
export function compileSolidity(source: string): Record<string, string> {
	const key = createHash("sha256").update(source).digest("hex").slice(0, 16);
	const cached = join(cacheFolder, `${key}.json`);
	if (existsSync(cached)) return JSON.parse(readFileSync(cached, "utf8")) as Record<string, string>;
	// Only where it has to: all that it loads would be garbage to look through while programs are timed.
	const solc = require("solc") as {
		version(): string;
		compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
	};
	const input = {
		language: "Solidity",
		sources: { "bench.sol": { content: source } },
		settings: {
			evmVersion: "prague",
			optimizer: { enabled: true, runs: 10_000 },
			outputSelection: { "*": { "*": ["evm.bytecode.object"] } },
		},
	};
	const readImport = (path: string): { contents: string } | { error: string } => {
		try {
			return { contents: readFileSync(require.resolve(path), "utf8") };
		} catch {
			return { error: `${path} is not installed` };
		}
	};
	const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport })) as CompilerOutput;
	const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
	if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
	const compiled: Record<string, string> = {};
	for (const [name, contract] of Object.entries(output.contracts["bench.sol"] ?? {})) {
		if (contract.evm.bytecode.object !== "") compiled[name] = `0x${contract.evm.bytecode.object}`;
	}
	mkdirSync(cacheFolder, { recursive: true });
	writeFileSync(cached, JSON.stringify(compiled));
	return compiled;
}
