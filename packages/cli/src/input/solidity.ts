import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "../errors.js";
import { readStandardOutput } from "./artifact.js";
import type { Contract } from "./contract.js";
import { isObject } from "./json-input.js";

/** The compiler from npm: standard JSON in, standard JSON out. */
interface SolidityCompiler {
	compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
}

interface CompilerError {
	readonly severity?: string;
	readonly type?: string;
	readonly message?: string;
	readonly formattedMessage?: string;
	readonly sourceLocation?: { readonly file: string; readonly start: number };
}

/**
 * Compiles a Solidity file with the `solc` that is installed where the command runs, else beside evmore. Imports are looked
 * up beside the file, in `node_modules` of the folders above it, and as `remappings.txt` of the project says.
 *
 * @param evmVersions - names of rules to compile for, the first that the compiler knows; empty: the compiler's choice
 * @throws {InputError} there is no compiler, or the source has errors
 */
export async function compileSolidity(path: string, text: string, evmVersions: readonly string[]): Promise<Contract[]> {
	const compiler = await loadCompiler();
	const file = resolve(path);
	const root = findProjectRoot(dirname(file));
	const unit = relative(root, file).split(sep).join("/");
	const sources = new Map([[unit, text]]);
	const readImport = (wanted: string): { contents: string } | { error: string } => {
		const found = resolveImport(wanted, root, dirname(file));
		if (found === undefined) return { error: "no such file" };
		const contents = readFileSync(found, "utf8");
		sources.set(wanted, contents);
		return { contents };
	};
	for (const evmVersion of [...evmVersions, undefined]) {
		const input = standardInput(unit, text, root, evmVersion);
		const output: unknown = JSON.parse(compiler.compile(input, { import: readImport }));
		if (!isObject(output)) break;
		const errors = ((output.errors ?? []) as readonly CompilerError[]).filter(({ severity }) => severity === "error");
		if (evmVersion !== undefined && errors.some(({ message }) => /invalid evm version/i.test(message ?? ""))) continue;
		if (errors.length > 0) throw new InputError(describeErrors(errors, sources, path, unit));
		// The file's own contracts come first: imported ones are there for their events and errors.
		const contracts = isObject(output.contracts) ? output.contracts : {};
		const knownAbi = readStandardOutput(contracts, path)[0]?.knownAbi ?? [];
		return readStandardOutput({ [unit]: contracts[unit] ?? {} }, path).map((contract) => ({ ...contract, knownAbi }));
	}
	throw new InputError(`${path}: the Solidity compiler gave no answer`);
}

function standardInput(unit: string, content: string, root: string, evmVersion: string | undefined): string {
	const remappings = join(root, "remappings.txt");
	return JSON.stringify({
		language: "Solidity",
		sources: { [unit]: { content } },
		settings: {
			...(evmVersion !== undefined && { evmVersion }),
			...(existsSync(remappings) && {
				remappings: readFileSync(remappings, "utf8")
					.split(/\r?\n/)
					.filter((line) => line.includes("=")),
			}),
			outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
		},
	});
}

async function loadCompiler(): Promise<SolidityCompiler> {
	for (const from of [pathToFileURL(join(process.cwd(), "package.json")), import.meta.url]) {
		try {
			return createRequire(from)("solc") as SolidityCompiler;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
		}
	}
	throw new InputError("Solidity needs its compiler: npm install solc");
}

/** The nearest folder at or above that a project begins in, else the folder itself. */
function findProjectRoot(folder: string): string {
	const marks = ["package.json", "foundry.toml", "remappings.txt", "node_modules"];
	for (let at = folder; ; at = dirname(at)) {
		if (marks.some((mark) => existsSync(join(at, mark)))) return at;
		if (dirname(at) === at) return folder;
	}
}

function resolveImport(wanted: string, root: string, folder: string): string | undefined {
	const candidates = isAbsolute(wanted) ? [wanted] : [join(root, wanted), join(folder, wanted)];
	if (!isAbsolute(wanted)) {
		for (const start of [folder, process.cwd()]) {
			for (let at = start; ; at = dirname(at)) {
				candidates.push(join(at, "node_modules", wanted));
				if (dirname(at) === at) break;
			}
		}
	}
	return candidates.find((candidate) => existsSync(candidate));
}

function describeErrors(
	errors: readonly CompilerError[],
	sources: ReadonlyMap<string, string>,
	path: string,
	unit: string,
): string {
	const { sourceLocation, type, message, formattedMessage } = errors[0]!;
	const problem = `${type ?? "Error"}: ${message ?? formattedMessage ?? "unknown"}`;
	const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
	const source = sourceLocation === undefined ? undefined : sources.get(sourceLocation.file);
	if (sourceLocation === undefined || source === undefined) return `${path}: ${problem}${more}`;
	// The compiler counts bytes.
	const before = Buffer.from(source, "utf8")
		.subarray(0, Math.max(0, sourceLocation.start))
		.toString("utf8")
		.split("\n");
	const file = sourceLocation.file === unit ? path : sourceLocation.file;
	return `${file}:${before.length}:${before.at(-1)!.length + 1}: ${problem}${more}`;
}
