import { geometricMean, type ProgramResult } from "./measure.js";
import type { MissingPeer, PeerName } from "./peers/peer.js";
import type { ProgramKind } from "./program.js";

const opponents = ["revm", "geth", "ethereumjs"] as const;
type Opponent = (typeof opponents)[number];

const kindOrder: readonly ProgramKind[] = [
	"compute",
	"hashing",
	"memory",
	"storage",
	"calls",
	"logs",
	"contracts",
	"opcodes",
	"precompiles",
];

/** evmore's time over the opponent's; undefined when one of them is not there. */
function ratio(result: ProgramResult, opponent: PeerName, ours: PeerName = "evmore"): number | undefined {
	const own = result.times.get(ours)?.median;
	const other = result.times.get(opponent)?.median;
	return own === undefined || other === undefined ? undefined : own / other;
}

function ratios(results: readonly ProgramResult[], opponent: PeerName, ours?: PeerName): number[] {
	return results.map((result) => ratio(result, opponent, ours)).filter((value) => value !== undefined);
}

function sortByKind(results: readonly ProgramResult[]): ProgramResult[] {
	return [...results].sort((a, b) => kindOrder.indexOf(a.program.kind) - kindOrder.indexOf(b.program.kind));
}

/** The tables of the report, as Markdown that reads well in a terminal. */
export function formatReport(results: readonly ProgramResult[], missing: readonly MissingPeer[]): string {
	const present = peersOf(results);
	const others = opponents.filter((name) => present.has(name));
	const columns = (["evmore", "interpreter", "cold", ...opponents] as const).filter((name) => present.has(name));
	const rows = [["program", "kind", "gas", ...columns, ...others.map((name) => `/ ${name}`), "± %"]];
	for (const result of sortByKind(results)) {
		rows.push([
			result.program.name,
			result.program.kind,
			String(result.outcome.gasUsed),
			...columns.map((name) => formatTime(result.times.get(name)?.median)),
			...others.map((name) => formatRatio(ratio(result, name))),
			formatSpread(result),
		]);
	}
	const parts = [
		"Time per run (ns, µs, ms, s); the columns with `/` are evmore's time over the peer's: below 1, evmore is faster.",
		formatTable(rows, 2),
		"Geometric means of evmore's time over the peer's, per kind:",
		formatTable(summaryRows(results, others), 1),
	];
	const cold = ratios(withoutPrecompiles(results), "coldInterpreter", "cold");
	if (cold.length > 0) {
		parts.push(
			`First call of unseen code, against the interpreter alone: ${formatMean(cold)} times as long (geometric mean).`,
		);
	}
	for (const peer of missing) parts.push(`Missing: ${peer.name}: ${peer.reason}`);
	for (const { program, disagreements } of results) {
		for (const [name, difference] of disagreements) parts.push(`Not timed: ${name} on ${program.name}: ${difference}`);
	}
	return `${parts.join("\n\n")}\n`;
}

function summaryRows(results: readonly ProgramResult[], others: readonly Opponent[]): string[][] {
	const present = peersOf(results);
	const interpreter = present.has("interpreter") ? others.map((name) => `interpreter / ${name}`) : [];
	const rows = [["kind", "programs", ...others.map((name) => `/ ${name}`), ...interpreter]];
	const row = (label: string, part: readonly ProgramResult[]): void => {
		if (part.length === 0) return;
		const means = others.map((name) => formatMean(ratios(part, name)));
		const means2 = interpreter.length > 0 ? others.map((name) => formatMean(ratios(part, name, "interpreter"))) : [];
		rows.push([label, String(part.length), ...means, ...means2]);
	};
	for (const kind of kindOrder)
		row(
			kind,
			results.filter(({ program }) => program.kind === kind),
		);
	row("all but precompiles", withoutPrecompiles(results));
	return rows;
}

function withoutPrecompiles(results: readonly ProgramResult[]): ProgramResult[] {
	return results.filter(({ program }) => program.kind !== "precompiles");
}

function peersOf(results: readonly ProgramResult[]): Set<PeerName> {
	return new Set(results.flatMap(({ times }) => [...times.keys()]));
}

