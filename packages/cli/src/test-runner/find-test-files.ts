import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * The test files that the paths name: files as they are, folders with all `.json` and `.json.gz` files below them, in
 * the order of their names. A path that does not exist stays: reading it fails, which is a failure and no gap.
 */
export function findTestFiles(path: string): string[] {
	if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
	const found: string[] = [];
	collect(path, found);
	return found;
}

function collect(folder: string, found: string[]): void {
	const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
	for (const entry of entries) {
		const path = join(folder, entry.name);
		// Links to folders are not followed: they may lead in circles.
		if (entry.isDirectory()) collect(path, found);
		else if (/\.json(\.gz)?$/.test(entry.name)) found.push(path);
	}
}
