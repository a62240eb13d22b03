import { summarise } from "../measure.js";
import { formatTable } from "../report.js";
import type { NodeRow } from "./measure.js";
import { cpuPrefix, type Unit } from "./rows.js";

/** Nodes that rows compare, by their titles. */
export interface Comparison {
	readonly title: string;
	readonly one: string;
	readonly other: string;
}

/** How often as fast (or small) one node is as another, in the median of rounds; above 1 the first is better. */
export function ratioOf({ samples, unit }: NodeRow, one: string, other: string): number | undefined {
	const [ours, theirs] = [samples.get(one), samples.get(other)];
	if (ours === undefined || theirs === undefined) return undefined;
	const ratios = ours.slice(0, theirs.length).map((value, round) => value / theirs[round]!);
	const { median } = summarise(ratios);
	return unit === "/s" ? median : 1 / median;
}

export function formatRows(
	rows: readonly NodeRow[],
	nodes: readonly string[],
	comparisons: readonly Comparison[],
): string {
	const head = ["", ...nodes, ...comparisons.map(({ title }) => title), "± %"];
	const body = rows.map((row) => [
		row.name,
		...nodes.map((node) => formatValue(row, node)),
		...comparisons.map(({ one, other }) => ratioOf(row, one, other)?.toFixed(2) ?? ""),
		`${Math.round(100 * Math.max(0, ...[...row.samples.values()].map((values) => summarise(values).spread)))}`,
	]);
	return formatTable([head, ...body], 1);
}

const digits: Readonly<Record<Unit, number>> = { "/s": 0, ms: 0, MiB: 0, µs: 0 };

function formatValue({ samples, failures, unit }: NodeRow, node: string): string {
	if (failures.has(node)) return "fails";
	const values = samples.get(node);
	if (values === undefined) return "";
	const value = summarise(values).median;
	return `${value.toFixed(value < 10 ? 1 : digits[unit])} ${unit}`.replace(" /s", "/s");
}

/** Why nodes are missing in rows, a line each. */
export function formatFailures(rows: readonly NodeRow[], missing: ReadonlyMap<string, string>): string[] {
	const lines = [...missing].map(([node, reason]) => `Missing: ${node}: ${reason}`);
	for (const { name, failures } of rows) {
		if (name.startsWith("- ") || name.startsWith(cpuPrefix)) continue;
		for (const [node, reason] of failures) lines.push(`Fails: ${node}, ${name}: ${reason}`);
	}
	return lines;
}
