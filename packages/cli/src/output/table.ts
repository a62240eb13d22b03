import { stylesFor } from "../terminal.js";

export interface Column {
	readonly title: string;
	/** Aligned on the right. */
	readonly isNumber?: boolean;
}

/** A table for a terminal: columns as wide as their widest cell, two blanks between them, titles in bold. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
	const widths = columns.map(({ title }, index) => Math.max(title.length, ...rows.map((row) => row[index]!.length)));
	const formatRow = (cells: readonly string[]): string =>
		cells
			.map((cell, index) =>
				columns[index]!.isNumber === true ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!),
			)
			.join("  ")
			.trimEnd();
	const { bold } = stylesFor(1);
	return [bold(formatRow(columns.map(({ title }) => title))), ...rows.map(formatRow)].join("\n");
}
