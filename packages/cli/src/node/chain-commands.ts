import { Command } from "commander";

/** Options of `verify`, as commander gives them. */
export interface VerifyOptions {
	readonly datadir: string;
}

/** Options of `import`. */
export interface ImportOptions {
	readonly datadir: string;
	readonly init?: string;
}

/** Options of `export`. */
export interface ExportOptions {
	readonly datadir: string;
	readonly first?: string;
	readonly last?: string;
}

const datadir = ["--datadir <folder>", "folder of a node's database"] as const;

export function verifyCommand(): Command {
	return new Command("verify")
		.description(
			"Computes every hash of a node's chain anew from what is on disk: of headers, transactions, receipts, withdrawals, " +
				"trie nodes and code. The node may run meanwhile.",
		)
		.requiredOption(...datadir)
		.addHelpText("after", "\nThe exit code is 1 when something is not what it should be.")
		.action(async (options: VerifyOptions) => {
			const { verifyFolder } = await import("./chain-files.js");
			await verifyFolder(options);
		});
}

export function importCommand(): Command {
	return new Command("import")
		.description(
			"Imports blocks into a node's database: FILE is RLP of blocks one after another, which may be packed by gzip. Each is " +
				"validated and executed; those that are there already are passed over.",
		)
		.argument("<file>", "the file, or - for standard input")
		.requiredOption(...datadir)
		.option("--init <file>", "genesis JSON of a database that is new")
		.action(async (file: string, options: ImportOptions) => {
			const { importFile } = await import("./chain-files.js");
			await importFile(file, options);
		});
}

export function exportCommand(): Command {
	return new Command("export")
		.description("Writes the blocks of a node's chain to a file, RLP one after another. The node may run meanwhile.")
		.argument("<file>", "the file, packed by gzip when its name ends in .gz; or - for standard output")
		.requiredOption(...datadir)
		.option("--first <number>", "the first block (default: the one after the genesis)")
		.option("--last <number>", "the last block (default: the head)")
		.action(async (file: string, options: ExportOptions) => {
			const { exportFile } = await import("./chain-files.js");
			await exportFile(file, options);
		});
}
