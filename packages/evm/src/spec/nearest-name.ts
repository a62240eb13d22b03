/**
 * The name a person most likely meant: the one with the fewest letters to change, add, remove or swap with their
 * neighbour. Case does not count. Undefined when even the nearest differs in more than a third of the letters.
 */
export function nearestName(wanted: string, names: Iterable<string>): string | undefined {
	if (wanted.length > 64) return undefined;
	const target = wanted.toLowerCase();
	let nearest: string | undefined;
	let fewest = Math.ceil(target.length / 3) + 1;
	for (const name of names) {
		const edits = countEdits(target, name.toLowerCase());
		if (edits < fewest) {
			fewest = edits;
			nearest = name;
		}
	}
	return nearest;
}

/** Optimal string alignment: Levenshtein's distance, with neighbours swapped as one edit. */
function countEdits(from: string, to: string): number {
	const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
	for (let i = 1; i <= from.length; i++) {
		const above = rows[i - 1]!;
		const row = [i];
		for (let j = 1; j <= to.length; j++) {
			const replaced = above[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
			let edits = Math.min(replaced, above[j]! + 1, row[j - 1]! + 1);
			const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
			if (swapped) edits = Math.min(edits, rows[i - 2]![j - 2]! + 1);
			row.push(edits);
		}
		rows.push(row);
	}
	return rows[from.length]![to.length]!;
}