/** The numbers as one JSON value. Times in nanoseconds; ratios are evmore's time over the peer's. */
export interface JsonReport {
	readonly machine: string;
	readonly node: string;
	readonly commit: string;
	readonly programs: readonly {
		readonly name: string;
		readonly kind: ProgramKind;
		readonly gas: number;
		readonly ns: Readonly<Partial<Record<PeerName, number>>>;
		readonly spread: Readonly<Partial<Record<PeerName, number>>>;
	}[];
	/** Over everything but precompiles. */
	readonly geomean: Readonly<Partial<Record<Opponent | "interpreterRevm" | "coldInterpreter", number>>>;
	readonly worst: Readonly<Partial<Record<Opponent, { readonly name: string; readonly ratio: number }>>>;
	readonly missing: readonly MissingPeer[];
	readonly disagreements: readonly { readonly program: string; readonly peer: PeerName; readonly difference: string }[];
}

export function makeJsonReport(
	results: readonly ProgramResult[],
	missing: readonly MissingPeer[],
	about: { readonly machine: string; readonly node: string; readonly commit: string },
): JsonReport {
	const counted = withoutPrecompiles(results);
	const geomean: Record<string, number> = {};
	const worst: Partial<Record<Opponent, { name: string; ratio: number }>> = {};
	for (const opponent of opponents) {
		const values = ratios(counted, opponent);
		if (values.length === 0) continue;
		geomean[opponent] = geometricMean(values);
		for (const result of counted) {
			const value = ratio(result, opponent);
			if (value !== undefined && value > (worst[opponent]?.ratio ?? 0)) {
				worst[opponent] = { name: result.program.name, ratio: value };
			}
		}
	}
	const interpreter = ratios(counted, "revm", "interpreter");
	if (interpreter.length > 0) geomean.interpreterRevm = geometricMean(interpreter);
	const cold = ratios(counted, "coldInterpreter", "cold");
	if (cold.length > 0) geomean.coldInterpreter = geometricMean(cold);
	return {
		...about,
		programs: results.map(({ program, outcome, times }) => ({
			name: program.name,
			kind: program.kind,
			gas: outcome.gasUsed,
			ns: Object.fromEntries([...times].map(([name, { median }]) => [name, Math.round(median * 10) / 10])),
			spread: Object.fromEntries([...times].map(([name, { spread }]) => [name, Math.round(spread * 1e3) / 1e3])),
		})),
		geomean,
		worst,
		missing,
		disagreements: results.flatMap(({ program, disagreements }) =>
			[...disagreements].map(([peer, difference]) => ({ program: program.name, peer, difference })),
		),
	};
}

export function formatTime(nanoseconds: number | undefined): string {
	if (nanoseconds === undefined) return "–";
	if (nanoseconds < 1e3) return `${formatDigits(nanoseconds)} ns`;
	if (nanoseconds < 1e6) return `${formatDigits(nanoseconds / 1e3)} µs`;
	if (nanoseconds < 1e9) return `${formatDigits(nanoseconds / 1e6)} ms`;
	return `${formatDigits(nanoseconds / 1e9)} s`;
}

/** Three significant digits. */
function formatDigits(value: number): string {
	return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function formatRatio(value: number | undefined): string {
	if (value === undefined) return "–";
	return value < 0.1 ? value.toFixed(4) : value.toFixed(2);
}

function formatMean(values: readonly number[]): string {
	return values.length === 0 ? "–" : formatRatio(geometricMean(values));
}

/** The widest spread among evmore and its native peers. */
function formatSpread({ times }: ProgramResult): string {
	const spreads = (["evmore", "revm", "geth"] as const).map((name) => times.get(name)?.spread ?? 0);
	return (Math.max(...spreads) * 100).toFixed(0);
}

/** A Markdown table; the columns after `textColumns` are right-aligned. */
export function formatTable(rows: readonly (readonly string[])[], textColumns: number): string {
	const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
	const line = (row: readonly string[]): string =>
		`| ${row.map((cell, i) => (i < textColumns ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" | ")} |`;
	const rule = widths.map((width, i) => (i < textColumns ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
	return [line(rows[0]!), `| ${rule.join(" | ")} |`, ...rows.slice(1).map(line)].join("\n");
}
