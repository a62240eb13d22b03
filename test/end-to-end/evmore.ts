import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

export const repositoryRoot: string = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export const evmoreCommand: string = join(repositoryRoot, "packages/cli/bin/evmore.js");

/** What a run of the command gave. */
export interface Outcome {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
}

export interface RunSettings {
	/** Standard input; nothing when left out. */
	readonly input?: string;
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command as a process of its own. */
export function evmore(args: readonly string[], { input = "", cwd, env }: RunSettings = {}): Promise<Outcome> {
	return new Promise((done, fail) => {
		const environment: NodeJS.ProcessEnv = { ...process.env, ...env };
		if (env?.FORCE_COLOR === undefined) delete environment.FORCE_COLOR;
		const child = execFile(
			process.execPath,
			[evmoreCommand, ...args],
			{ encoding: "utf8", env: environment, maxBuffer: 1 << 28, ...(cwd !== undefined && { cwd }) },
			(error, stdout, stderr) => {
				if (error !== null && typeof error.code !== "number") fail(error);
				else done({ exitCode: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
			},
		);
		// The command may end before it has read its input.
		child.stdin?.on("error", () => {});
		child.stdin?.end(input);
	});
}

/**
 * A new folder with these files, removed when the tests around the call are over.
 *
 * @param parent - where; default: the system's folder for temporary files
 */
export function folderWith(files: Readonly<Record<string, string>>, parent: string = tmpdir()): string {
	const folder = mkdtempSync(join(parent, "evmore-test-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
	return folder;
}

/** What the compiler made of one contract. */
export interface Compiled {
	readonly abi: readonly unknown[];
	/** Without 0x. */
	readonly creationCode: string;
}

interface CompilerOutput {
	readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
	readonly contracts: Record<string, Record<string, { abi: unknown[]; evm: { bytecode: { object: string } } }>>;
}

/** Compiles Solidity without imports. */
export function compile(source: string, contract: string): Compiled {
	const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
	const input = {
		language: "Solidity",
		sources: { "source.sol": { content: source } },
		settings: { outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
	};
	const output = JSON.parse(solc.compile(JSON.stringify(input))) as CompilerOutput;
	const error = output.errors?.find(({ severity }) => severity === "error");
	if (error !== undefined) throw new Error(error.formattedMessage);
	const { abi, evm } = output.contracts["source.sol"]![contract]!;
	return { abi, creationCode: evm.bytecode.object };
}
